import { LESS, MORE, TINY } from "./bound-pairs.ts";

/** The ends of a pair in the text of a function: names or numbers. */
export type PairText = readonly [low: string, high: string];

/** The same of a step, as a row of pairs has it; a slope that is exactly 0 is null. */
export interface Row {
  readonly ends: PairText;
  readonly wild: string;
  readonly middle: string;
  readonly slopes: readonly (PairText | null)[];
}

/** The statements of a function, each of which may name something. */
export interface Writer {
  readonly lines: string[];
  names: number;
}

/** Writes a declaration, and says its name. */
export function put(writer: Writer, text: string, keyword: "const" | "let" = "const"): string {
  const name = `v${writer.names++}`;
  writer.lines.push(`${keyword} ${name} = ${text};`);
  return name;
}

export function putBelow(writer: Writer, text: string): string {
  const end = put(writer, text);
  return put(writer, `(${end} > 0 ? ${end} * ${LESS} : ${end} * ${MORE}) - ${TINY}`);
}

export function putAbove(writer: Writer, text: string): string {
  const end = put(writer, text);
  return put(writer, `(${end} < 0 ? ${end} * ${LESS} : ${end} * ${MORE}) + ${TINY}`);
}

export function putOutwards(writer: Writer, low: string, high: string): PairText {
  return [putBelow(writer, low), putAbove(writer, high)];
}

export const putNegative = (writer: Writer, [low, high]: PairText): PairText => [
  put(writer, `-${high}`),
  put(writer, `-${low}`),
];

/** The least and the greatest |v| of a pair. */
export const putLeast = (writer: Writer, [low, high]: PairText) =>
  put(writer, `${low} > 0 ? ${low} : ${high} < 0 ? -${high} : 0`);
export const putMost = (writer: Writer, [low, high]: PairText) => put(writer, `Math.max(-${low}, ${high})`);

export const isZero = ([low, high]: PairText) => `${low} === 0 && ${high} === 0`;
export const excludesZero = ([low, high]: PairText) => `(${low} > 0 || ${high} < 0)`;
export const isUnbounded = ([low, high]: PairText) => `!(${high} - ${low} < Infinity)`;

/** The same cases as `times` of bound-pairs.ts has. */
export function putTimes(writer: Writer, [p, q]: PairText, [r, t]: PairText): PairText {
  const [low, high] = [put(writer, "0", "let"), put(writer, "0", "let")];
  writer.lines.push(
    `if (${p} >= 0) { ${low} = (${r} >= 0 ? ${p} : ${q}) * ${r}; ${high} = (${t} >= 0 ? ${q} : ${p}) * ${t}; }`,
    `else if (${q} <= 0) { ${low} = (${t} >= 0 ? ${p} : ${q}) * ${t}; ${high} = (${r} >= 0 ? ${q} : ${p}) * ${r}; }`,
    `else if (${r} >= 0) { ${low} = ${p} * ${t}; ${high} = ${q} * ${t}; }`,
    `else if (${t} <= 0) { ${low} = ${q} * ${r}; ${high} = ${p} * ${r}; }`,
    `else { ${low} = Math.min(${p} * ${t}, ${q} * ${r}); ${high} = Math.max(${p} * ${r}, ${q} * ${t}); }`,
    // 0 times infinity is 0.
    `if (!(${low} <= ${high})) { ${low} = ${low} || 0; ${high} = ${high} || 0; }`,
  );
  return putOutwards(writer, low, high);
}

/** The worst of the arguments. */
export function worst(args: readonly Row[]): string {
  const wilds = [...new Set(args.map(({ wild }) => wild))].filter((wild) => wild !== "0");
  return wilds.length > 1 ? `Math.max(${wilds.join(", ")})` : (wilds[0] ?? "0");
}

/** A step whose ends may not be numbers: such an end is not known. */
export function putSettled(writer: Writer, ends: PairText, wild: string): Pick<Row, "ends" | "wild"> {
  const [low, high, own] = [...ends, wild].map((text) => put(writer, text, "let")) as [
    string,
    string,
    string,
  ];
  writer.lines.push(
    `if (!(${low} <= ${high})) {`,
    `if (Number.isNaN(${low})) ${low} = -Infinity;`,
    `if (Number.isNaN(${high})) ${high} = Infinity;`,
    `${own} = ${own} || 1; }`,
  );
  return { ends: [low, high], wild: own };
}

/** The derivative of a step by an argument. */
export type Derivative = PairText | "one" | "minus one";

/** The sum of the arguments' slopes, each times the derivative by it. */
export function putSlopes(
  writer: Writer,
  axes: number,
  terms: readonly (readonly [Row, Derivative])[],
): Row["slopes"] {
  return Array.from({ length: axes }, (_, axis) =>
    terms.reduce<PairText | null>((sum, [{ slopes }, derivative]) => {
      const own = slopes[axis] ?? null;
      if (!own) return sum;
      const term = putTerm(writer, own, derivative);
      return sum ? putSum(writer, sum, term) : term;
    }, null),
  );
}

function putTerm(writer: Writer, own: PairText, derivative: Derivative): PairText {
  if (derivative === "one") return own;
  if (derivative === "minus one") return putNegative(writer, own);
  if (own[0] === "1" && own[1] === "1") return derivative;
  const product = putTimes(writer, derivative, own);
  // What is exactly 0 stays so.
  const nothing = put(writer, `(${isZero(own)}) || (${isZero(derivative)})`);
  return [put(writer, `${nothing} ? 0 : ${product[0]}`), put(writer, `${nothing} ? 0 : ${product[1]}`)];
}

function putSum(writer: Writer, a: PairText, b: PairText): PairText {
  const sum = putOutwards(writer, `${a[0]} + ${b[0]}`, `${a[1]} + ${b[1]}`);
  const [first, second, known] = [isZero(a), isZero(b), `${sum[0]} <= ${sum[1]}`].map((text) =>
    put(writer, text),
  );
  const chosen = (end: 0 | 1, lost: string) =>
    put(writer, `${first} ? ${b[end]} : ${second} ? ${a[end]} : ${known} ? ${sum[end]} : ${lost}`);
  return [chosen(0, "-Infinity"), chosen(1, "Infinity")];
}
