import { messageOf } from "../../src/errors.ts";
import { evaluate } from "../../src/integrand/language/tape.ts";
import { meshOf, ownF, pixelsOf, viewOf } from "../../src/output/view.ts";
import type { PreparedOf } from "../../src/problem/problem.ts";
import { whyNone } from "./device.ts";
import { render } from "./drawing.ts";
import { type Drawn, drawnOf, fitted } from "./drawn.ts";
import type { FamilyCurve } from "./family.ts";
import { parts } from "./figure.ts";
import type { Regions } from "./map.ts";
import { chosenMember, offerMembers } from "./members.ts";
import { openSpace } from "./orbit.ts";
import type { Plot } from "./plot.ts";
import { endReading } from "./reading.ts";
import { makeSlider } from "./slider.ts";
import { type Kind, offerViews } from "./switch.ts";
import { valuesOf } from "./values.ts";
import { captionOf, columnsInWords, short } from "./words.ts";

/** What the picture shows, and what is known of it. */
export const shown = {
  prepared: null as PreparedOf<unknown> | null,
  regions: null as Regions | null,
  family: null as FamilyCurve | null,
  drawn: null as Drawn | null,
  /** The axes of a flat picture. */
  plot: null as Plot | null,
  /** Why there is no surface; empty where there could be. */
  flat: "",
  /** Cells a side of the form's grid, which the columns follow; null of an accuracy. */
  grid: null as number | null,
  /** Whether a run over a grid is shown, which has the GPU and the processor to itself. */
  running: false,
};

/** Cells a side of the midpoint rule on the slider, the one it starts with, and the most on a software adapter. */
const SIDES = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64];
const MODEST = 16;

/** Points along each side of a map, a curve, and a mesh by a GPU and by a software adapter: odd, to miss the middle. */
const PIXELS = 384;
const ALONG = 511;
const MESH = { fine: 127, coarse: 63 };

/** Milliseconds to wait when changes come faster than pictures. */
const PAUSE = 120;

const columns = makeSlider("Midpoint rule", SIDES.indexOf(12), () => {
  if (shown.grid === null) redraw();
  else tellSide(SIDES[Number(columns.input.value)] as number);
});
let tellSide = (_n: number) => {};

/** Calls back with the n that someone chose for a grid by its columns. */
export function onSide(tell: (n: number) => void): void {
  tellSide = tell;
}

/** The columns are those of a grid with n cells a side, as far as they can be drawn; null: as the slider has it. */
export function followGrid(n: number | null): void {
  if (n === shown.grid) return;
  shown.grid = n;
  if (n !== null) columns.set(SIDES.findLastIndex((side) => side <= n));
  if (!shown.running) redraw();
}

/** Where a third variable is cut at first: odd functions are zero in the middle. */
const CUT = 75;
const slice = makeSlider("Slice", CUT, () => void refresh());

/** Number of the latest request; earlier ones that finish later are dropped. */
let latest = 0;
let last = 0;

/** Draws the integral anew: another one, another view or member. */
export async function refresh(): Promise<void> {
  const own = ++latest;
  const { prepared } = shown;
  if (!prepared || shown.running) return;
  const wait = last + PAUSE - performance.now();
  last = performance.now();
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  if (own !== latest) return;
  try {
    const next = await drawnNow(prepared, () => own === latest && !shown.running);
    if (!next) return;
    shown.drawn = next;
    redraw();
  } catch (error) {
    if (own === latest) parts.caption.textContent = `No picture: ${messageOf(error)}.`;
  }
}

/** Values for what is chosen; null once they are not `wanted` any more. */
async function drawnNow(prepared: PreparedOf<unknown>, wanted: () => boolean): Promise<Drawn | null> {
  const { members, box } = prepared;
  const axes = box.length;
  const space = axes > 1 ? await openSpace() : null;
  if (!wanted()) return null;
  shown.flat = axes > 1 && !space ? whyNone() || "this browser draws no WebGPU on a canvas" : "";
  const again = () => void refresh();
  offerMembers(members, again);
  const kinds: Kind[] = [
    ...(members.names.length ? (["family"] as const) : []),
    ...(axes === 1 ? (["curve"] as const) : [...(space ? (["surface"] as const) : []), "map" as const]),
  ];
  const kind = offerViews(kinds, `I(${members.names[0]})`, again);
  slice.offer(axes > 2 ? 100 : null);
  const view = viewOf(prepared, chosenMember(members), Number(slice.input.value) / 100);
  if (axes > 2) slice.say(`${view.names[2]} = ${short(view.z)}`);
  const withColumns = axes < 3 && (kind === "surface" || kind === "curve");
  columns.offer(withColumns ? (space?.software ? SIDES.indexOf(MODEST) : SIDES.length - 1) : null);
  if (kind === "surface") {
    const side = space?.software ? MESH.coarse : MESH.fine;
    const points = meshOf(view, side);
    const values = await valuesOf(view, points, axes > 2);
    return wanted() ? fitted(drawnOf(kind, view, points, values, side)) : null;
  }
  if (kind === "map") {
    const points = pixelsOf(view, PIXELS, PIXELS);
    const values = await valuesOf(view, points, true);
    return wanted() ? drawnOf(kind, view, points, values, PIXELS) : null;
  }
  const points = pixelsOf(view, ALONG, 1);
  const f = ownF(view);
  const values =
    kind === "curve" ? Float32Array.from(points.xs, (x) => evaluate(f, [x])) : new Float32Array();
  return drawnOf(kind, view, points, values, ALONG);
}

/** Draws what is known once more: in another size, other colours, with other columns. */
export function redraw(): void {
  const { drawn, regions, family, flat } = shown;
  if (!drawn) return;
  endReading();
  const [chosen, most] = [columns.input.value, columns.input.max].map((at) => SIDES[Number(at)] ?? 1) as [
    number,
    number,
  ];
  const { grid } = shown;
  const n = grid === null ? chosen : Math.min(grid, most);
  const { plot, columns: own } = render(drawn, { n, regions, family, flat });
  shown.plot = plot;
  if (own) columns.say(columnsInWords(own, drawn.view.names.length, grid));
  parts.caption.textContent = captionOf(drawn, { n, regions, family, flat });
  parts.frame.dataset.view = drawn.kind;
}
