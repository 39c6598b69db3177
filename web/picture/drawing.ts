import { type ColourMap, mapFor } from "../../src/output/colours.ts";
import { columnsOf } from "../../src/output/columns.ts";
import { type Heights, heightsOf } from "../../src/output/heights.ts";
import type { Points } from "../../src/output/picture.ts";
import type { View } from "../../src/output/view.ts";
import { drawFamily, type FamilyCurve } from "./family.ts";
import { parts } from "./figure.ts";
import { drawCurve, drawMap, type Regions } from "./flat.ts";
import { hideScene, showScene } from "./orbit.ts";
import type { Plot } from "./plot.ts";
import { columnsIn, pointsIn, stageOf } from "./stage.ts";
import type { Kind } from "./switch.ts";
import { describe } from "./words.ts";

/** What is drawn: values of f at points, which have a side of so many. */
export interface Drawn {
  readonly kind: Kind;
  readonly view: View;
  readonly points: Points;
  readonly values: Float32Array;
  readonly side: number;
  readonly heights: Heights;
  readonly map: ColourMap;
}

/** What is drawn besides. */
export interface Extras {
  /** Cells of the midpoint rule along each axis. */
  readonly n: number;
  readonly regions: Regions | null;
  readonly family: FamilyCurve | null;
}

export function drawnOf(kind: Kind, view: View, points: Points, values: Float32Array, side: number): Drawn {
  const heights = heightsOf(values, view.bounded);
  return { kind, view, points, values, side, heights, map: mapFor([heights.low, heights.high]) };
}

/** Draws it; returns the axes of a flat picture, and the sum of the midpoint rule that it shows. */
export function render(
  drawn: Drawn,
  { n, regions, family }: Extras,
): { plot: Plot | null; sum: number | null } {
  const { kind, view, points, values, side, heights, map } = drawn;
  const { space, map: flat, marks, labels } = parts;
  const solid = kind === "surface";
  for (const one of [space, labels]) one.hidden = !solid;
  marks.hidden = solid;
  flat.hidden = kind !== "map";
  if (!solid) hideScene();
  if (kind === "family" && family) {
    parts.frame.ariaLabel = `The integral over ${family.name}.`;
    return { plot: drawFamily(family, view.member), sum: null };
  }
  parts.frame.ariaLabel = describe(kind, view, heights, map, points);
  if (kind === "map") return { plot: drawMap(view, values, [side, side], map, regions), sum: null };
  const columns = view.names.length < 3 ? columnsOf(view, n) : null;
  const sum = columns?.sum ?? null;
  if (kind === "curve")
    return { plot: drawCurve(view, points.xs, values, heights, map, columns, regions), sum };
  const stage = stageOf(view, heights, map);
  const names = [...view.names.slice(0, 2), "f"];
  showScene(stage, names, {
    side,
    points: pointsIn(stage, points, values),
    columns: columns ? columnsIn(stage, view, columns) : new Float32Array(),
  });
  return { plot: null, sum };
}
