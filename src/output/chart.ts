import { GREY, labels, logTicks, round, type Scale, svgDocument, tick } from "./axes.ts";
import { dot, escaped, line, type Marker, text } from "./svg.ts";

/** A curve; its coordinates are positive. */
export interface Series {
  /** CSS class, so that a page can recolour the curve. */
  readonly key: string;
  readonly label: string;
  readonly colour: string;
  readonly marker: Marker;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Axis {
  readonly label: string;
  /** The label of a tick. */
  readonly format: (value: number) => string;
  /** Values that the axis must include. */
  readonly range?: readonly number[];
}

/** Curves on logarithmic axes. */
export interface Chart {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** A horizontal line at this y. */
  readonly level?: number;
  /** A vertical line with a label. */
  readonly mark?: { readonly x: number; readonly label: string };
}

const WIDTH = 760;
const HEIGHT = 380;
/** The plot area. */
const BOX = { left: 76, right: 590, top: 40, bottom: 330 };

/** An SVG document with one chart below another. */
export function figure(charts: readonly Chart[]): string {
  const height = HEIGHT * charts.length;
  const panels = charts.map((one, k) => `<g transform="translate(0 ${k * HEIGHT})">${panel(one)}</g>`);
  const title = charts.map((one) => one.title).join("; ");
  return svgDocument(WIDTH, height, title, panels.join("\n"));
}

function panel({ title, x, y, series, level, mark }: Chart): string {
  const points = series.flatMap((one) => one.points);
  const levels = level === undefined ? [] : [level];
  const xs = [...points.map((point) => point[0]), ...(x.range ?? [])];
  const ys = [...points.map((point) => point[1]), ...(y.range ?? []), ...levels];
  const marks = mark && mark.x >= Math.min(...xs) && mark.x <= Math.max(...xs) ? [mark] : [];
  const across = scale(xs, BOX.left, BOX.right);
  const up = scale(ys, BOX.bottom, BOX.top);
  const centre = (BOX.left + BOX.right) / 2;
  return [
    ...labels(BOX, title, x.label, y.label),
    ...logTicks(xs).map((v) => tick(across(v), BOX.bottom, across(v), BOX.top, x.format(v), "x")),
    ...logTicks(ys).map((v) => tick(BOX.left, up(v), BOX.right, up(v), y.format(v), "y")),
    ...levels.map((value) => line(BOX.left, up(value), BOX.right, up(value), GREY)),
    ...marks.map(({ x: value, label }) => {
      const at = across(value);
      const [shift, anchor] = at < centre ? [6, "start"] : [-6, "end"];
      return (
        line(at, BOX.top, at, BOX.bottom, GREY, 'class="mark" stroke-dasharray="4 4"') +
        text(at + shift, BOX.top + 14, label, `text-anchor="${anchor}"`)
      );
    }),
    ...series.map((one) => curve(one, across, up)),
    ...legend(series, up),
  ].join("\n");
}

function scale(values: readonly number[], from: number, to: number): Scale {
  const low = Math.log(Math.min(...values));
  const span = Math.log(Math.max(...values)) - low || 1;
  // Leaves a margin so that no marker is clipped.
  return (value) => round(from + (to - from) * (0.03 + (0.94 * (Math.log(value) - low)) / span));
}

function curve({ key, label, colour, marker, points }: Series, across: Scale, up: Scale): string {
  const places = points.map(([x, y]) => [across(x), up(y)] as const);
  const path = `<polyline points="${places.map((place) => place.join(",")).join(" ")}" fill="none" stroke="${colour}" stroke-width="1.5"/>`;
  const dots = places.map(([x, y]) => dot(marker, x, y, colour, 'class="point"'));
  return `<g class="series ${key}"><title>${escaped(label)}</title>${path}${dots.join("")}</g>`;
}

/** Markers and names to the right of the curves' ends, moved down where they would overlap. */
function legend(series: readonly Series[], up: Scale): string[] {
  const ends = series.flatMap((one) => {
    const end = one.points.at(-1);
    return end ? [{ one, y: up(end[1]) }] : [];
  });
  let free = BOX.top;
  return ends
    .sort((a, b) => a.y - b.y)
    .map(({ one, y }) => {
      const at = Math.max(y, free);
      free = at + 22;
      return (
        dot(one.marker, BOX.right + 16, at, one.colour, `class="${one.key}"`) +
        text(BOX.right + 28, at + 4, one.label)
      );
    });
}
