import { evaluate } from "../../src/integrand/tape.ts";
import { meshOf, ownF, pixelsOf, viewOf } from "../../src/output/view.ts";
import type { PreparedOf } from "../../src/problem/problem.ts";
import type { Plan } from "../../src/quadrature/plan.ts";
import { short } from "../words.ts";
import { watchControls } from "./controls.ts";
import { onLoss } from "./device.ts";
import { type Drawn, drawnOf, fitted, render } from "./drawing.ts";
import { curveThrough, type FamilyCurve } from "./family.ts";
import { parts } from "./figure.ts";
import type { Regions } from "./flat.ts";
import { chosenMember, offerMembers, stepMember } from "./members.ts";
import { openSpace, turn, watchScreen } from "./orbit.ts";
import type { Plot } from "./plot.ts";
import { endReading, readAt, readFamily, sayMember, stepReading } from "./reading.ts";
import { makeSlider } from "./slider.ts";
import { type Kind, offerViews } from "./switch.ts";
import { clearTiles, lightOver } from "./tiles.ts";
import { valuesOf } from "./values.ts";
import { captionOf, columnsInWords } from "./words.ts";

export { paintThumbnail } from "./thumbnail.ts";

/** Cells a side of the midpoint rule on the slider, the one it starts with, and the most on a software adapter. */
const SIDES = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64];
const MODEST = 16;

/** Points along each side of a map, a curve, and a mesh by a GPU and by a software adapter: odd, to miss the middle. */
const PIXELS = 384;
const ALONG = 511;
const MESH = { fine: 127, coarse: 63 };

/** Milliseconds to wait when changes come faster than pictures. */
const PAUSE = 120;

const columns = makeSlider("Midpoint rule", SIDES.indexOf(12), redraw);
/** Where a third variable is cut at first: odd functions are zero in the middle. */
const CUT = 75;
const slice = makeSlider("Slice", CUT, () => void refresh());
let prepared: PreparedOf<unknown> | null = null;
let regions: Regions | null = null;
let family: FamilyCurve | null = null;
let drawn: Drawn | null = null;
let plot: Plot | null = null;
/** Whether a run over a grid is shown, which has the GPU and the processor to itself. */
let running = false;
/** Number of the latest request; earlier ones that finish later are dropped. */
let latest = 0;
let last = 0;

/** Draws an integral; calls may come at every key, and the latest wins. */
export async function showPicture(next: PreparedOf<unknown>): Promise<void> {
  prepared = next;
  regions = null;
  await refresh();
}

/** Draws the regions of an accuracy where the work went: polygons in two variables, intervals in one. */
export function showRegions(given: Regions | null): void {
  const same = given === regions;
  regions = given;
  // They are not drawn in space.
  if (!same && drawn?.kind !== "surface") redraw();
}

/** Draws a family's integrals as they arrive. */
export function showFamily(given: FamilyCurve | null): void {
  family = given;
  // Where nothing is known yet, what is shown stays until `showPicture`.
  if (given && drawn?.kind === "family") redraw();
}

/** Dims the picture; tiles light up as partial sums arrive. Costs a run nothing: a surface becomes a blank map. */
export function lightTiles(plan: Plan): (first: number, partials: Float64Array) => void {
  if (!drawn || plan.box.length > 2 || plan.members.count > 1) return () => {};
  running = true;
  if (drawn.kind === "surface") {
    drawn = { ...drawn, kind: "map", values: Float32Array.of(Number.NaN), side: 1 };
    redraw();
  }
  return lightOver(plan, { ranges: drawn.view.ranges, map: drawn.map });
}

export function hideTiles(): void {
  clearTiles();
  if (!running) return;
  running = false;
  void refresh();
}

/** A PNG of what is shown. */
export async function savePicture(): Promise<Blob> {
  return (await import("./save.ts")).savePicture();
}

async function refresh(): Promise<void> {
  const own = ++latest;
  if (!prepared || running) return;
  const wait = last + PAUSE - performance.now();
  last = performance.now();
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  if (own !== latest) return;
  const { members, box } = prepared;
  const axes = box.length;
  const space = axes > 1 ? await openSpace() : null;
  if (own !== latest || running) return;
  offerMembers(members, () => void refresh());
  const kinds: Kind[] = [
    ...(members.names.length ? (["family"] as const) : []),
    ...(axes === 1 ? (["curve"] as const) : [...(space ? (["surface"] as const) : []), "map" as const]),
  ];
  const kind = offerViews(kinds, `I(${members.names[0]})`, () => void refresh());
  slice.offer(axes > 2 ? 100 : null);
  const view = viewOf(prepared, chosenMember(members), Number(slice.input.value) / 100);
  if (axes > 2) slice.say(`${view.names[2]} = ${short(view.z)}`);
  const side =
    kind === "surface" ? (space?.software ? MESH.coarse : MESH.fine) : kind === "map" ? PIXELS : ALONG;
  const points = kind === "surface" ? meshOf(view, side) : pixelsOf(view, side, kind === "map" ? side : 1);
  const flat = kind === "curve" || kind === "family";
  const f = ownF(view);
  const values = flat
    ? Float32Array.from(axes > 1 ? [] : points.xs, (x) => evaluate(f, [x]))
    : await valuesOf(view, points, kind === "map" || axes > 2);
  if (own !== latest || running) return;
  columns.offer(
    axes > 2 || kind === "map" || kind === "family"
      ? null
      : space?.software
        ? SIDES.indexOf(MODEST)
        : SIDES.length - 1,
  );
  drawn =
    kind === "surface"
      ? fitted(drawnOf(kind, view, points, values, side))
      : drawnOf(kind, view, points, values, side);
  redraw();
}

/** Draws what is known once more: in another size, other colours, with other columns. */
function redraw(): void {
  if (!drawn) return;
  endReading();
  const n = SIDES[Number(columns.input.value)] as number;
  const { plot: axes, sum } = render(drawn, { n, regions, family });
  plot = axes;
  if (sum !== null) columns.say(columnsInWords(n, drawn.view.names.length, sum));
  parts.caption.textContent = captionOf(drawn, { n, regions, family });
  parts.frame.dataset.view = drawn.kind;
}

watchScreen(redraw);
onLoss(() => void refresh());
watchControls({
  turns: () => drawn?.kind === "surface",
  turn,
  read(place) {
    if (!drawn || !plot) return;
    if (drawn.kind !== "family") readAt(plot, drawn.view, place);
    else if (family) readFamily(plot, curveThrough(family, drawn.view.member), place);
  },
  step(right, up) {
    if (!drawn || !plot) return;
    if (drawn.kind !== "family") {
      stepReading(plot, drawn.view, right, up);
      return;
    }
    const member = stepMember(drawn.view.prepared.members, right || up);
    if (!family) return;
    const curve = curveThrough(family, member);
    sayMember(plot, curve, curve.here, true);
  },
});
