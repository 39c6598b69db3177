import type { Gpu } from "../../src/gpu/device.ts";
import { axesOf, placeLabels } from "./axes.ts";
import { type Camera, directions, HOME, matrixOf, moved, projected } from "./camera.ts";
import { pictureDevice } from "./device.ts";
import { parts, rgbOf, sizeToScreen } from "./figure.ts";
import { pickOn } from "./pick.ts";
import { makeSpace, type Scene, type Space } from "./space.ts";
import { along, colourScale, type Stage, tableOf, valueAlong } from "./stage.ts";

/** The picture in space as it is turned: a frame is drawn only when something changed and someone can see it. */

/** Opacity of the surface over columns, and alone. */
const [OVER, ALONE] = [0.62, 0.94];
/** Opacity of lines on a surface without columns. */
const LINES = 0.3;
/** How much columns have of the paper's colour. */
const STONE = 0.55;

interface Drawing {
  readonly space: Space;
  readonly software: boolean;
}

let camera: Camera = HOME;
let drawing: Drawing | null = null;
/** One canvas has one space, however often it is asked for. */
let opened: { device: GPUDevice; drawing: Promise<Drawing | null> } | null = null;
let shown: { stage: Stage; names: readonly string[]; scene: Omit<Scene, "table"> } | null = null;
/** Of the last frame. */
let matrix: Float32Array = new Float32Array(16);
/** Whether something changed since the last frame, and whether the next is asked for. */
let stale = false;
let due = false;
let visible = true;
let frames = 0;

/** Whether there is something to draw in space with; `software` is a modest one. */
export async function openSpace(): Promise<{ software: boolean } | null> {
  const gpu = await pictureDevice();
  if (!gpu) return null;
  if (opened?.device !== gpu.device) opened = { device: gpu.device, drawing: spaceOn(gpu) };
  drawing = await opened.drawing;
  return drawing;
}

async function spaceOn({ device, identity: { software } }: Gpu): Promise<Drawing | null> {
  const space = await makeSpace(device, parts.space, software ? 1 : 4).catch(() => null);
  return space && { space, software };
}

/** Draws this from now on. */
export function showScene(stage: Stage, names: readonly string[], scene: Omit<Scene, "table">): void {
  drawing?.space.show({ ...scene, table: tableOf(stage.map) });
  shown = { stage, names, scene };
  requestFrame();
}

export function hideScene(): void {
  shown = null;
  parts.labels.replaceChildren();
}

/** Turns, tilts and zooms; or back to the start. */
export function turn(by: Partial<Camera> | null): void {
  camera = by ? moved(camera, by) : HOME;
  requestFrame();
}

function requestFrame(): void {
  stale = true;
  frameIfSeen();
}

function frameIfSeen(): void {
  if (due || !stale || !shown || !visible || document.hidden) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    drawFrame();
  });
}

/** How much smaller the box is in a small frame, of which labels take so many pixels of a side as of a usual one. */
function roomIn(side: number, usual: number, labels: number): number {
  return Math.max(0.2, (1 - labels / side) / (1 - labels / usual));
}

/** Draws at once; what is drawn can be copied until the task ends. */
export function drawFrame(): void {
  if (!shown || !drawing) return;
  stale = false;
  const { stage, names, scene: given } = shown;
  const columns = given.columns.length > 0;
  const { space: canvas, frame } = parts;
  sizeToScreen(canvas, drawing.software ? 1 : 2);
  const [wide, high] = [frame.clientWidth, Math.max(1, frame.clientHeight)];
  const room = Math.min(1, roomIn(wide, 520, 110), roomIn(high, 390, 60));
  const seen = matrixOf({ ...camera, zoom: camera.zoom * room }, wide / high);
  matrix = seen;
  const { right, up, eye } = directions(camera);
  const light = eye.map((v, k) => v + 0.9 * (up[k] as number) - 0.7 * (right[k] as number));
  const length = Math.hypot(...light);
  const opacity = columns ? OVER : ALONE;
  const scene = Float32Array.of(
    ...seen,
    ...light.map((v) => v / length),
    columns ? 0 : LINES,
    ...rgbOf("color"),
    opacity,
    ...rgbOf("borderTopColor"),
    STONE,
    ...colourScale(stage),
  );
  const { lines, labels } = axesOf(stage, camera, seen, names);
  const order = [+(eye[0] < 0), +(eye[1] < 0), +(Math.abs(eye[0]) > Math.abs(eye[1]))] as const;
  const draws = drawing.space.draw({ scene, order, lines });
  placeLabels(labels, seen, stage);
  canvas.dataset.frames = String(++frames);
  canvas.dataset.draws = String(draws);
}

/** x and y where the surface is seen at a place in the frame, in CSS pixels; null beside it. */
export function pickAt([left, top]: readonly [number, number]): [x: number, y: number] | null {
  if (!shown) return null;
  const { stage, scene } = shown;
  const place = [(2 * left) / parts.frame.clientWidth - 1, 1 - (2 * top) / parts.frame.clientHeight] as const;
  const [low, high] = stage.drawn.map((value) => along(stage, 2, value)) as [number, number];
  const point = pickOn(scene, matrix, place, [low, high]);
  return point && [valueAlong(stage, 0, point[0]), valueAlong(stage, 1, point[1])];
}

/** Where a point of the surface is in the frame, in CSS pixels. */
export function spotOf(x: number, y: number, value: number): [left: number, top: number] {
  const { stage } = shown as NonNullable<typeof shown>;
  const inside = Math.min(stage.drawn[1], Math.max(stage.drawn[0], value));
  const point = [along(stage, 0, x), along(stage, 1, y), along(stage, 2, inside)] as const;
  const [right, up] = projected(matrix, point);
  return [((1 + right) / 2) * parts.frame.clientWidth, ((1 - up) / 2) * parts.frame.clientHeight];
}

/** Draws what was missed once the picture can be seen again, and again when its size or the colours change. */
export function watchScreen(redraw: () => void): void {
  new IntersectionObserver((changes) => {
    // Of several changes at once the last is how it is now.
    visible = changes.at(-1)?.isIntersecting ?? true;
    frameIfSeen();
  }).observe(parts.frame);
  document.addEventListener("visibilitychange", frameIfSeen);
  new ResizeObserver(redraw).observe(parts.frame);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  matchMedia("(forced-colors: active)").addEventListener("change", redraw);
  const watchPixels = () => {
    // It asks about the ratio of now, so each change needs another question.
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener(
      "change",
      () => {
        redraw();
        watchPixels();
      },
      { once: true },
    );
  };
  watchPixels();
}
