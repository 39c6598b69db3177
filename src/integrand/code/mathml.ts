import { COMPARISON, PRECEDENCE } from "../language/precedence.ts";
import type { Tree, Variable } from "../language/tree.ts";
import { isWord, nameMathml } from "./name-mathml.ts";

/**
 * A tree as presentation MathML, the content of a `<math>` element, as it would be printed; `names` are its variables'.
 * For trees that were parsed: shared parts are spelled out.
 */
export function mathml(tree: Tree, names: Names = []): string {
  return written(tree, 0, names);
}

type Names = readonly string[];

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
function written(tree: Tree, binding: number, names: Names): string {
  if (tree.kind === "variable") return nameMathml(nameOf(tree, names));
  if (tree.kind === "number") return numeral(tree.value);
  const text = call(tree.name, tree.args, names);
  // Fractions and powers show their extent by themselves.
  const drawn = tree.name === "/" || tree.name === "^";
  return (BINDING[tree.name] ?? binding) < binding && !drawn ? fenced(text) : text;
}

function call(name: string, args: readonly Tree[], names: Names): string {
  const [a, b, c] = args as [Tree, Tree, Tree];
  const inner = (part: Tree, binding = 0) => written(part, binding, names);
  const own = BINDING[name] ?? 0;
  const sign = SIGNS[name];
  if (sign) {
    // Comparisons do not chain, and a − (b + c) is not a − b + c.
    const left = inner(a, own === COMPARISON ? own + 1 : own);
    const right = own <= COMPARISON ? inner(b, own + 1) : unsigned(b, name === "+" ? own : own + 1, names);
    return row(left, `<mo>${sign}</mo>`, right);
  }
  switch (name) {
    case "*":
      return row(inner(a, own), times(a, b, names), unsigned(b, own + 1, names));
    case "/":
      return `<mfrac>${row(inner(a))}${row(inner(b))}</mfrac>`;
    case "^":
    case "pow":
      return `<msup>${row(base(a, names))}${row(inner(b))}</msup>`;
    case "neg":
      return row("<mo>−</mo>", unsigned(a, own, names));
    case "!":
      return row("<mo>¬</mo>", inner(a, ATOM));
    case "?:":
      return `<mrow><mo>{</mo><mtable columnalign="left">${branch(inner(b), inner(a))}${branch(inner(c))}</mtable></mrow>`;
    case "exp":
      return `<msup><mi>e</mi>${row(inner(a))}</msup>`;
    case "sqrt":
      return `<msqrt>${inner(a)}</msqrt>`;
    case "cbrt":
      return `<mroot>${row(inner(a))}<mn>3</mn></mroot>`;
    default: {
      const list = args.map((arg) => inner(arg)).join("<mo>,</mo>");
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
function unsigned(tree: Tree, binding: number, names: Names): string {
  return beginsWithMinus(tree) ? fenced(written(tree, 0, names)) : written(tree, binding, names);
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
function base(tree: Tree, names: Names): string {
  const text = written(tree, 0, names);
  return tree.kind === "variable" || /^<(mi|mn)>[^<]*<[^<]*$/.test(text) ? text : fenced(text);
}

/** The sign between factors: invisible, or a dot before a digit and beside a name of several letters. */
function times(a: Tree, b: Tree, names: Names): string {
  let first = b;
  while (first.kind === "call" && ["*", "/", "^", "pow"].includes(first.name)) first = first.args[0] as Tree;
  let last = a;
  while (last.kind === "call" && ["*", "neg"].includes(last.name)) last = last.args.at(-1) as Tree;
  const digit = first.kind === "number" && !NAMED.has(first.value);
  const word = [first, last].some((one) => one.kind === "variable" && isWord(nameOf(one, names)));
  if (digit || word) return "<mo>·</mo>";
  // a sin x is not asin x.
  return isNamed(first) ? '<mo lspace="0" rspace="0.17em">\u2062</mo>' : "<mo>\u2062</mo>";
}

/** Whether it begins with the name of a function. */
function isNamed(tree: Tree): boolean {
  return tree.kind === "call" && /^[a-z]/.test(tree.name) && !DRAWN.has(tree.name) && !FENCES[tree.name];
}

const DRAWN = new Set(["neg", "exp", "sqrt", "cbrt", "pow"]);

function nameOf({ axis }: Variable, names: Names): string {
  return names[axis] ?? `x_${axis}`;
}

function branch(value: string, condition?: string): string {
  const when = condition ? row("<mtext>if\u00a0</mtext>", condition) : "<mtext>otherwise</mtext>";
  return `<mtr><mtd>${value}</mtd><mtd>${when}</mtd></mtr>`;
}

function numeral(value: number): string {
  if (value < 0) return row("<mo>−</mo>", numeral(-value));
  const name = NAMED.get(value);
  if (value === Number.POSITIVE_INFINITY) return "<mn>∞</mn>";
  if (name) return `<mi>${name}</mi>`;
  const [digits, exponent] = (value > 0 && value < 1e-3 ? value.toExponential() : String(value)).split("e");
  if (exponent === undefined) return `<mn>${digits}</mn>`;
  const power = `<msup><mn>10</mn>${row(numeral(Number(exponent)))}</msup>`;
  return row(`<mn>${digits}</mn>`, "<mo>·</mo>", power);
}

function fenced(text: string): string {
  // Without a mathematical font, browsers stretch parentheses too far.
  const size = /<m(frac|sqrt|root|table)/.test(text) ? "" : ' stretchy="false"';
  return row(`<mo${size}>(</mo>`, text, `<mo${size}>)</mo>`);
}

function row(...parts: string[]): string {
  return `<mrow>${parts.join("")}</mrow>`;
}
