import { evaluate } from "../integrand/tape.ts";
import type { Domain } from "../problem/domain.ts";
import { pointAt } from "../quadrature/chart.ts";
import type { Region } from "../quadrature/segments.ts";

/** The corners of regions, in turn; of an interval its two ends. */
export type Shape = readonly (readonly number[])[];

/**
 * A region of an integral over one or two variables in the coordinates of its box; those of a triangle are two in one
 * place. `axes` are those of its integral, where that is a factor; the others it spans.
 */
export function cornersOf(region: Region, axes: readonly number[], box: Domain["box"]): Shape {
  const corners = box.length === 1 ? ENDS : CORNERS;
  return corners.map((ends) => {
    const own = pointAt(
      region,
      region.map((segment, k) => segment[ends[axes[k] as number] as "from" | "to"]),
    );
    return box.map((limits, axis) => {
      const k = axes.indexOf(axis);
      return k < 0 ? limits[ends[axis] === "from" ? 0 : 1] : (own[k] as number);
    });
  });
}

/** The same in the variables as they are written. */
export function shapeOf(
  region: Region,
  axes: readonly number[],
  { box, at }: Pick<Domain, "box" | "at">,
): Shape {
  return cornersOf(region, axes, box).map((corner) => at.map((tree) => evaluate(tree, corner)));
}

const ENDS = [["from"], ["to"]] as const;
const CORNERS = [
  ["from", "from"],
  ["to", "from"],
  ["to", "to"],
  ["from", "to"],
] as const;
