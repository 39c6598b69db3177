import { make } from "../dom.ts";
import { type Camera, type Point, projected } from "./camera.ts";
import { parts } from "./figure.ts";
import { along, type Stage, WANTED } from "./stage.ts";
import { ticksIn } from "./ticks.ts";

interface Label {
  readonly text: string;
  readonly at: Point;
  /** A point further out, which says on which side the label is. */
  readonly out: Point;
  readonly name?: boolean;
  /** Pixels by which it may give way to others. */
  readonly gives: number;
}

/** The axes of a box in space as the camera sees them: ends of lines with their opacity, and labels. */
export interface Axes {
  readonly lines: Float32Array<ArrayBuffer>;
  readonly labels: readonly Label[];
}

const [FAINT, CLEAR] = [0.13, 0.5];
/** How far out of the box ticks are. */
const TICK = 0.035;
/** Pixels by which numbers at ends give way. */
const END = 30;

/** By how much another edge must be nearer, or further left, before numbers go there: a hand that trembles moves none. */
const STAY = 0.12;
let [u, v, corner] = [1, -1, 0];

/** Numbers stand at the near edges of the floor and at the left; grids lie on the floor and the far walls. */
export function axesOf(
  stage: Stage,
  { turn }: Camera,
  matrix: ArrayLike<number>,
  names: readonly string[],
): Axes {
  const { half, ranges } = stage;
  const [a, b, c] = half;
  const side = (before: number, eye: number) => (Math.abs(eye) < STAY ? before : Math.sign(eye));
  [u, v] = [side(u, Math.sin(turn)), side(v, -Math.cos(turn))];
  const [x, y] = [u * a, v * b];
  const uprights = [
    [a, b],
    [-a, b],
    [-a, -b],
    [a, -b],
  ] as const;
  const lefts = uprights.map(([p, q]) => projected(matrix, [p, q, 0])[0]);
  const leftmost = lefts.indexOf(Math.min(...lefts));
  if ((lefts[corner] as number) > (lefts[leftmost] as number) + STAY / 4) corner = leftmost;
  const [p, q] = uprights[corner] as readonly [number, number];
  const [right, ahead] = [Math.cos(turn), Math.sin(turn)];
  const left = (by: number, z: number): Point => [p - right * by, q - ahead * by, z];
  const lines: number[] = [];
  const labels: Label[] = [];
  const line = (from: Point, to: Point, opacity: number) => lines.push(...from, opacity, ...to, opacity);
  const ticksOf = (axis: 0 | 1 | 2, edge: (at: number, out: number) => Point) => {
    const ticks = ticksIn(ranges[axis], WANTED);
    const places = ticks.map(([value, text]) => {
      const at = along(stage, axis, value);
      line(edge(at, 0), edge(at, TICK), CLEAR);
      return { at, label: { text, at: edge(at, TICK), out: edge(at, 2 * TICK) } };
    });
    // Those at the ends come first, and step aside rather than vanish.
    places.forEach(({ label }, k) => {
      if (k === 0 || k === places.length - 1) labels.push({ ...label, gives: END });
    });
    labels.push(...places.slice(1, -1).map(({ label }) => ({ ...label, gives: 0 })));
    return places.map(({ at }) => at);
  };
  const xEdge = (at: number, out: number): Point => [at, y + v * out, -c];
  const yEdge = (at: number, out: number): Point => [x + u * out, at, -c];
  for (const at of ticksOf(2, (z, out) => left(out, z))) {
    line([-x, -y, at], [-x, y, at], FAINT);
    line([-x, -y, at], [x, -y, at], FAINT);
  }
  for (const at of ticksOf(0, xEdge)) {
    line([at, -y, -c], [at, y, -c], FAINT);
    line([at, -y, -c], [at, -y, c], FAINT);
  }
  for (const at of ticksOf(1, yEdge)) {
    line([-x, at, -c], [x, at, -c], FAINT);
    line([-x, at, -c], [-x, at, c], FAINT);
  }
  line([-x, y, -c], [x, y, -c], CLEAR);
  line([x, -y, -c], [x, y, -c], CLEAR);
  line([p, q, -c], [p, q, c], CLEAR);
  const named = { name: true, gives: 100 };
  labels.push(
    { text: names[0] as string, at: xEdge(0, TICK), out: xEdge(0, 2 * TICK), ...named },
    { text: names[1] as string, at: yEdge(0, TICK), out: yEdge(0, 2 * TICK), ...named },
    { text: names[2] as string, at: left(TICK, c), out: left(2 * TICK, c + 3 * TICK), ...named },
  );
  return { lines: Float32Array.from(lines), labels };
}

