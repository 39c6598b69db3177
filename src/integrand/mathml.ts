import { COMPARISON, PRECEDENCE } from "./precedence.ts";
import type { Tree } from "./tree.ts";

/** A tree as presentation MathML, the content of a `<math>` element, as it would be printed. */
export function mathml(tree: Tree): string {
  return written(tree, 0);
}

const ATOM = 9;

/**
 * How tightly operators bind in print; what binds less than its place needs is put in parentheses. Fractions and powers
 * need none, and ¬x < y reads as ¬(x < y).
 */
const { "/": _, "^": __, ...IN_LINE } = PRECEDENCE;
const BINDING: Readonly<Record<string, number>> = { ...IN_LINE, "!": 4 };

const SIGNS: Readonly<Record<string, string>> = {
  "||": "∨",
  "&&": "∧",
  "==": "=",
  "!=": "≠",
  "<": "&lt;",
  "<=": "≤",
  ">": "&gt;",
  ">=": "≥",
  "+": "+",
  "-": "−",
};

const NAMED = new Map([
  [Math.PI, "π"],
  [Math.E, "e"],
  [2 * Math.PI, "τ"],
]);

/** The tree, in a place that needs at least this binding. */
function written(tree: Tree, binding: number): string {
  if (tree.kind === "variable") return `<mi>${tree.name}</mi>`;
  if (tree.kind === "number") return numeral(tree.value);
  const text = call(tree.name, tree.args);
  // Fractions and powers show their extent by themselves.
  const drawn = tree.name === "/" || tree.name === "^";
  return (BINDING[tree.name] ?? binding) < binding && !drawn ? fenced(text) : text;
}

function call(name: string, args: readonly Tree[]): string {
  const [a, b, c] = args as [Tree, Tree, Tree];
  const own = BINDING[name] ?? 0;
  const sign = SIGNS[name];
  if (sign) {
    // Comparisons do not chain, and a − (b + c) is not a − b + c.
    const left = written(a, own === COMPARISON ? own + 1 : own);
    const right = own <= COMPARISON ? written(b, own + 1) : unsigned(b, name === "+" ? own : own + 1);
    return row(left, `<mo>${sign}</mo>`, right);
  }
  switch (name) {
    case "*":
      return row(written(a, own), times(b), unsigned(b, own + 1));
    case "/":
      return `<mfrac>${row(written(a, 0))}${row(written(b, 0))}</mfrac>`;
    case "^":
    case "pow":
      return `<msup>${row(base(a))}${row(written(b, 0))}</msup>`;
    case "neg":
      return row("<mo>−</mo>", unsigned(a, own));
    case "!":
      return row("<mo>¬</mo>", written(a, ATOM));
    case "?:":
      return `<mrow><mo>{</mo><mtable columnalign="left">${branch(b, written(a, 0))}${branch(c)}</mtable></mrow>`;
    case "exp":
      return `<msup><mi>e</mi>${row(written(a, 0))}</msup>`;
    case "sqrt":
      return `<msqrt>${written(a, 0)}</msqrt>`;
    case "cbrt":
      return `<mroot>${row(written(a, 0))}<mn>3</mn></mroot>`;
    default: {
      const list = args.map((arg) => written(arg, 0)).join("<mo>,</mo>");
      // |x|y|x| would have two readings.
      const [open, close] = name === "abs" && has(a, "abs") ? [] : (FENCES[name] ?? []);
      if (open) return row(`<mo>${open}</mo>`, list, `<mo>${close}</mo>`);
      return row(FUNCTIONS[name] ?? `<mi>${name}</mi>`, fenced(list));
    }
  }
}

const FENCES: Readonly<Record<string, string>> = { abs: "||", floor: "⌊⌋", ceil: "⌈⌉" };

const FUNCTIONS: Readonly<Record<string, string>> = {
  log: "<mi>ln</mi>",
  log2: "<msub><mi>log</mi><mn>2</mn></msub>",
  log10: "<msub><mi>log</mi><mn>10</mn></msub>",
};

/** An operand after another sign: in parentheses if it begins with a minus. */
function unsigned(tree: Tree, binding: number): string {
  return beginsWithMinus(tree) ? fenced(written(tree, 0)) : written(tree, binding);
}

function beginsWithMinus(tree: Tree): boolean {
  if (tree.kind === "call")
    return tree.name === "neg" || (/^[+*-]$/.test(tree.name) && beginsWithMinus(tree.args[0] as Tree));
  return tree.kind === "number" && tree.value < 0;
}

function has(tree: Tree, name: string): boolean {
  return tree.kind === "call" && (tree.name === name || tree.args.some((arg) => has(arg, name)));
}

/** The base of a power: in parentheses unless it is a single sign. */
function base(tree: Tree): string {
  const text = written(tree, 0);
  return /^<(mi|mn)>[^<]*<[^<]*$/.test(text) ? text : fenced(text);
}

/** The sign between factors: invisible, or a dot before a digit. */
function times(second: Tree): string {
  let first = second;
  while (first.kind === "call" && ["*", "/", "^", "pow"].includes(first.name)) first = first.args[0] as Tree;
  const digit = first.kind === "number" && !NAMED.has(first.value);
  return `<mo>${digit ? "·" : "\u2062"}</mo>`;
}

function branch(value: Tree, condition?: string): string {
  const when = condition ? row("<mtext>if\u00a0</mtext>", condition) : "<mtext>otherwise</mtext>";
  return `<mtr><mtd>${written(value, 0)}</mtd><mtd>${when}</mtd></mtr>`;
}

function numeral(value: number): string {
  if (value < 0) return row("<mo>−</mo>", numeral(-value));
  const name = NAMED.get(value);
  if (name) return `<mi>${name}</mi>`;
  const [digits, exponent] = (value > 0 && value < 1e-3 ? value.toExponential() : String(value)).split("e");
  if (exponent === undefined) return `<mn>${digits}</mn>`;
  const power = `<msup><mn>10</mn>${row(numeral(Number(exponent)))}</msup>`;
  return row(`<mn>${digits}</mn>`, "<mo>·</mo>", power);
}

function fenced(text: string): string {
  return row("<mo>(</mo>", text, "<mo>)</mo>");
}

function row(...parts: string[]): string {
  return `<mrow>${parts.join("")}</mrow>`;
}
