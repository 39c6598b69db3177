import "./picture.css";
import { type Picture, pictureOnGpu } from "../../src/output/picture.ts";
import { digits } from "../../src/output/units.ts";
import { onGrid, type Prepared, type Problem } from "../../src/problem/problem.ts";
import { makePlan, type Plan, tileBounds } from "../../src/quadrature/plan.ts";
import { askWorker } from "../ask/ask.ts";
import { element } from "../dom.ts";
import { openDevice } from "../host.ts";
import { type ColourMap, mapFor } from "./colours.ts";

/** The longer side of the picture, and the width of the legend, in pixels. */
const SIDE = 256;

const canvas = element<HTMLCanvasElement>("picture");
const overlay = element<HTMLCanvasElement>("tiles");
let shown: { problem: Problem; picture: Picture; map: ColourMap } | null = null;
/** Number of the latest request; earlier ones that finish later are dropped. */
let latest = 0;

/** Draws f over the rectangle, y upwards, on the GPU or, failing that, in a worker. */
export async function drawPicture(prepared: Prepared): Promise<void> {
  const { problem } = prepared;
  const own = ++latest;
  const [across, up] = [problem.x, problem.y].map(([a, b]) => Math.abs(b - a)) as [number, number];
  // Limits the aspect ratio to 4.
  const ratio = Math.min(4, Math.max(1 / 4, across / up || 1));
  const nx = Math.max(1, Math.round(ratio >= 1 ? SIDE : SIDE * ratio));
  const ny = Math.max(1, Math.round(ratio >= 1 ? SIDE / ratio : SIDE));
  const picture = await valuesOf(makePlan(onGrid(prepared, nx, ny)));
  if (own !== latest) return;
  const map = mapFor(picture.values);
  shown = { problem, picture, map };
  paint(picture, map, problem);
  legend(map);
  const kind = map.diverging ? "white is zero" : "lighter is larger";
  canvas.setAttribute("aria-label", `f from ${digits(map.low)} to ${digits(map.high)}; ${kind}`);
  element("x-range").textContent = `x from ${digits(problem.x[0])} to ${digits(problem.x[1])}`;
  element("y-range").textContent = `y from ${digits(problem.y[0])} to ${digits(problem.y[1])}`;
}

async function valuesOf(small: Plan): Promise<Picture> {
  try {
    const { device, release } = await openDevice();
    try {
      return await pictureOnGpu(device, small);
    } finally {
      release();
    }
  } catch {
    // No GPU, or values beyond the f32 range: the worker uses f64.
    return await askWorker("picture", small.problem);
  }
}

/** Paints y upwards and x to the right, whichever way the limits run. */
function paint({ columns, rows, values }: Picture, map: ColourMap, { x, y }: Problem): void {
  Object.assign(canvas, { width: columns, height: rows });
  const context = canvas.getContext("2d") as CanvasRenderingContext2D;
  const image = context.createImageData(columns, rows);
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) {
      const value = values[
        (y[0] <= y[1] ? rows - 1 - j : j) * columns + (x[0] <= x[1] ? i : columns - 1 - i)
      ] as number;
      // Transparent where f is not finite.
      const finite = Number.isFinite(value);
      image.data.set(
        [...(finite ? map.colourOf(value) : [0, 0, 0]), finite ? 255 : 0],
        4 * (j * columns + i),
      );
    }
  }
  context.putImageData(image, 0, 0);
  overlay.getContext("2d")?.clearRect(0, 0, overlay.width, overlay.height);
}

function legend(map: ColourMap): void {
  const bar = element<HTMLCanvasElement>("legend");
  Object.assign(bar, { width: SIDE, height: 1 });
  const context = bar.getContext("2d") as CanvasRenderingContext2D;
  for (let k = 0; k < SIDE; k++) {
    context.fillStyle = rgb(map, map.low + ((map.high - map.low) * k) / (SIDE - 1));
    context.fillRect(k, 0, 1, 1);
  }
  element("legend-low").textContent = digits(map.low);
  element("legend-middle").textContent = map.diverging ? "0" : "";
  element("legend-high").textContent = digits(map.high);
}

function rgb(map: ColourMap, value: number): string {
  return `rgb(${map.colourOf(value).join(" ")})`;
}

/** Shows the point under the pointer and the value of f there. */
export function watchPointer(): void {
  const said = element("pointed");
  const rest = said.textContent;
  canvas.parentElement?.addEventListener("pointermove", ({ clientX, clientY }) => {
    if (!shown) return;
    const { problem, picture } = shown;
    const box = canvas.getBoundingClientRect();
    const place = (part: number, n: number) => Math.min(n - 1, Math.max(0, Math.floor(part * n)));
    const right = place((clientX - box.left) / box.width, picture.columns);
    const up = place(1 - (clientY - box.top) / box.height, picture.rows);
    const [x, y] = [
      along(problem.x, (right + 0.5) / picture.columns),
      along(problem.y, (up + 0.5) / picture.rows),
    ];
    const i = problem.x[0] <= problem.x[1] ? right : picture.columns - 1 - right;
    const j = problem.y[0] <= problem.y[1] ? up : picture.rows - 1 - up;
    said.textContent = `f(${digits(x)}, ${digits(y)}) = ${digits(picture.values[j * picture.columns + i] as number)}`;
  });
  canvas.parentElement?.addEventListener("pointerleave", () => {
    said.textContent = rest;
  });
}

/** Interpolates from the lower limit to the upper one. */
function along([a, b]: readonly [number, number], part: number): number {
  return Math.min(a, b) + Math.abs(b - a) * part;
}

/** At most this many tiles are drawn: on a large grid they are smaller than a pixel. */
const MAX_TILES = 20_000;

/** Dims the picture; each tile then lights up in the colour of its mean when its partial sum arrives. */
export function lightTiles(plan: Plan): (first: number, partials: Float64Array) => void {
  const { nx, ny, x, y } = plan.problem;
  Object.assign(overlay, { width: 2 * SIDE, height: 2 * SIDE });
  const context = overlay.getContext("2d");
  if (!context || !shown) return () => {};
  const { map } = shown;
  context.fillStyle = "rgb(128 128 128 / 0.75)";
  context.fillRect(0, 0, overlay.width, overlay.height);
  const stride = Math.ceil(plan.tiles / MAX_TILES);
  const [right, up] = [overlay.width / nx, overlay.height / ny];
  return (first, partials) => {
    if (document.hidden) return;
    for (let k = (stride - (first % stride)) % stride; k < partials.length; k += stride) {
      const { column, row, columns, rows } = tileBounds(plan, first + k);
      context.fillStyle = rgb(map, (partials[k] as number) / (columns * rows));
      const left = (x[0] <= x[1] ? column : nx - column - columns) * right;
      const top = (y[0] <= y[1] ? ny - row - rows : row) * up;
      context.fillRect(left, top, Math.max(1, columns * right - 1), Math.max(1, rows * up - 1));
    }
  };
}

/** Removes the tiles from the picture. */
export function hideTiles(): void {
  overlay.getContext("2d")?.clearRect(0, 0, overlay.width, overlay.height);
}