/** Pixels from a tick to its label and to an axis' name, by which this gives way to numbers, and about a letter's size. */
const [GAP, NAME, STEP] = [6, 24, 6];
const [WIDE, HIGH] = [9, 14];
/** Pixels that a label is moved at most to be beside the surface. */
const MOST = 60;

/** Puts the labels where they are on the screen, outwards of their ticks and of the surface. */
export function placeLabels(labels: readonly Label[], matrix: ArrayLike<number>, stage: Stage): void {
  const { labels: layer, frame } = parts;
  const [width, height] = [frame.clientWidth, frame.clientHeight];
  while (layer.childElementCount > labels.length) layer.lastElementChild?.remove();
  while (layer.childElementCount < labels.length) layer.append(make("span"));
  const taken: [left: number, top: number, wide: number][] = [];
  const onScreen = (point: Point) => {
    const [right, up] = projected(matrix, point);
    return [((1 + right) / 2) * width, ((1 - up) / 2) * height] as const;
  };
  const faces = facesOf(stage).map((face) => face.map(onScreen));
  labels.forEach(({ text, at, out, name = false, gives }, k) => {
    const span = layer.children[k] as HTMLElement;
    const [from, to] = [onScreen(at), onScreen(out)];
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
    const [right, down] = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
    const wide = WIDE * text.length + (name ? WIDE : 0);
    const within = (middle: number, size: number, most: number, seen: number) =>
      seen > 0 && seen < most ? Math.min(most - size / 2, Math.max(size / 2, middle)) : middle;
    const placed = (gap: number) =>
      [
        within(from[0] + right * (gap + wide / 2), wide, width, from[0]),
        within(from[1] + down * (gap + HIGH / 2), HIGH, height, from[1]),
      ] as const;
    const meets = ([left, top]: readonly [number, number]) =>
      taken.some(([x, y, other]) => Math.abs(x - left) < (wide + other) / 2 && Math.abs(y - top) < HIGH);
    let gap = name ? NAME : GAP;
    const hidden = (by: number) =>
      faces.some((face) => isInside(face, [from[0] + right * by, from[1] + down * by]));
    while (gap < MOST && hidden(gap - STEP)) gap += STEP;
    const free = gap;
    while (gap < free + gives && meets(placed(gap))) gap += STEP;
    const [left, top] = placed(gap);
    span.hidden = meets([left, top]);
    if (!span.hidden) taken.push([left, top, wide]);
    if (span.textContent !== text) span.textContent = text;
    span.className = name ? "name" : "";
    // Outwards the text begins, or ends, at the place that was reckoned with.
    const near = left - (right * wide) / 2;
    span.style.transform = `translate(${near.toFixed(1)}px, ${top.toFixed(1)}px) translate(${(50 * right - 50).toFixed(0)}%, -50%)`;
  });
}

/** The faces of the box up to where the surface is at its rim. */
function facesOf(stage: Stage): Point[][] {
  const [a, b, c] = stage.half;
  const sides = [
    [-a, a],
    [-b, b],
    [-c, along(stage, 2, stage.rim)],
  ] as const;
  const round = [0, 1, 3, 2];
  return [0, 1, 2].flatMap((axis) =>
    [0, 1].map((end) =>
      round.map((bits) => {
        const [one, other] = [bits & 1, bits >> 1];
        const at = axis === 0 ? [end, one, other] : axis === 1 ? [one, end, other] : [one, other, end];
        return at.map((which, k) => sides[k]?.[which]) as unknown as Point;
      }),
    ),
  );
}

type Place = readonly [left: number, top: number];

/** Whether a point is in a convex polygon. */
function isInside(polygon: readonly Place[], [x, y]: Place): boolean {
  const turns = polygon.map(([left, top], k) => {
    const [right, low] = polygon[(k + 1) % polygon.length] as Place;
    return (right - left) * (y - top) - (low - top) * (x - left);
  });
  return turns.every((one) => one > 0) || turns.every((one) => one < 0);
}
