import { simplify } from "../../integrand/language/simplify.ts";
import { evaluate, overflowsAt } from "../../integrand/language/tape.ts";
import { number, substitute, type Tree, variable } from "../../integrand/language/tree.ts";
import { around } from "../../integrand/reading/distance.ts";
import { STEPWISE, sensitivity, UNIT } from "../../integrand/reading/sensitivity.ts";
import { MOST_TENSOR } from "../rules/measure.ts";
import { ofScattered, ofTensor } from "./shell-sums.ts";

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
  /** How many of those are before a part of f overflows, after which f may become 0, and the last size before; null where none does. */
  readonly reach: () => { readonly count: number; readonly last: number } | null;
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
  const reach = () => {
    const overflows = (k: number) => overflowsAt(near, pointAt(2 ** -k));
    const count = FARTHER.findIndex(overflows);
    if (count < 0) return null;
    let k = FARTHER[count] as number;
    while (k > FAR && overflows(k)) k--;
    return { count, last: sizeAt(k) };
  };
  const product = (halvings: number) => {
    const distance = (sides[0] as number) * 2 ** -halvings;
    return Math.abs(evaluate(near, [distance * ((signs[0] as number[])[0] ?? 1)])) * distance;
  };
  return { sizes, farther, reach, product, evaluations };

  function isNoisy(part: number): boolean {
    const point = pointAt(part);
    const rounding = UNIT * sensitivity(near, point, STEPWISE).rounding;
    return Number.isFinite(rounding) && rounding > NOISY * Math.abs(evaluate(near, point));
  }

  function pointAt(part: number): number[] {
    return sides.map((side, k) => part * 0.75 * 0.87 ** k * side * ((signs[k] as number[])[0] ?? 1));
  }
}
