import {
  excludesZero,
  isUnbounded,
  type PairText,
  put,
  putAbove,
  putBelow,
  putLeast,
  putMost,
  putNegative,
  putOutwards,
  putSettled,
  putSlopes,
  putTimes,
  type Row,
  type Writer,
  worst,
} from "./bound-writer.ts";

/** Writes the statements that do what a rule does; `args` are rows of the arguments. */
export type TextRule = (writer: Writer, axes: number, args: readonly Row[]) => Omit<Row, "middle">;

/** Of one argument, never undefined where that is not. */
function unary(
  write: (writer: Writer, a: PairText) => readonly [value: PairText, slope: PairText],
): TextRule {
  return (writer, axes, [a]) => {
    const row = a as Row;
    const [ends, slope] = write(writer, row.ends);
    return { ends, wild: row.wild, slopes: putSlopes(writer, axes, [[row, slope]]) };
  };
}

const holdsZero = (pair: PairText) => `!${excludesZero(pair)}`;
const either = (wild: string, condition: string) =>
  wild === "0" ? `${condition} ? 1 : 0` : `${wild} || (${condition} ? 1 : 0)`;

const sum =
  (sign: "+" | "-"): TextRule =>
  (writer, axes, args) => {
    const [a, b] = args as [Row, Row];
    const [low, high] = sign === "+" ? b.ends : [b.ends[1], b.ends[0]];
    const ends = putOutwards(writer, `${a.ends[0]} ${sign} ${low}`, `${a.ends[1]} ${sign} ${high}`);
    const wild = either(worst(args), `${isUnbounded(a.ends)} && ${isUnbounded(b.ends)}`);
    return {
      ...putSettled(writer, ends, wild),
      slopes: putSlopes(writer, axes, [
        [a, "one"],
        [b, sign === "+" ? "one" : "minus one"],
      ]),
    };
  };

function putSquare(writer: Writer, a: PairText): PairText {
  const [least, most] = [putLeast(writer, a), putMost(writer, a)];
  const low = putBelow(writer, `${least} * ${least}`);
  return [put(writer, `${low} > 0 ? ${low} : 0`), putAbove(writer, `${most} * ${most}`)];
}

const product: TextRule = (writer, axes, args) => {
  const [a, b] = args as [Row, Row];
  const ends = a === b ? putSquare(writer, a.ends) : putTimes(writer, a.ends, b.ends);
  const undefinedOne = (one: Row, other: Row) => `(${isUnbounded(one.ends)} && ${holdsZero(other.ends)})`;
  const wild = either(worst(args), `${undefinedOne(a, b)} || ${undefinedOne(b, a)}`);
  return {
    ...putSettled(writer, ends, wild),
    slopes: putSlopes(writer, axes, [
      [a, b.ends],
      [b, a.ends],
    ]),
  };
};

const quotient: TextRule = (writer, axes, args) => {
  const [a, b] = args as [Row, Row];
  const defined = put(writer, excludesZero(b.ends));
  const inverse = putOutwards(writer, `1 / ${b.ends[1]}`, `1 / ${b.ends[0]}`);
  const own = putTimes(writer, a.ends, inverse);
  const against = putNegative(writer, putTimes(writer, own, inverse));
  const known = ([low, high]: PairText): PairText => [
    put(writer, `${defined} ? ${low} : -Infinity`),
    put(writer, `${defined} ? ${high} : Infinity`),
  ];
  const wild = either(worst(args), `!${defined} || (${isUnbounded(a.ends)} && ${isUnbounded(b.ends)})`);
  return {
    ...putSettled(writer, known(own), wild),
    slopes: putSlopes(writer, axes, [
      [a, known(inverse)],
      [b, known(against)],
    ]),
  };
};

const powerText = (v: string, n: number) =>
  n === 1 ? v : n === 2 ? `${v} * ${v}` : n === 3 ? `${v} * ${v} * ${v}` : `${v} ** ${n}`;

function putWhole(writer: Writer, a: PairText, n: number): PairText {
  if (n % 2) return putOutwards(writer, powerText(a[0], n), powerText(a[1], n));
  const [least, most] = [putLeast(writer, a), putMost(writer, a)];
  const low = putBelow(writer, powerText(least, n));
  return [put(writer, `${least} > 0 ? ${low} : 0`), putAbove(writer, powerText(most, n))];
}

const power = (n: number) =>
  unary((writer, a) => [
    putWhole(writer, a, n),
    putTimes(writer, [`${n}`, `${n}`], putWhole(writer, a, n - 1)),
  ]);

/** The operations that are most of what is integrated; of others the rule is called. */
export const TEXTS: Readonly<Record<string, TextRule>> = {
  "+": sum("+"),
  "-": sum("-"),
  "*": product,
  times_jacobian: product,
  "/": quotient,
  neg: (writer, axes, [a]) => {
    const row = a as Row;
    const slopes = putSlopes(writer, axes, [[row, "minus one"]]);
    return { ends: putNegative(writer, row.ends), wild: row.wild, slopes };
  },
  ...Object.fromEntries([2, 3, 4, 5, 6].map((n) => [`pow${n}`, power(n)])),
  exp: unary((writer, [low, high]) => {
    const below = putBelow(writer, `Math.exp(${low})`);
    const ends = [put(writer, `${below} > 0 ? ${below} : 0`), putAbove(writer, `Math.exp(${high})`)] as const;
    return [ends, ends];
  }),
  abs: unary((writer, a) => {
    const [low, high] = a;
    const slope = [
      put(writer, `${low} >= 0 ? 1 : -1`),
      put(writer, `${high} <= 0 && ${low} < 0 ? -1 : 1`),
    ] as const;
    return [[putLeast(writer, a), putMost(writer, a)], slope];
  }),
};
