import "./picture.css";
import { type ColourMap, mapFor } from "../../src/output/colours.ts";
import { type Picture, pictureOnGpu } from "../../src/output/picture.ts";
import { digits } from "../../src/output/units.ts";
import { type View, viewOf } from "../../src/output/view.ts";
import type { Prepared } from "../../src/problem/problem.ts";
import { askWorker } from "../ask/ask.ts";
import { element } from "../dom.ts";
import { openDevice } from "../host.ts";
import { short } from "../words.ts";
import { paintCurve, paintMap, rgb } from "./paint.ts";
import { hideTiles, type Shown } from "./tiles.ts";

const canvas = element<HTMLCanvasElement>("picture");
let now: Shown | null = null;
/** Number of the latest request; earlier ones that finish later are dropped. */
let latest = 0;

/** What is drawn now. */
export function shown(): Shown | null {
  return now;
}

/** Draws f on the GPU or, failing that, in a worker: a curve, a map of colours, or a slice in three variables. */
export async function drawPicture(prepared: Prepared): Promise<void> {
  const own = ++latest;
  const view = viewOf(prepared);
  const picture = await valuesOf(view);
  if (own !== latest) return;
  const map = mapFor(picture.values);
  now = { view, picture, map };
  hideTiles();
  const curve = view.ranges.length === 1;
  if (curve) paintCurve(canvas, picture, map);
  else paintMap(canvas, picture, map);
  describe(view, map, prepared.infinite);
  element("legend-line").hidden = curve;
  legend(map);
}

async function valuesOf(view: View): Promise<Picture> {
  try {
    const { device, release } = await openDevice();
    try {
      return await pictureOnGpu(device, view);
    } finally {
      release();
    }
  } catch {
    // No GPU, or values beyond the f32 range: the worker uses f64.
    return await askWorker("picture", view.problem);
  }
}

/** Says what is drawn, and of which variables. */
function describe({ problem, ranges, z }: View, map: ColourMap, infinite: readonly boolean[]): void {
  const names = problem.variables.map(({ name }) => name);
  const from = `f from ${short(map.low)} to ${short(map.high)}`;
  const along = ranges.slice(0, 2).map(([low, high], k) => {
    const { from: first, to: last } = problem.variables[k] as (typeof problem.variables)[number];
    return `${names[k]} from ${short(low)} to ${short(high)}${infinite[k] ? ` of ${first}..${last}` : ""}`;
  });
  const [across = "", up = from] = along;
  const slice = names.length > 2 ? `${names[2]} = ${short(z.nodes()[0] as number)}` : "";
  const kind =
    names.length === 1 ? `the curve over ${across}` : map.diverging ? "white is zero" : "lighter is larger";
  canvas.setAttribute("aria-label", `${from}; ${kind}${slice && `; where ${slice}`}`);
  element("x-range").textContent = across;
  element("y-range").textContent = up;
  element("z-range").textContent = slice && `slice at ${slice}`;
  caption = CAPTIONS[names.length - 1] as string;
  element("pointed").textContent = caption;
}

const CAPTIONS = [
  "f, and the area under it. During a run, what is done lights up.",
  "f over the domain. During a run, each finished tile lights up in the colour of its mean.",
  "f in the middle of the third variable's range.",
];
let caption = CAPTIONS[1] as string;

function legend(map: ColourMap): void {
  const bar = element<HTMLCanvasElement>("legend");
  const context = bar.getContext("2d") as CanvasRenderingContext2D;
  for (let k = 0; k < bar.width; k++) {
    context.fillStyle = rgb(map, map.low + ((map.high - map.low) * k) / (bar.width - 1));
    context.fillRect(k, 0, 1, 1);
  }
  element("legend-low").textContent = digits(map.low);
  element("legend-middle").textContent = map.diverging ? "0" : "";
  element("legend-high").textContent = digits(map.high);
}

/** Shows the point under the pointer and the value of f there. */
export function watchPointer(): void {
  const said = element("pointed");
  said.textContent = caption;
  canvas.parentElement?.addEventListener("pointermove", ({ clientX, clientY }) => {
    if (!now) return;
    const { columns, rows, values } = now.picture;
    const { x, y, z, ranges } = now.view;
    const box = canvas.getBoundingClientRect();
    const place = (part: number, n: number) => Math.min(n - 1, Math.max(0, Math.floor(part * n)));
    const right = place((clientX - box.left) / box.width, columns);
    const up = place(1 - (clientY - box.top) / box.height, rows);
    const point = [x.nodes(right, 1), y.nodes(up, 1), z.nodes()].slice(0, ranges.length);
    const value = values[up * columns + right] as number;
    const text = Number.isFinite(value) ? digits(value) : "nothing here";
    said.textContent = `f(${point.map(([at]) => digits(at as number)).join(", ")}) = ${text}`;
  });
  canvas.parentElement?.addEventListener("pointerleave", () => {
    said.textContent = caption;
  });
}
