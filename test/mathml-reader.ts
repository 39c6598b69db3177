import { call, number, type Tree, variable } from "../src/integrand/language/tree.ts";

interface Node {
  readonly tag: string;
  readonly text: string;
  readonly children: readonly Node[];
}

/** What a reader sees: signs, names and boxes in a row; `mrow` is invisible. */
type Glyph = string | { readonly box: string; readonly parts: readonly (readonly Glyph[])[] };

/**
 * Parses presentation MathML as a reader would: comparisons do not chain and bind tighter than ¬, then ∧, then ∨; only
 * sums begin with a sign; factors are juxtaposed, but a number only comes first or after a dot. Throws if the text
 * cannot be read so.
 */
export function readMathml(markup: string, names: readonly string[]): Tree {
  return expressionIn(glyphsOf(nodesOf(markup)), names);
}

function nodesOf(markup: string): Node[] {
  const open: { tag: string; text: string; children: Node[] }[] = [{ tag: "", text: "", children: [] }];
  for (const [, close, tag = "", text = ""] of markup.matchAll(/<(\/?)(\w+)[^>]*>([^<]*)/g)) {
    if (close) open.at(-2)?.children.push(open.pop() as Node);
    else open.push({ tag, text: text.replace("&lt;", "<").replace("&gt;", ">"), children: [] });
  }
  return (open[0] as Node).children as Node[];
}

function glyphsOf(nodes: readonly Node[]): Glyph[] {
  return nodes.flatMap((node): Glyph[] => {
    const { tag, text, children } = node;
    if (tag === "mrow") return glyphsOf(children);
    const parts = children.map((child) => glyphsOf([child]));
    // A superscript belongs to the last sign of its base.
    if (tag === "msup") return [...(parts[0] as Glyph[]), { box: "sup", parts: parts.slice(1) }];
    if (tag === "msub") return [`${parts[0]}${/^log$/.test(String(parts[0])) ? "" : "_"}${parts[1]}`];
    if (tag === "msqrt") return [{ box: tag, parts: [glyphsOf(children)] }];
    if (tag === "mtable")
      return [
        { box: tag, parts: children.flatMap((row) => row.children.map((one) => glyphsOf(one.children))) },
      ];
    if (children.length) return [{ box: tag, parts }];
    return text === "\u2062" ? [] : [text];
  });
}

/** Greek letters by the names that people type. */
const LATIN: Readonly<Record<string, string>> = { θ: "theta", φ: "phi", Ω: "Omega" };
const NAMES: Readonly<Record<string, string>> = { ln: "log", log2: "log2", log10: "log10" };
const CONSTANTS: Readonly<Record<string, number>> = { π: Math.PI, e: Math.E, τ: 2 * Math.PI };
const COMPARISONS: Readonly<Record<string, string>> = {
  "=": "==",
  "≠": "!=",
  "<": "<",
  "≤": "<=",
  ">": ">",
  "≥": ">=",
};
const FENCES: Readonly<Record<string, readonly [string, string | null]>> = {
  "(": [")", null],
  "|": ["|", "abs"],
  "⌊": ["⌋", "floor"],
  "⌈": ["⌉", "ceil"],
};
const isNumeral = (glyph: Glyph | undefined) => typeof glyph === "string" && /^[\d.]+$/.test(glyph);

