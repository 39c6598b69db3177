import { bounder } from "../integrand/bounds.ts";
import { evaluate } from "../integrand/tape.ts";
import type { Tree } from "../integrand/tree.ts";
import type { Breaks } from "./breaks.ts";
import { chartOf, inChart, isDistance } from "./chart.ts";
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

/** Distances nearer than this part of the region's are as good as 0. */
const NEAREST = 1e-9;
/** Boxes that a search for a curve looks at. */
const SEARCHED = 600;

/** Whether a curve may go through a region elsewhere than where all distances are 0: boxes are halved until none may have it. */
function mayCross(g: Tree, region: Region): boolean {
  const tree = chartOf(g, region).tree();
  const bound = bounder(tree, region.length);
  const { region: own } = inChart(region);
  const ends = own.map((segment) => endsOf({ ...segment, power: 1 }));
  const placesOf = (box: readonly Ends[]) =>
    box.map(([from, to], axis): Ends => {
      const [a, b] = ends[axis] as Ends;
      const { length } = own[axis] as Segment;
      return length > 0 ? [a + (b - a) * from, a + (b - a) * to] : [b - (b - a) * to, b - (b - a) * from];
    });
  const isFree = region.map(({ within }, axis) => within !== null || !isDistance(region, axis));
  const all = region.map((): Ends => [NEAREST, 1]);
  // No enclosures exclude 0 between corners of different signs, or at one where g is 0.
  const corners = cornersOf(placesOf(all)).map((corner) => evaluate(tree, corner));
  if (Math.min(...corners) <= 0 && Math.max(...corners) >= 0) return true;
  const boxes = [all];
  for (let looked = 0; boxes.length; looked++) {
    const box = boxes.pop() as Ends[];
    const sides = placesOf(box);
    const { low, high } = bound(
      sides.map(([a]) => a),
      sides.map(([, b]) => b),
    );
    if (low > 0 || high < 0) continue;
    if (looked >= SEARCHED) return true;
    const middles = box.map(([from, to], axis) => (isFree[axis] ? (from + to) / 2 : Math.sqrt(from * to)));
    const widths = box.map(([from, to], axis) => (isFree[axis] ? to - from : Math.log(to / from)));
    const axis = widths.indexOf(Math.max(...widths));
    const middle = middles[axis] as number;
    for (const half of [
      [(box[axis] as Ends)[0], middle],
      [middle, (box[axis] as Ends)[1]],
    ] as const)
      boxes.push(box.map((one, k) => (k === axis ? half : one)));
  }
  return false;
}

function cornersOf(box: readonly Ends[]): number[][] {
  return box.reduce<number[][]>((all, ends) => all.flatMap((one) => ends.map((end) => [...one, end])), [[]]);
}
