import { type Sensitivity, sensitivity } from "../integrand/reading/sensitivity.ts";
import type { Precision, Prepared } from "../problem/problem.ts";
import { type Axis, makeAxis, midpoints, RULES } from "../quadrature/rules/rule.ts";
import { bestFirst } from "./boxes.ts";
import { breaksOf } from "./breaks.ts";
import { insideOf } from "./ranges.ts";
import { pointsOf } from "./sample.ts";

/** Largest distance of an integral from the exact sum over the same nodes; infinite if nothing is guaranteed. */
export type Bounds = Readonly<Record<Precision, number>>;

/** Error relative to the sensitivity of f, and the smallest normal magnitude, by precision. */
const PROMISED = {
  f32: { epsilon: 1e-7, least: 2 ** -126 },
  df64: { epsilon: 1e-12, least: 2 ** -80 },
  f64: { epsilon: 1e-14, least: 2 ** -1022 },
} as const;

/**
 * Epsilon × area × the largest sensitivity of f, plus an allowance for underflow. Infinite for `fast`, and where f jumps.
 */
export function boundsOf(prepared: Prepared): Bounds {
  const area = Math.abs(prepared.box.reduce((product, [a, b]) => product * (b - a), 1));
  const jumps = breaksOf(prepared) === "jump";
  const { sum, slopes } = jumps ? JUMP : largestSensitivity(prepared);
  const bound = (precision: keyof typeof PROMISED) => {
    const { epsilon, least } = PROMISED[precision];
    // Without area there is nothing to be wrong about.
    return area && area * (epsilon * sum + least * slopes);
  };
  return { fast: Number.POSITIVE_INFINITY, f32: bound("f32"), df64: bound("df64"), f64: bound("f64") };
}

type Largest = Pick<Sensitivity, "sum" | "slopes">;

const JUMP: Largest = { sum: Number.POSITIVE_INFINITY, slopes: 0 };

/** Nodes per side by the number of axes: at first, in each of the highest boxes, and around the best place, so many times. */
const SIDE = [256, 16, 6];
const HIGH = [25, 5, 3];
const NEAR = [36, 6, 4];
const TIMES = 4;

/** How often a box is halved, and how many boxes are searched. */
const HALVED = 150;
const BOXES = 8;

/** Over a coarse grid, in small boxes where f may be largest, and then closer and closer to the best place so far. */
function largestSensitivity(prepared: Prepared): Largest {
  const { f, box } = prepared;
  const per = (sides: readonly number[]) => sides[box.length - 1] as number;
  const inside = insideOf(prepared);
  const largest = makeLargest(prepared);
  // Of the run's own nodes all, or the first and the last: f may be steep towards an infinite limit.
  let best = largest(
    axesOf(prepared).map(({ count, nodes }, axis) => {
      if (count <= per(SIDE)) return nodes();
      const between = midpoints(box[axis] as readonly [number, number], per(SIDE));
      return Float64Array.of(...nodes(0, 1), ...between, ...nodes(count - 1, 1));
    }),
  );
  let halves = inside.map(([a, b]) => (b - a) / per(SIDE));
  const look = (sides: Float64Array[], widths: number[]) => {
    const found = largest(sides);
    const slopes = Math.max(best.slopes, found.slopes);
    if (found.sum > best.sum) halves = widths;
    best = { ...(found.sum > best.sum ? found : best), slopes };
  };
  // Of the largest |f|.
  const high = bestFirst(f, inside, HALVED, 1, ({ range }) => Math.max(-range[0], range[1]));
  for (const { domain } of high.slice(0, BOXES)) {
    look(
      domain.map((side) => midpoints(side, per(HIGH))),
      domain.map(([a, b]) => b - a),
    );
  }
  for (let k = 0; k < TIMES; k++) {
    const near = inside.map(([a, b], axis) => {
      const [at, half] = [best.point[axis] as number, halves[axis] as number];
      return midpoints([Math.max(a, at - half), Math.min(b, at + half)], per(NEAR));
    });
    look(near, halves);
    halves = halves.map((half) => half / 3);
  }
  return best;
}

/** The largest sensitivity over a grid, and where. */
function makeLargest(prepared: Prepared) {
  const { f, box } = prepared;
  const axes = axesOf(prepared);
  const nearest = (point: readonly number[]) =>
    axes.map(({ count, nodes }, axis) => {
      const [a, b] = box[axis] as readonly [number, number];
      const k = Math.floor((((point[axis] as number) - a) / (b - a)) * count);
      return nodes(Math.min(Math.max(k, 0), count - 1), 1)[0] as number;
    });
  return (sides: readonly Float64Array[]) => {
    let best = { sum: 0, slopes: 0, point: sides.map(([at]) => at as number) };
    for (const point of pointsOf(sides)) {
      const here = sensitivity(f, point);
      // f may be defined only at the nodes: a negative base allows only integer exponents.
      const { sum, slopes } = Number.isNaN(here.sum) ? sensitivity(f, nearest(point)) : here;
      if (slopes > best.slopes) best = { ...best, slopes };
      if (sum > best.sum) best = { ...best, sum, point };
    }
    return best;
  };
}

function axesOf({ box, problem }: Prepared): Axis[] {
  const { rule, n } = problem.method;
  return box.map((limits, axis) => makeAxis(RULES[rule], limits, n[axis] as number));
}