function expressionIn(glyphs: readonly Glyph[], names: readonly string[]): Tree {
  const inner = (part: readonly Glyph[]) => expressionIn(part, names);
  let at = 0;
  /** Whether the next bar closes. */
  let barred = false;
  const fail = (): never => {
    throw new Error(`no reading at ${at} of ${JSON.stringify(glyphs)}`);
  };
  const skip = (sign: Glyph) => glyphs[at] === sign && ++at > 0;
  const whole = expression();
  return at === glyphs.length ? whole : fail();

  function expression(): Tree {
    if (!skip("{")) return chain("∨", "||", () => chain("∧", "&&", negation));
    const { parts } = glyphs[at++] as Exclude<Glyph, string>;
    const [yes = [], [, ...condition] = [], no = []] = parts;
    return call("?:", inner(condition), inner(yes), inner(no));
  }
  function chain(sign: string, name: string, operand: () => Tree): Tree {
    let left = operand();
    while (skip(sign)) left = call(name, left, operand());
    return left;
  }
  function negation(): Tree {
    return skip("¬") ? call("!", negation()) : comparison();
  }
  function comparison(): Tree {
    const left = sum();
    const name = COMPARISONS[String(glyphs[at])];
    if (!name) return left;
    at++;
    const right = sum();
    return COMPARISONS[String(glyphs[at])] ? fail() : call(name, left, right);
  }
  function sum(): Tree {
    let left = skip("−") ? call("neg", product()) : product();
    for (;;) {
      if (skip("+")) left = call("+", left, product());
      else if (skip("−")) left = call("-", left, product());
      else return left;
    }
  }
  function product(): Tree {
    let left = power();
    for (;;) {
      if (skip("·")) left = call("*", left, power());
      else if (begins(glyphs[at])) left = call("*", left, power());
      else return left;
    }
  }
  /** Whether a juxtaposed factor begins here; a second bar closes the first. */
  function begins(glyph: Glyph | undefined): boolean {
    if (glyph === undefined || isNumeral(glyph)) return false;
    if (typeof glyph !== "string")
      return (
        glyph.box !== "sup" &&
        !(glyph.box === "mfrac" && isNumeral(glyph.parts[0]?.[0]) && isNumeral(glyphs[at - 1]))
      );
    return glyph === "|" ? !barred : /^[\p{L}(⌊⌈]/u.test(glyph);
  }
  function power(): Tree {
    const base = atom();
    const above = glyphs[at];
    if (typeof above !== "object" || above.box !== "sup") return base;
    at++;
    return call("^", base, inner(above.parts[0] as Glyph[]));
  }
  function atom(): Tree {
    const glyph = glyphs[at++];
    if (glyph === undefined) return fail();
    if (typeof glyph === "object") {
      const [first = [], second = []] = glyph.parts;
      if (glyph.box === "mfrac") return call("/", inner(first), inner(second));
      if (glyph.box === "msqrt") return call("sqrt", inner(first));
      if (glyph.box === "mroot" && second[0] === "3") return call("cbrt", inner(first));
      return fail();
    }
    if (isNumeral(glyph)) return number(Number(glyph));
    const axis = names.indexOf(LATIN[glyph] ?? glyph);
    if (axis >= 0) return variable(axis);
    if (Object.hasOwn(CONSTANTS, glyph)) return number(CONSTANTS[glyph] as number);
    const fence = FENCES[glyph];
    if (fence) return fenced(...fence);
    if (!/^[a-z]/.test(glyph) || !skip("(")) return fail();
    return call(NAMES[glyph] ?? glyph, ...inside(")"));
  }
  function inside(close: string): Tree[] {
    const outer = barred;
    barred = close === "|";
    const args = [expression()];
    while (skip(",")) args.push(expression());
    barred = outer;
    return skip(close) ? args : fail();
  }
  function fenced(close: string, name: string | null): Tree {
    const [content = fail()] = inside(close);
    return name ? call(name, content) : content;
  }
}

/** A normal form, equal for trees that are equal in exact arithmetic: sums and products as lists, one kind of power. */
export function meaning(tree: Tree): string {
  if (tree.kind === "variable") return `v${tree.axis}`;
  if (tree.kind === "number") {
    const [digits, exponent] = (
      tree.value > 0 && tree.value < 1e-3 ? tree.value.toExponential() : `${tree.value}`
    ).split("e");
    return exponent
      ? meaning(call("*", number(Number(digits)), call("^", number(10), signed(Number(exponent)))))
      : `${tree.value}`;
  }
  const [a, b] = tree.args as [Tree, Tree];
  if (tree.name === "pow") return meaning(call("^", a, b));
  if (tree.name === "exp") return meaning(call("^", number(Math.E), a));
  if (/^([+*-]|neg)$/.test(tree.name)) return `(${terms(tree, 1).join(" ")})`;
  return `${tree.name === "ln" ? "log" : tree.name}[${tree.args.map(meaning).join(", ")}]`;
}

const signed = (value: number) => (value < 0 ? call("neg", number(-value)) : number(value));

function terms(tree: Tree, sign: number): string[] {
  if (tree.kind === "call") {
    const [a, b] = tree.args as [Tree, Tree];
    if (tree.name === "+" || tree.name === "-")
      return [...terms(a, sign), ...terms(b, tree.name === "+" ? sign : -sign)];
    if (tree.name === "neg") return terms(a, -sign);
  }
  const { negative, list } = factors(tree);
  return [`${sign * negative}${list.join("*")}`];
}

function factors(tree: Tree): { negative: number; list: string[] } {
  if (tree.kind === "call" && tree.name === "neg") {
    const { negative, list } = factors(tree.args[0] as Tree);
    return { negative: -negative, list };
  }
  if (tree.kind !== "call" || tree.name !== "*") return { negative: 1, list: [meaning(tree)] };
  const [a, b] = tree.args.map(factors) as [ReturnType<typeof factors>, ReturnType<typeof factors>];
  return { negative: a.negative * b.negative, list: [...a.list, ...b.list] };
}
