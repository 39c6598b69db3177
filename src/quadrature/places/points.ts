import { axesOf, substitute, variable } from "../../integrand/language/tree.ts";
import { rootsOf } from "../../integrand/reading/roots.ts";
import type { Switch } from "../../integrand/reading/zeros.ts";
import { isolatedZeros } from "./isolated.ts";
import { levelsWithin, MOST_LEVELS } from "./levels.ts";

/** A place on several axes. */
export interface Point {
  readonly axes: readonly number[];
  /** Along each of these axes. */
  readonly at: readonly number[];
}

/** Switches that vanish at single places, as x² + y² does, are points instead. */
export function withoutPoints(all: readonly Switch[], ends: readonly (readonly [number, number])[]) {
  const found = all.map((one) => {
    if (one.meeting) return { one, points: pointsOf(one.meeting, ends) };
    const across = axesOf(one.g) && !Number.isInteger(Math.log2(axesOf(one.g)));
    return {
      one,
      points: across && !one.levels && one.kind !== "break" ? isolatedZeros(one.g, ends) : null,
    };
  });
  const points = found.flatMap((each) => each.points ?? []);
  const isFirst = (point: Point, k: number) =>
    points.findIndex(({ axes, at }) => axes.join() === point.axes.join() && at.join() === point.at.join()) ===
    k;
  return {
    switches: found.flatMap((each) => (each.points ? [] : [each.one])),
    points: points.filter(isFirst),
  };
}

/** The places on two or more axes where each of these vanishes, with a root on every axis that matters. */
function pointsOf(
  meeting: readonly (readonly Switch[])[],
  ends: readonly (readonly [number, number])[],
): Point[] {
  return meeting
    .reduce<Map<number, number>[]>(
      (all, zeros) =>
        all.flatMap((one) =>
          zeros.flatMap(({ g, levels }) => {
            const axis = Math.log2(axesOf(g));
            const own = ends[axis] as readonly [number, number];
            const tree = substitute(g, () => variable(0));
            const roots = rootsOf(tree, own, levels ? levelsWithin(tree, [own], levels, MOST_LEVELS) : [0]);
            return roots
              .map((root) => own.find((end) => Math.abs(root - end) <= 1e-11 * (own[1] - own[0])) ?? root)
              .filter((root) => (one.get(axis) ?? root) === root)
              .map((root) => new Map(one).set(axis, root));
          }),
        ),
      [new Map()],
    )
    .filter(({ size }) => size > 1)
    .map((one) => {
      const axes = [...one.keys()].sort((a, b) => a - b);
      return { axes, at: axes.map((axis) => one.get(axis) as number) };
    });
}
