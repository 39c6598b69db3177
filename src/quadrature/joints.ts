import { bounder, isBounded } from "../integrand/bounds.ts";
import { around } from "../integrand/distance.ts";
import { evaluate } from "../integrand/tape.ts";
import type { Tree } from "../integrand/tree.ts";
import type { Domain } from "../problem/domain.ts";
import type { Breaks } from "./breaks.ts";
import { chartOf, inChart } from "./chart.ts";
import type { Region } from "./segments.ts";
import { endsOf, POWER, type Segment } from "./segments.ts";

/** A place on two or three axes towards which f is singular in a way that is no product of one along each. */
export interface Joint {
  readonly axes: readonly number[];
  /** Along each of these axes. */
  readonly at: readonly number[];
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
const APART = 0.02;

/** The joints among the ends of axes and the places where f is singular along one; and those that are known. */
export function jointsOf({ f, box }: Pick<Domain, "f" | "box">, { cuts, points }: Breaks): Joint[] {
  if (box.length < 2) return [];
  const places = cuts.map((own) =>
    own.filter(({ singular }, k) => singular || k === 0 || k === own.length - 1).map(({ at }) => at),
  );
  if (places.some(({ length }) => length > MOST)) return [...points];
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
      .filter((at) => isTogether({ axes, at }))
      .map((at) => ({ axes, at })),
  );
  const known = points.filter((one) => !found.some((other) => isSame(one, other)));
  return [...found, ...known];

  function isTogether({ axes, at }: Joint): boolean {
    const steps = axes.map((axis, k) => stepFrom(cuts[axis] as Breaks["cuts"][number], at[k] as number));
    return PLACES.some((place) => {
      const point = box.map(([a, b]) => a + place * (b - a));
      axes.forEach((axis, k) => {
        point[axis] = at[k] as number;
      });
      const far = point.map((v, axis) =>
        axes.includes(axis) ? v + 1e-9 * (steps[axes.indexOf(axis)] as number) : v,
      );
      const bounds = bound(
        point.map((v, axis) => Math.min(v, far[axis] as number)),
        point.map((v, axis) => Math.max(v, far[axis] as number)),
      );
      const steepest = Math.max(
        ...bounds.slopes.map(({ low, high }, axis) => (high - low) * (sides[axis] as number)),
      );
      if (isBounded(bounds) && steepest <= STEEP * usual) return false;
      const tree = around(
        f,
        box.map((_, axis) => (axes.includes(axis) ? (at[axes.indexOf(axis)] as number) : null)),
      );
      return isNoProduct(tree, axes, steps, point);
    });
  }
}

export function isSame(one: Joint, other: Joint): boolean {
  return one.axes.join() === other.axes.join() && one.at.every((v, k) => v === other.at[k]);
}

/** The way to the next cut, upwards unless there is none. */
function stepFrom(cuts: Breaks["cuts"][number], at: number): number {
  const above = cuts.find((cut) => cut.at > at);
  const below = cuts.findLast((cut) => cut.at < at);
  return ((above ?? below) as { at: number }).at - at;
}

function isNoProduct(
  tree: Tree,
  axes: readonly number[],
  steps: readonly number[],
  point: readonly number[],
): boolean {
  const value = (scales: readonly number[]) => {
    const own = [...point];
    axes.forEach((axis, k) => {
      own[axis] = (steps[k] as number) * (scales[k] as number);
    });
    return Math.abs(evaluate(tree, own));
  };
  const pairs = axes.flatMap((_, k) => [...axes.keys()].slice(0, k).map((l) => [l, k] as const));
  return pairs.some(([i, j]) =>
    NEAR.every((near) => {
      const scaled = (p: number, q: number) =>
        value(axes.map((_, k) => near * (1 - 0.3 * k) * (k === i ? p : k === j ? q : 1)));
      const ratio = (scaled(2, 1) * scaled(1, 2)) / (scaled(1, 1) * scaled(2, 2));
      return Math.abs(Math.log(ratio)) > APART;
    }),
  );
}

/** Regions of f within a box of segments that begin at joints; null where a curve or surface goes through one of them. */
export function regionsAt(
  box: readonly Segment[],
  joints: readonly Joint[],
  { curves }: Breaks,
): Region[] | null {
  const near = joints.filter(({ axes, at }) => axes.every((axis, k) => box[axis]?.centre === at[k]));
  const pairs = near.filter(({ axes }) => axes.length === 2).map(({ axes }) => axes);
  const all = [...new Set(near.flatMap(({ axes }) => axes))];
  const isPair = (a: number, b: number) => pairs.some((one) => one.includes(a) && one.includes(b));
  const orders = all.flatMap((lead): (readonly [number, number | null])[][] => {
    const others = all.filter((axis) => axis !== lead);
    const [b, c] = others as [number, number];
    if (others.length < 2 || !isPair(b, c))
      return [[[lead, null], ...others.map((axis) => [axis, lead] as const)]];
    return [
      [
        [lead, null],
        [b, lead],
        [c, b],
      ],
      [
        [lead, null],
        [c, lead],
        [b, c],
      ],
    ];
  });
  const made = orders.map(
    (order): Region =>
      box.map((segment, axis) => {
        const own = order.find(([k]) => k === axis);
        if (!own) return segment;
        const [, within] = own;
        const isLead = order.some(([, other]) => other === axis);
        return { ...segment, from: 0, to: 1, within, power: isLead ? POWER : segment.power };
      }),
  );
  return made.some((region) => curves.some(({ g }) => mayCross(g, region))) ? null : made;
}

/** Parts of an axis that depends on another; and the places at which the others are looked at. */
const PARTS = 12;
const SHELLS = [0.9, 0.1, 1e-3];

/** Whether a curve goes through a region elsewhere than where all distances are 0. */
function mayCross(g: Tree, region: Region): boolean {
  const bound = bounder(chartOf(g, region).tree(), region.length);
  const { region: own } = inChart(region);
  const boxes = own.reduce<Ends[][]>(
    (all, segment, axis) => {
      const [a, b] = endsOf({ ...segment, power: 1 });
      const at = (part: number) => a + (b - a) * part;
      const free = region[axis]?.within !== null;
      const parts = free
        ? Array.from({ length: PARTS }, (_, k) => [Math.max(k / PARTS, 1e-9), (k + 1) / PARTS] as const)
        : SHELLS.map((part) => [part, part * 1.001] as const);
      return all.flatMap((one) =>
        parts.map(([from, to]): Ends[] => {
          const [p, q] = [at(from), at(to)];
          return [...one, p < q ? [p, q] : [q, p]];
        }),
      );
    },
    [[]],
  );
  return boxes.some((box) => {
    const { low, high } = bound(
      box.map(([a]) => a),
      box.map(([, b]) => b),
    );
    return low <= 0 && high >= 0;
  });
}
