import { evaluate } from "../../integrand/language/tape.ts";
import type { Tree } from "../../integrand/language/tree.ts";
import { bounder, isBounded } from "../../integrand/reading/bounds.ts";
import { around } from "../../integrand/reading/distance.ts";
import type { Domain } from "../../problem/domain.ts";
import type { Breaks } from "./breaks.ts";
import type { Point } from "./points.ts";

/** A place on two or three axes towards which f is singular in a way that is no product of one along each. */
export interface Joint extends Point {
  /** Whether f there is smooth in the distance but for a whole power of it. */
  readonly whole: boolean;
}

type Ends = readonly [number, number];

/** More places than these on an axis are not looked at. */
const MOST = 6;
/** Where the other axes are, as parts of their ranges. */
const PLACES = [0.31, 0.62];
/** Next to a place where f is smooth it does not change as much as this times its usual value along a side. */
const STEEP = 1e4;
/** Distances from a place, as parts of those to the next ones. */
const NEAR = [2 ** -20, 2 ** -28];
/** A product's f(2r, s) f(r, 2s) / (f(r, s) f(2r, 2s)) is 1 but for this. */
const APART = 1e-4;
/** One distance may matter where it is about such a power of the other, as in 1/(x^2 + y^3). */
const BENT = [1, 0.75, 0.5];
/** So much a smooth f changes at most where a distance does by a hundredth. */
const STEADY = 0.1;
/** A power is whole but for this, near enough to its place. */
const WHOLE = 1e-5;

/** The joints among the ends of axes and the places where f is singular along one; and those that are known. */
export function jointsOf({ f, box }: Pick<Domain, "f" | "box">, { cuts, points }: Breaks): Joint[] {
  if (box.length < 2 || box.length > 3) return [];
  const places = cuts.map((own) =>
    own.filter(({ singular }, k) => singular || k === 0 || k === own.length - 1).map(({ at }) => at),
  );
  if (places.some(({ length }) => length > MOST)) return points.map(withPower);
  const bound = bounder(f, box.length);
  const sides = box.map(([a, b]) => Math.abs(b - a));
  const middle = box.map(([a, b]) => a + 0.45 * (b - a));
  const usual = Math.abs(evaluate(f, middle));
  const sets = [
    [0, 1],
    [0, 2],
    [1, 2],
    [0, 1, 2],
  ].filter((set) => set.every((axis) => axis < box.length));
  const found = sets.flatMap((axes) =>
    axes
      .reduce<number[][]>(
        (all, axis) => all.flatMap((one) => (places[axis] as number[]).map((at) => [...one, at])),
        [[]],
      )
      .map((at) => ({ axes, at }))
      .filter(isTogether),
  );
  const known = points.filter((one) => !found.some((other) => isSame(one, other)));
  return [...found, ...known].map(withPower);

  function withPower(place: Point): Joint {
    return { ...place, whole: PLACES.every((part) => hasWholePower(towards(f, box, cuts, place, part))) };
  }

  function isTogether(place: Point): boolean {
    return PLACES.some((part) => {
      const own = towards(f, box, cuts, place, part);
      const { point, steps } = own;
      const start = point.map((v, axis) => (place.axes.includes(axis) ? 0 : v));
      const [near, far] = [start, start.map((v, axis) => v + 1e-9 * (steps[axis] as number))].map((one) =>
        one.map((v, axis) => v + (own.centres[axis] ?? 0)),
      ) as [number[], number[]];
      const bounds = bound(
        near.map((v, axis) => Math.min(v, far[axis] as number)),
        near.map((v, axis) => Math.max(v, far[axis] as number)),
      );
      const steepest = Math.max(
        ...bounds.slopes.map(({ low, high }, axis) => (high - low) * (sides[axis] as number)),
      );
      return (!isBounded(bounds) || steepest > STEEP * usual) && isNoProduct(own, place.axes);
    });
  }
}

/** How f goes on from a place. */
interface Way {
  readonly centres: readonly (number | null)[];
  /** By axis, to the next cut; 0 along axes that the place is not on. */
  readonly steps: readonly number[];
  /** By axis, where on others. */
  readonly point: readonly number[];
  /** |f| at such parts of the steps. */
  readonly size: (parts: readonly number[]) => number;
}

function towards(
  f: Tree,
  box: readonly Ends[],
  cuts: Breaks["cuts"],
  { axes, at }: Point,
  part: number,
): Way {
  const centres = box.map((_, axis) => (axes.includes(axis) ? (at[axes.indexOf(axis)] as number) : null));
  const steps = centres.map((centre, axis) =>
    centre === null ? 0 : stepFrom(cuts[axis] as Breaks["cuts"][number], centre),
  );
  const point = box.map(([a, b]) => a + part * (b - a));
  let tree: Tree | null = null;
  const size = (parts: readonly number[]) => {
    // Most places are told apart by bounds alone.
    tree ??= around(f, centres);
    const own = point.map((v, axis) =>
      centres[axis] === null ? v : (steps[axis] as number) * (parts[axis] as number),
    );
    return Math.abs(evaluate(tree, own));
  };
  return { centres, steps, point, size };
}

function isSame(one: Point, other: Point): boolean {
  return one.axes.join() === other.axes.join() && one.at.every((v, k) => v === other.at[k]);
}

/** The way to the next cut, upwards unless there is none. */
function stepFrom(cuts: Breaks["cuts"][number], at: number): number {
  const above = cuts.find((cut) => cut.at > at);
  const below = cuts.findLast((cut) => cut.at < at);
  return ((above ?? below) as { at: number }).at - at;
}

function isNoProduct({ size }: Way, axes: readonly number[]): boolean {
  const pairs = axes.flatMap((one) =>
    axes.filter((other) => other !== one).map((other) => [other, one] as const),
  );
  return pairs.some(([i, j]) =>
    BENT.some((power) =>
      NEAR.every((near) => {
        const other = near ** power;
        const scaled = (p: number, q: number) =>
          size(
            [0, 1, 2].map(
              (axis) => (1 - 0.3 * axis) * (axis === i ? other * p : axis === j ? near * q : near),
            ),
          );
        const ratio = (scaled(2, 1) * scaled(1, 2)) / (scaled(1, 1) * scaled(2, 2));
        // Between jumps without end f is no product, either.
        const isSteady = power === 1 || Math.abs(Math.log(scaled(1.01, 1) / scaled(1, 1))) < STEADY;
        return isSteady && Math.abs(Math.log(ratio)) > APART;
      }),
    ),
  );
}

/** Whether f falls or grows as a whole power of the distance. */
function hasWholePower({ size }: Way): boolean {
  const powers = NEAR.flatMap((near) =>
    [0.3, -0.2].map((turn) => {
      const at = (scale: number) => size([0, 1, 2].map((axis) => near * scale * (1 - turn * axis)));
      return Math.log2(at(2) / at(1));
    }),
  );
  const nearest = Math.round(powers[0] as number);
  return powers.every((power) => Math.abs(power - nearest) < WHOLE);
}
