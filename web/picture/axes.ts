import { make } from "../dom.ts";
import { type Camera, directions, type Point, projected } from "./camera.ts";
import { parts } from "./figure.ts";
import { along, type Stage, WANTED } from "./stage.ts";
import { ticksIn } from "./ticks.ts";

interface Label {
  readonly text: string;
  readonly at: Point;
  readonly name?: boolean;
}

/** The axes of a box in space as the camera sees them: ends of lines with their opacity, and labels. */
export interface Axes {
  readonly lines: Float32Array<ArrayBuffer>;
  readonly labels: readonly Label[];
}

const [FAINT, CLEAR] = [0.13, 0.5];
/** How far out of the box ticks, numbers and names are. */
const [TICK, NUMBER, NAME] = [0.035, 0.13, 0.3];
/** Pixels between labels. */
const APART = 15;

/** Numbers stand at the near edges of the floor and at the left; grids lie on the floor and the far walls. */
export function axesOf(stage: Stage, camera: Camera, names: readonly string[], room: number): Axes {
  const [tick, number, name] = [TICK, NUMBER, NAME].map((one) => one * room) as [number, number, number];
  const { half, ranges } = stage;
  const [a, b, c] = half;
  const { eye, right } = directions(camera);
  const [x, y] = [eye[0] < 0 ? -a : a, eye[1] < 0 ? -b : b];
  const lines: number[] = [];
  const [u, v] = [Math.sign(x), Math.sign(y)];
  // The upright edge at the left of the screen.
  const [p, q] = x * right[0] - y * right[1] < -x * right[0] + y * right[1] ? [x, -y] : [-x, y];
  const left = (by: number, z: number): Point => [p - right[0] * by, q - right[1] * by, z];
  const labels: Label[] = [
    { text: names[0] as string, at: [0, y + v * name, -c], name: true },
    { text: names[1] as string, at: [x + u * name, 0, -c], name: true },
    { text: names[2] as string, at: left(number, c + 0.16), name: true },
  ];
  const line = (from: Point, to: Point, opacity: number) => lines.push(...from, opacity, ...to, opacity);
  const ticksOf = (axis: 0 | 1 | 2) =>
    ticksIn(ranges[axis], WANTED).map(([value, text]) => [along(stage, axis, value), text] as const);
  for (const [at, text] of ticksOf(0)) {
    line([at, -y, -c], [at, y, -c], FAINT);
    line([at, -y, -c], [at, -y, c], FAINT);
    line([at, y, -c], [at, y + v * tick, -c], CLEAR);
    labels.push({ text, at: [at, y + v * number, -c] });
  }
  for (const [at, text] of ticksOf(1)) {
    line([-x, at, -c], [x, at, -c], FAINT);
    line([-x, at, -c], [-x, at, c], FAINT);
    line([x, at, -c], [x + u * tick, at, -c], CLEAR);
    labels.push({ text, at: [x + u * number, at, -c] });
  }
  for (const [at, text] of ticksOf(2)) {
    line([-x, -y, at], [-x, y, at], FAINT);
    line([-x, -y, at], [x, -y, at], FAINT);
    line(left(0, at), left(tick, at), CLEAR);
    labels.push({ text, at: left(number, at) });
  }
  for (const [from, to] of [
    [
      [-x, y, -c],
      [x, y, -c],
    ],
    [
      [x, -y, -c],
      [x, y, -c],
    ],
    [
      [p, q, -c],
      [p, q, c],
    ],
  ] as const)
    line(from, to, CLEAR);
  return { lines: Float32Array.from(lines), labels };
}

/** Puts the labels where they are on the screen. */
export function placeLabels(labels: readonly Label[], matrix: ArrayLike<number>): void {
  const { labels: layer, frame } = parts;
  while (layer.childElementCount > labels.length) layer.lastElementChild?.remove();
  while (layer.childElementCount < labels.length) layer.append(make("span"));
  const taken: [number, number][] = [];
  labels.forEach(({ text, at, name = false }, k) => {
    const span = layer.children[k] as HTMLElement;
    const [right, up] = projected(matrix, at);
    const [left, top] = [((1 + right) / 2) * frame.clientWidth, ((1 - up) / 2) * frame.clientHeight];
    // Where labels meet, the first stays.
    span.hidden = taken.some(([x, y]) => Math.abs(x - left) < APART && Math.abs(y - top) < APART);
    if (!span.hidden) taken.push([left, top]);
    if (span.textContent !== text) span.textContent = text;
    span.className = name ? "name" : "";
    span.style.transform = `translate(${left.toFixed(1)}px, ${top.toFixed(1)}px) translate(-50%, -50%)`;
  });
}
