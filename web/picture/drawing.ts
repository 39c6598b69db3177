import { type ColourMap, mapFor } from "../../src/output/colours.ts";
import { type Columns, columnsOf } from "../../src/output/columns.ts";
import { type Heights, heightsOf } from "../../src/output/heights.ts";
import { toPeaks } from "../../src/output/peaks.ts";
import type { Points } from "../../src/output/picture.ts";
import { toRim } from "../../src/output/rim.ts";
import type { View } from "../../src/output/view.ts";
import { curveThrough, drawFamily, type FamilyCurve } from "./family.ts";
import { parts } from "./figure.ts";
import { drawCurve, drawMap, place, type Regions } from "./flat.ts";
import { hideScene, showScene } from "./orbit.ts";
import type { Plot } from "./plot.ts";
import { columnsIn, pointsIn, stageOf } from "./stage.ts";
import type { Kind } from "./switch.ts";
import { describe, familyInWords } from "./words.ts";

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

/** A surface whose mesh ends at the rim of f's domain, and reaches the peaks that it has between its vertices. */
export function fitted({ kind, view, points, values, side }: Drawn): Drawn {
  const ended = toRim(view, points, values, side);
  const { least, most } = heightsOf(ended.values, true);
  const whole = view.bounded ? toPeaks(view, ended.points, ended.values, side, [least, most]) : ended;
  return drawnOf(kind, view, whole.points, whole.values, side);
}

/** Draws it; returns the axes of a flat picture, and the sum of the midpoint rule that it shows. */
export function render(drawn: Drawn, extras: Extras): { plot: Plot | null; sum: number | null } {
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
    return { plot, sum: columns?.sum ?? null };
  }
  const stage = stageOf(view, heights, map);
  showScene(stage, [...view.names.slice(0, 2), "f"], {
    side,
    points: pointsIn(stage, points, values),
    columns: columns ? columnsIn(stage, view, columns) : new Float32Array(),
  });
  return { plot: null, sum: columns?.sum ?? null };
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
