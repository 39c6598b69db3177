import type { Interval } from "../language/interval.ts";
import { acos, asin, atan, atan2, atan2Inside, atanNear, isOutsideArc } from "./arcs.ts";
import { cosh, EXP_LEAST, EXP_MOST, exp, expInside, sinh, tanh } from "./exponentials.ts";
import type { Lanes } from "./lanes.ts";
import { isOutside, log, logInside, MIN_NORMAL } from "./logarithms.ts";
import type { Node } from "./nodes.ts";
import { pow, powInside } from "./powers.ts";
import { cbrt, cbrtInside, hypot, hypotInside } from "./roots.ts";
import { cosInside, FAR, MIDDLE, NEAR, type Reach, sinInside, tanInside, wave } from "./trigonometry.ts";

/** How a function of the language is computed. */
export interface Word {
  /** Of any arguments. */
  total(l: Lanes, ...args: Node[]): Node;
  /** Of most arguments; `outside` is told where it does not hold. Absent where the other is as quick. */
  quick?(l: Lanes, place: Place, ...args: Node[]): Node;
}

/** What is known of a call's arguments. */
export interface Place {
  /** Where they are proven finite. */
  readonly ranges: readonly (Interval | null)[];
  /** Whether the sign of a zero value matters. */
  readonly signed: boolean;
  /** Their numbers, where they are constants. */
  readonly constants: readonly (number | null)[];
  outside(mask: Node): void;
}

const most = (range: Interval | null | undefined) =>
  range ? Math.max(-range[0], range[1]) : Number.POSITIVE_INFINITY;

function reachOf(l: Lanes, { ranges, outside }: Place, x: Node): Reach {
  const size = most(ranges[0]);
  if (size <= NEAR) return "near";
  if (size > MIDDLE && size <= FAR) return "far";
  if (size > FAR) outside(l.not(l.le(l.abs(x), l.number(MIDDLE))));
  return "middle";
}

const logarithm = (name: "log" | "log2" | "log10"): Word => ({
  total: (l, x) => log(l, name, x as Node),
  quick(l, { ranges: [range], outside }, x) {
    if (!range || range[0] < MIN_NORMAL) outside(isOutside(l, x as Node));
    return logInside(l, name, x as Node);
  },
});

const isExpInside = (range: Interval | null | undefined) =>
  !!range && range[0] >= EXP_LEAST && range[1] <= EXP_MOST;

const power: Word = {
  total: (l, a, y) => pow(l, a as Node, y as Node),
  quick(l, { ranges: [base, exponent], constants: [, constant], outside }, a, y) {
    // A whole power of |a| has at most another sign.
    const isWhole = Number.isInteger(constant);
    const size = isWhole ? l.abs(a as Node) : (a as Node);
    const [from, to] = base ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    const isPositive = base !== null && (from >= MIN_NORMAL || (isWhole && to <= -MIN_NORMAL));
    if (!isPositive) outside(isOutside(l, size));
    const { value, outside: beyond } = powInside(l, size, y as Node);
    const largest = Math.max(Math.abs(Math.log(Math.abs(from))), Math.abs(Math.log(Math.abs(to))));
    if (!(isPositive && largest * most(exponent) < -EXP_LEAST)) outside(beyond);
    const isOdd = isWhole && Math.abs(constant as number) % 2 === 1;
    return isOdd ? l.or(value, l.and(a as Node, l.number(-0))) : value;
  },
};

const tangent: Word = {
  total: (l, x) => wave(l, "tan", x as Node),
  quick: (l, place, x) => {
    const reach = reachOf(l, place, x as Node);
    return tanInside(l, x as Node, reach === "near" ? reach : "far", place.signed);
  },
};

/** Functions, by their names in the table of operations; all others are a few instructions. */
export const WORDS: Readonly<Record<string, Word>> = {
  sin: {
    total: (l, x) => wave(l, "sin", x as Node),
    quick: (l, place, x) => sinInside(l, x as Node, reachOf(l, place, x as Node), place.signed),
  },
  cos: {
    total: (l, x) => wave(l, "cos", x as Node),
    quick: (l, place, x) => cosInside(l, x as Node, reachOf(l, place, x as Node)),
  },
  tan: tangent,
  tangent,
  asin: { total: (l, x) => asin(l, x as Node) },
  acos: { total: (l, x) => acos(l, x as Node) },
  atan: {
    total: (l, x) => atan(l, x as Node),
    quick: (l, { ranges: [range], signed }, x) =>
      !signed && most(range) < 0.6 ? atanNear(l, x as Node) : atan(l, x as Node),
  },
  atan2: {
    total: (l, y, x) => atan2(l, y as Node, x as Node),
    quick(l, { outside }, y, x) {
      outside(isOutsideArc(l, y as Node, x as Node));
      return atan2Inside(l, y as Node, x as Node);
    },
  },
  sinh: {
    total: (l, x) => sinh(l, x as Node, false),
    quick: (l, { ranges: [range] }, x) => sinh(l, x as Node, most(range) < -EXP_LEAST),
  },
  cosh: {
    total: (l, x) => cosh(l, x as Node, false),
    quick: (l, { ranges: [range] }, x) => cosh(l, x as Node, most(range) < -EXP_LEAST),
  },
  tanh: { total: (l, x) => tanh(l, x as Node) },
  exp: {
    total: (l, x) => exp(l, x as Node),
    quick: (l, { ranges: [range] }, x) => (isExpInside(range) ? expInside(l, x as Node) : exp(l, x as Node)),
  },
  log: logarithm("log"),
  ln: logarithm("log"),
  log2: logarithm("log2"),
  log10: logarithm("log10"),
  cbrt: {
    total: (l, x) => cbrt(l, x as Node),
    quick(l, { ranges: [range], outside }, x) {
      const isNormal = range && (range[0] >= MIN_NORMAL || range[1] <= -MIN_NORMAL);
      if (!isNormal) outside(isOutside(l, l.abs(x as Node)));
      return cbrtInside(l, x as Node);
    },
  },
  hypot: {
    total: (l, ...args) => hypot(l, args),
    quick(l, { outside }, ...args) {
      const { value, outside: beyond } = hypotInside(l, args);
      outside(beyond);
      return value;
    },
  },
  pow: power,
  "^": power,
};
