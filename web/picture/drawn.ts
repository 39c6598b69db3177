import { type ColourMap, mapFor } from "../../src/output/colours.ts";
import { type Heights, heightsOf } from "../../src/output/heights.ts";
import { toPeaks } from "../../src/output/peaks.ts";
import type { Points } from "../../src/output/picture.ts";
import { toRim } from "../../src/output/rim.ts";
import type { View } from "../../src/output/view.ts";
import type { FamilyCurve } from "./family.ts";
import type { Regions } from "./map.ts";
import type { Kind } from "./switch.ts";

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
  /** Why there is no surface; empty where there could be. */
  readonly flat: string;
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
