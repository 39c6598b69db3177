import type { Tree } from "./tree.ts";

/** A tree as presentation MathML, the content of a `<math>` element, as it would be printed. */
export function mathml(tree: Tree): string {
  return written(tree, 0);
}

/** How tightly operators bind; a subexpression that binds less than its place asks for is parenthesised. */
const BINDING: Readonly<Record<string, number>> = {
  "?:": 1,
  "||": 2,
  "&&": 3,
  "==": 4,
  "!=": 4,
  "<": 5,
  "<=": 5,
  ">": 5,
  ">=": 5,
  "+": 6,
  "-": 6,
  "*": 7,
  neg: 8,
  "!": 8,
};

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

/** The tree where at least `binding` is asked for. */
function written(tree: Tree, binding: number): string {
  if (tree.kind === "variable") return `<mi>${tree.name}</mi>`;
  if (tree.kind === "number") return numeral(tree.value);
  const own = BINDING[tree.name];
  const text = call(tree.name, tree.args);
  return own !== undefined && own < binding ? fenced(text) : text;
}

function call(name: string, args: readonly Tree[]): string {
  const [a, b, c] = args as [Tree, Tree, Tree];
  const own = BINDING[name] ?? 0;
  const sign = SIGNS[name];
  // The right side of a difference binds more tightly: a − (b + c).
  if (sign) return row(written(a, own), `<mo>${sign}</mo>`, right(b, own + (name === "+" ? 0 : 1)));
  switch (name) {
    case "*":
      return row(written(a, own), times(b), right(b, own + 1));
    case "/":
      return `<mfrac>${row(written(a, 0))}${row(written(b, 0))}</mfrac>`;
    case "^":
    case "pow":
      return `<msup>${row(base(a))}${row(written(b, 0))}</msup>`;
    case "neg":
      return row("<mo>−</mo>", written(a, own));
    case "!":
      return row("<mo>¬</mo>", written(a, own));
    case "?:":
      return `<mrow><mo>{</mo><mtable columnalign="left">${branch(b, written(a, 0))}${branch(c)}</mtable></mrow>`;
    case "exp":
      return `<msup><mi>e</mi>${row(written(a, 0))}</msup>`;
    case "sqrt":
      return `<msqrt>${written(a, 0)}</msqrt>`;
    case "cbrt":
      return `<mroot>${row(written(a, 0))}<mn>3</mn></mroot>`;
    case "abs":
      return row("<mo>|</mo>", written(a, 0), "<mo>|</mo>");
    case "floor":
      return row("<mo>⌊</mo>", written(a, 0), "<mo>⌋</mo>");
    case "ceil":
      return row("<mo>⌈</mo>", written(a, 0), "<mo>⌉</mo>");
    default:
      return row(
        FUNCTIONS[name] ?? `<mi>${name}</mi>`,
        fenced(args.map((arg) => written(arg, 0)).join("<mo>,</mo>")),
      );
  }
}

const FUNCTIONS: Readonly<Record<string, string>> = {
  log: "<mi>ln</mi>",
  log2: "<msub><mi>log</mi><mn>2</mn></msub>",
  log10: "<msub><mi>log</mi><mn>10</mn></msub>",
};

/** What stands to the right of a sign: what has one of its own is in parentheses. */
function right(tree: Tree, binding: number): string {
  const signed = tree.kind === "call" ? tree.name === "neg" : tree.kind === "number" && tree.value < 0;
  return signed ? fenced(written(tree, 0)) : written(tree, binding);
}

/** What is raised to a power: atoms stand by themselves, all else in parentheses. */
function base(tree: Tree): string {
  const atom = tree.kind === "variable" || (tree.kind === "number" && tree.value >= 0);
  return atom ? written(tree, 0) : fenced(written(tree, 0));
}

/** Between factors: nothing that shows, but a dot before what begins with a digit. */
function times(second: Tree): string {
  let first = second;
  while (first.kind === "call" && ["*", "^", "pow"].includes(first.name)) first = first.args[0] as Tree;
  const digit = first.kind === "number" && !NAMED.has(first.value);
  return `<mo>${digit ? "·" : "\u2062"}</mo>`;
}

function branch(value: Tree, condition?: string): string {
  const when = condition ? row("<mtext>if </mtext>", condition) : "<mtext>otherwise</mtext>";
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
