import { evaluatorOf } from "../integrand/language/tape.ts";
import type { Domain } from "../problem/domain.ts";
import { pointAt } from "../quadrature/coordinates/chart.ts";
import type { Region } from "../quadrature/coordinates/segments.ts";

/** Points around regions, in turn; of an interval its two ends. */
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

/** The same in the variables as they are written; where these are others, sides are curves of so many points. */
export function shapeOf(
  region: Region,
  axes: readonly number[],
  { box, at, mapped }: Pick<Domain, "box" | "at" | "mapped">,
  points = POINTS,
): Shape {
  const corners = cornersOf(region, axes, box);
  const around = mapped && box.length > 1 ? alongSides(corners, points) : corners;
  const all = at.map(evaluatorOf);
  return around.map((corner) => all.map((own) => own(corner)));
}

const POINTS = 12;

/** Points along each side, closer towards its ends, where limits like √(1 - x²) are steep. */
function alongSides(corners: Shape, points: number): Shape {
  return corners.flatMap((from, k) => {
    const to = corners[(k + 1) % corners.length] as readonly number[];
    return Array.from({ length: points }, (_, step) => {
      const part = (1 - Math.cos((Math.PI * step) / points)) / 2;
      return from.map((value, axis) => value + ((to[axis] as number) - value) * part);
    });
  });
}

const ENDS = [["from"], ["to"]] as const;
const CORNERS = [
  ["from", "from"],
  ["to", "from"],
  ["to", "to"],
  ["from", "to"],
] as const;
