import { around } from "../integrand/distance.ts";
import { compileBlock, compileValues } from "../integrand/javascript.ts";
import { STEPWISE, sensitivity, UNIT } from "../integrand/sensitivity.ts";
import { simplify } from "../integrand/simplify.ts";
import { evaluate } from "../integrand/tape.ts";
import { number, substitute, type Tree, variable } from "../integrand/tree.ts";
import { gauss, nodes } from "./kronrod.ts";

type Ends = readonly [number, number];

/** The shells towards a place are those between 2^-k and 2^-(k+1) of a side, for k up to FAR. */
export const NEAR = 2;
const FAR = 42;
/** Others, for what happens farther away than 2^42. */
export const FARTHER = Array.from({ length: 110 }, (_, k) => FAR + 4 * (k + 1));

/** Shells in which rounding is a larger part of f say nothing of it. */
const NOISY = 1e-2;

export interface Shells {
  readonly sizes: readonly number[];
  /** Those of FARTHER, as far as rounding does not hide them. */
  readonly farther: () => readonly number[];
  /** Along a single axis |f| times the distance after so many halvings. */
  readonly product: (halvings: number) => number;
  readonly evaluations: number;
}

/** The integrals of |f| over dyadic shells around a place, along these axes, as long as rounding in f does not hide it unless `beyond`. */
export function sizesTowards(
  f: Tree,
  box: readonly Ends[],
  set: readonly number[],
  place: readonly number[],
  lengths: readonly number[],
  beyond: boolean,
): Shells {
  // What does not change becomes a number, so that what vanishes at the place is seen to.
  const fixed = simplify(
    substitute(f, (leaf) =>
      set.includes(leaf.axis) ? variable(set.indexOf(leaf.axis)) : number(place[leaf.axis] as number),
    ),
  );
  const near = around(
    fixed,
    set.map((axis) => place[axis] as number),
  );
  const sides = set.map((axis) => lengths[axis] as number);
  const signs = set.map((axis) => {
    const [a, b] = box[axis] as Ends;
    const v = place[axis] as number;
    return [1, -1].filter((sign) => (sign > 0 ? v < Math.max(a, b) : v > Math.min(a, b)));
  });
  const shell = set.length <= MOST_TENSOR ? ofTensor(near, signs) : ofScattered(near, signs);
  let evaluations = 0;
  const sizeAt = (k: number) => {
    const { sum, count } = shell(sides.map((side) => side * 2 ** -k));
    evaluations += count;
    return sum;
  };
  const sizes: number[] = [];
  for (let k = NEAR; k <= FAR + 1; k++) {
    const own = sizeAt(k);
    // At infinity rounding is that of a phase, which leaves |f| what it is.
    if (!beyond && isNoisy(2 ** -k)) break;
    sizes.push(own);
  }
  const farther = () => {
    const noisy = beyond ? -1 : FARTHER.findIndex((k) => isNoisy(2 ** -k));
    return FARTHER.slice(0, noisy < 0 ? undefined : noisy).map(sizeAt);
  };
  const product = (halvings: number) => {
    const distance = (sides[0] as number) * 2 ** -halvings;
    return Math.abs(evaluate(near, [distance * ((signs[0] as number[])[0] ?? 1)])) * distance;
  };
  return { sizes, farther, product, evaluations };

  function isNoisy(part: number): boolean {
    const point = sides.map((side, k) => part * 0.75 * 0.87 ** k * side * ((signs[k] as number[])[0] ?? 1));
    const rounding = UNIT * sensitivity(near, point, STEPWISE).sum;
    return Number.isFinite(rounding) && rounding > NOISY * Math.abs(evaluate(near, point));
  }
}

/** Integrates |f|, in terms of distances, between two boxes around 0, the inner one half as large. */
type Shell = (sides: readonly number[]) => { sum: number; count: number };

const MOST_TENSOR = 3;

