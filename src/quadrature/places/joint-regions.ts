import { axesOf } from "../../integrand/language/tree.ts";
import { isWithin, POWER, type Region, type Segment } from "../coordinates/segments.ts";
import type { Breaks } from "./breaks.ts";
import { withoutCurves } from "./joint-curves.ts";
import type { Joint } from "./joints.ts";

/** Regions of f within a box of segments that begin at joints; null where none does, or where a curve or surface goes through one. */
export function regionsAt(
  box: readonly Segment[],
  joints: readonly Joint[],
  { curves }: Breaks,
): Region[] | null {
  const near = joints.filter(({ axes, at }) => axes.every((axis, k) => box[axis]?.centre === at[k]));
  if (!near.length) return null;
  const pairs = near.filter(({ axes }) => axes.length === 2).map(({ axes }) => axes);
  const all = [...new Set(near.flatMap(({ axes }) => axes))];
  // Curves on which two others are proportional are lines of one in the other's distance.
  const along = curves.map(({ g }) => axesOf(g));
  const isPair = (a: number, b: number) =>
    along.includes((1 << a) | (1 << b)) || pairs.some((one) => one.includes(a) && one.includes(b));
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
  const made = orders.map((order): Region => {
    const within = new Map(order);
    const placed = box.map((segment, axis) =>
      within.has(axis) ? { ...segment, from: 0, to: 1, within: within.get(axis) ?? null } : segment,
    );
    return placed.map((segment, axis) => {
      if (!within.has(axis)) return segment;
      const behind = [...placed.keys()].filter((other) => other === axis || isWithin(placed, other, axis));
      const isWhole = near.every((one) => one.whole || one.axes.join() !== behind.join());
      return { ...segment, power: Math.max(isWhole ? 1 : POWER, segment.power) };
    });
  });
  const cut = made.map((region) => withoutCurves(region, curves));
  return cut.includes(null) ? null : (cut as Region[][]).flat();
}
