import { bounder } from "../integrand/bounds.ts";
import type { Tree } from "../integrand/tree.ts";
import type { Breaks } from "./breaks.ts";
import { chartOf, inChart } from "./chart.ts";
import type { Joint } from "./joints.ts";
import { endsOf, POWER, type Region, type Segment } from "./segments.ts";

type Ends = readonly [number, number];

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
        const behind = [...box.keys()].filter((other) => other === axis || leads(order, axis, other));
        const isWhole = near.some((one) => one.whole && one.axes.join() === behind.join());
        const power = behind.length > 1 && !isWhole ? POWER : 1;
        return { ...segment, from: 0, to: 1, within, power: Math.max(power, segment.power) };
      }),
  );
  return made.some((region) => curves.some(({ g }) => mayCross(g, region))) ? null : made;
}

/** Whether an axis is directly or by others within another. */
function leads(order: readonly (readonly [number, number | null])[], lead: number, axis: number): boolean {
  const within = order.find(([k]) => k === axis)?.[1] ?? null;
  return within !== null && (within === lead || leads(order, lead, within));
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
