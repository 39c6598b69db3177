import { type Columns, columnsOf } from "../../src/output/columns.ts";
import { drawCurve } from "./curve.ts";
import type { Drawn, Extras } from "./drawn.ts";
import { curveThrough, drawFamily } from "./family.ts";
import { parts } from "./figure.ts";
import { drawMap, place } from "./map.ts";
import { hideScene, showScene } from "./orbit.ts";
import type { Plot } from "./plot.ts";
import { columnsIn, pointsIn, stageOf } from "./stage.ts";
import { describe, familyInWords } from "./words.ts";

/** Draws it; returns the axes of a flat picture, and the columns of the midpoint rule that it shows. */
export function render(drawn: Drawn, extras: Extras): { plot: Plot | null; columns: Columns | null } {
  const { kind, view, points, values, side, heights, map } = drawn;
  const { space, map: flat, marks, labels, tiles, frame } = parts;
  const solid = kind === "surface";
  for (const one of [space, labels]) one.hidden = !solid;
  marks.hidden = solid;
  flat.hidden = kind !== "map";
  const columns =
    solid || kind === "curve" ? (view.names.length < 3 ? columnsOf(view, extras.n) : null) : null;
  if (kind !== "family") frame.ariaLabel = describe(kind, view, heights, map, points);
  if (!solid) {
    hideScene();
    const plot = plotOf(drawn, columns, extras);
    place(tiles, plot);
    return { plot, columns };
  }
  const stage = stageOf(drawn);
  showScene(stage, [...view.names.slice(0, 2), "f"], {
    side,
    points: pointsIn(stage, points, values),
    columns: columns ? columnsIn(stage, view, columns) : new Float32Array(),
  });
  return { plot: null, columns };
}

function plotOf(
  { kind, view, points, values, side, heights, map }: Drawn,
  columns: Columns | null,
  { regions, family }: Extras,
): Plot {
  if (kind === "map") return drawMap(view, values, [side, side], map, regions);
  if (kind === "curve") return drawCurve(view, points.xs, values, heights, map, columns, regions);
  const { names, values: all } = view.prepared.members;
  const empty = { name: names[0] as string, values: all[0] as Float64Array, integrals: [], errors: [] };
  const curve = curveThrough(family ?? empty, view.member);
  parts.frame.ariaLabel = familyInWords(curve);
  return drawFamily(curve);
}