/** By the same points in every shell, but for its scale: of functions that scale these give the right ratio. */
function ofScattered(near: Tree, signs: readonly (readonly number[])[]): Shell {
  const axes = signs.length;
  const block = compileBlock(near);
  const unit = scattered(axes, SCATTERED)
    .map((place) =>
      place.map((t, axis) => {
        const own = signs[axis] as readonly number[];
        return own.length > 1 ? 2 * t - 1 : t * (own[0] as number);
      }),
    )
    .filter((point) => Math.max(...point.map(Math.abs)) >= 0.5);
  const points = new Float64Array(axes * unit.length);
  const out = new Float64Array(unit.length);
  return (sides) => {
    for (const [axis, side] of sides.entries())
      for (const [k, point] of unit.entries())
        points[axis * unit.length + k] = side * (point[axis] as number);
    block(points, unit.length, unit.length, out);
    const volume = sides.reduce((product, side) => product * side, 1);
    return {
      sum: out.reduce((sum, one) => sum + Math.abs(one), 0) * (volume / SCATTERED),
      count: unit.length,
    };
  };
}

const SCATTERED = 128;
/** Kronecker's points in the unit cube, of square roots of primes. */
export function scattered(axes: number, count: number): number[][] {
  return Array.from({ length: count }, (_, k) =>
    Array.from({ length: axes }, (_, axis) => ((k + 1) * Math.sqrt(PRIMES[axis] as number)) % 1),
  );
}

const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37];

function ofTensor(near: Tree, signs: readonly (readonly number[])[]): Shell {
  const values = compileValues(near);
  return (sides) => shellSize(values, sides, signs);
}

function shellSize(
  values: ReturnType<typeof compileValues>,
  sides: readonly number[],
  signs: readonly (readonly number[])[],
): { sum: number; count: number } {
  // From 0 to half the side, and from there on: all but those boxes that are inside along every axis.
  const pieces = sides.map((side, k) =>
    (signs[k] as readonly number[]).flatMap((sign) => [
      { from: 0, length: (sign * side) / 2, inner: true },
      { from: (sign * side) / 2, length: (sign * side) / 2, inner: false },
    ]),
  );
  const boxes = pieces.reduce<(typeof pieces)[number][]>(
    (all, own) => all.flatMap((one) => own.map((piece) => [...one, piece])),
    [[]],
  );
  const ruleOf = (k: number) => (sides.length === 1 ? ALONE : (TOGETHER[k] as typeof ALONE));
  let sum = 0;
  let count = 0;
  for (const one of boxes) {
    if (one.every(({ inner }) => inner)) continue;
    const lines = [0, 1, 2].map((k) => {
      const piece = one[k];
      return piece ? ruleOf(k).nodes.map((node) => piece.from + piece.length * node) : ONE;
    }) as [number[], number[], number[]];
    const out = new Float64Array(lines.reduce((product, line) => product * line.length, 1));
    values(...lines, out);
    count += out.length;
    const volume = one.reduce((product, { length }) => product * Math.abs(length), 1);
    const [wx, wy, wz] = lines.map((line, k) => (line.length > 1 ? ruleOf(k).weights : ONE)) as [
      number[],
      number[],
      number[],
    ];
    let at = 0;
    for (const c of wz)
      for (const b of wy) for (const a of wx) sum += a * b * c * volume * Math.abs(out[at++] as number);
  }
  return { sum, count };
}

// Of functions that scale any rule gives the right ratio, so that Gauss's with three nodes is enough along several axes.
const ALONE = {
  nodes: [...nodes].filter((_, k) => gauss[k]),
  weights: [...gauss].filter((weight) => weight),
};
// Different ones along each, lest all nodes be on a ridge along the diagonal, or none.
const TOGETHER = [
  { nodes: [0.5 - Math.sqrt(0.15), 0.5, 0.5 + Math.sqrt(0.15)], weights: [5 / 18, 8 / 18, 5 / 18] },
  {
    nodes: [0.06943184420297371, 0.3300094782075719, 0.6699905217924281, 0.9305681557970263],
    weights: [0.17392742256872692, 0.3260725774312731, 0.3260725774312731, 0.17392742256872692],
  },
  { nodes: [0.5 - Math.sqrt(1 / 12), 0.5 + Math.sqrt(1 / 12)], weights: [0.5, 0.5] },
];
const ONE = [1];
