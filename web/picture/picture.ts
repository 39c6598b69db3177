import type { PreparedOf, ProblemOf } from "../../src/problem/problem.ts";
import type { Plan } from "../../src/quadrature/grid/plan.ts";
import { watchControls } from "./controls.ts";
import { onLoss } from "./device.ts";
import { curveThrough, type FamilyCurve } from "./family.ts";
import { parts } from "./figure.ts";
import type { Regions } from "./map.ts";
import { stepMember } from "./members.ts";
import { turn, watchScreen } from "./orbit.ts";
import { endReading, readAt, readFamily, readSurface, sayMember, stepReading } from "./reading.ts";
import { redraw, refresh, shown } from "./shown.ts";
import { clearTiles, lightOver } from "./tiles.ts";

/** Draws an integral; calls may come at every key, and the latest wins. */
export async function showPicture(next: PreparedOf<unknown>): Promise<void> {
  shown.prepared = next;
  shown.regions = null;
  await refresh();
}

/** Says in the picture's place that a form with a mistake has none; an earlier picture stays. */
export function showNoPicture(): void {
  parts.frame.dataset.none = "No picture while the form has a mistake.";
}

/** Draws the regions of an accuracy where the work went: polygons in two variables, intervals in one. */
export function showRegions(given: Regions | null): void {
  const same = given === shown.regions;
  shown.regions = given;
  // They are not drawn in space.
  if (!same && shown.drawn?.kind !== "surface") redraw();
}

/** Draws a family's integrals as they arrive. */
export function showFamily(given: FamilyCurve | null): void {
  shown.family = given;
  // Where nothing is known yet, what is shown stays until `showPicture`.
  if (given && shown.drawn?.kind === "family") redraw();
}

/** Dims the picture; tiles light up as partial sums arrive. Costs a run nothing: a surface becomes a blank map. */
export function lightTiles(plan: Plan): (first: number, partials: Float64Array) => void {
  const { drawn } = shown;
  if (!drawn || plan.box.length > 2 || plan.members.count > 1) return () => {};
  shown.running = true;
  if (drawn.kind === "surface") {
    shown.drawn = { ...drawn, kind: "map", values: Float32Array.of(Number.NaN), side: 1 };
    redraw();
  }
  return lightOver(plan, { ranges: drawn.view.ranges, map: drawn.map });
}

export function hideTiles(): void {
  clearTiles();
  if (!shown.running) return;
  shown.running = false;
  void refresh();
}

/** Paints f, or its curve, all over a small canvas. */
export async function paintThumbnail(canvas: HTMLCanvasElement, problem: ProblemOf<unknown>): Promise<void> {
  await (await import("./thumbnail.ts")).paintThumbnail(canvas, problem);
}

/** A PNG of what is shown. */
export async function savePicture(): Promise<Blob> {
  return (await import("./save.ts")).savePicture();
}

watchScreen(redraw);
onLoss(() => void refresh());
watchControls({
  turns: () => shown.drawn?.kind === "surface",
  turn(by) {
    endReading();
    turn(by);
  },
  read(place) {
    const { drawn, plot, family } = shown;
    if (drawn?.kind === "surface") readSurface(drawn.view, place);
    if (!drawn || !plot) return;
    if (drawn.kind !== "family") readAt(plot, drawn.view, place);
    else if (family) readFamily(plot, curveThrough(family, drawn.view.member), place);
  },
  step(right, up) {
    const { drawn, plot, family } = shown;
    if (!drawn || (!plot && drawn.kind !== "surface")) return;
    if (!plot || drawn.kind !== "family") {
      stepReading(plot, drawn.view, right, up);
      return;
    }
    const member = stepMember(drawn.view.prepared.members, right || up);
    if (!family) return;
    const curve = curveThrough(family, member);
    sayMember(plot, curve, curve.here, true);
  },
});
