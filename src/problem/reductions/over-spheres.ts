import { evaluate } from "../../integrand/language/tape.ts";
import { call, isSame, number, type Tree, variable } from "../../integrand/language/tree.ts";
import { bounder, isBounded } from "../../integrand/reading/bounds.ts";
import { UNIT } from "../../integrand/reading/sensitivity.ts";
import type { Mixed } from "./mixed.ts";

/** The integrals of a monomial and of its magnitude over all that is at a distance of 1; null where they diverge. */
export type Mean = (powers: readonly number[]) => { mean: number; magnitude: number } | null;

/** A coefficient that depends on r, and what the polynomial of a degree that it is a factor of comes to where r is 1. */
interface Group {
  readonly tree: Tree;
  readonly degrees: Map<number, { mean: number; size: number }>;
}

const R = variable(0);
/** Means below this part of what they are made of have lost their digits. */
const LEAST_MEAN = 1e-4;
/** Of less than this, and more than its inverse, digits may be lost at the ends of f64. */
const LEAST = 1e-280;

/**
 * The integrals over all that is at a distance r in n dimensions, and what rounding may have done to them, as a part of them;
 * null where rounding or divergence may hide in them.
 */
export function overSpheres(
  terms: Mixed,
  n: number,
  meanOf: Mean,
  end: number,
): { f: Tree; rounding: number } | null {
  const groups: Group[] = [];
  for (const { powers, coefficient, size, tree } of terms) {
    const group = groups.find((one) => isSame(one.tree, tree)) ?? { tree, degrees: new Map() };
    if (!groups.includes(group)) groups.push(group);
    const degree = powers.reduce((sum, power) => sum + power, 0);
    const own = meanOf(powers);
    if (!own || !(own.magnitude > LEAST && own.magnitude < 1 / LEAST)) return null;
    const before = group.degrees.get(degree) ?? { mean: 0, size: 0 };
    group.degrees.set(degree, {
      mean: before.mean + coefficient * own.mean,
      size: before.size + size * own.magnitude,
    });
  }
  const parts: Tree[] = [];
  let rounding = 0;
  for (const { tree, degrees } of groups) {
    const all = [...degrees].filter(([, { size }]) => size > 0).sort(([a], [b]) => a - b);
    if (all.some(([, { mean, size }]) => mean !== 0 && Math.abs(mean) < LEAST_MEAN * size)) return null;
    const [first, last] = [all[0], all.at(-1)];
    if (!first || !last) continue;
    if (overflowsNear(tree)) return null;
    // Where means are 0 f itself may diverge, which the sum over spheres does not.
    const isAlone = groups.length === 1;
    const showsEnds = isAlone && first[1].mean !== 0 && last[1].mean !== 0;
    if (!showsEnds && !isIntegrable(tree, n + first[0], n + last[0], end)) return null;
    if (!(showsEnds && all.length === 1) && !isBoundedBetween(tree, end)) return null;
    for (const [degree, { mean, size }] of all)
      if (mean !== 0) {
        parts.push(call("*", number(mean), call("*", call("^", R, number(n - 1 + degree)), tree)));
        rounding = Math.max(rounding, (4 * UNIT * size) / Math.abs(mean));
      }
  }
  return { f: parts.length ? parts.reduce((a, b) => call("+", a, b)) : number(0), rounding };
}

/** Whether f is infinite near 0, as 1/(exp(r²) - 1) is in f64: nodes in all variables are not as near. */
const overflowsNear = (f: Tree) =>
  Array.from({ length: DOUBLINGS }, (_, k) => evaluate(f, [BESIDE / 2 ** k])).some(
    (value) => Math.abs(value) === Number.POSITIVE_INFINITY,
  );

/** No pole is there by chance. */
const BESIDE = 1.0371;

/** Two magnitudes near 0 and two far out, and how far bounds reach from there, since f may oscillate. */
const MAGNITUDES = [1e-12, 1e-8, 1e8, 1e12];
const REACH = 1.25;
/** Less growth than this is none, of a power of 10^4. */
const LEVEL = 0.9;
/** Bounds of what underflows to 0. */
const NOTHING = 1e-300;

/** Whether |f| times powers of r is integrable at 0 and at infinity, as far as its bounds there tell. */
function isIntegrable(f: Tree, low: number, high: number, end: number): boolean {
  const bound = bounder(f, 1);
  const [inner, near, far, outer] = MAGNITUDES.map((r, k) => {
    const own = bound([r], [r * REACH]);
    const most = Math.max(Math.abs(own.low), Math.abs(own.high));
    return most < NOTHING ? 0 : most * r ** (k < 2 ? low : high);
  }) as [number, number, number, number];
  const isLess = (a: number, b: number) => a === 0 || a < LEVEL * b;
  return isLess(inner, near) && (end < Number.POSITIVE_INFINITY || isLess(outer, far));
}

/** Whether f is proven to be bounded up to the end, but for 0 and infinity. */
function isBoundedBetween(f: Tree, end: number): boolean {
  const bound = bounder(f, 1);
  const most = Math.min(end, 2 ** DOUBLINGS);
  return Array.from({ length: 2 * DOUBLINGS }, (_, k) => most / 2 ** k).every((r) =>
    isBounded(bound([r / 2], [r])),
  );
}

const DOUBLINGS = 40;
