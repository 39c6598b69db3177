import { type Box, GREY, labels, logTicks, round, type Scale, svgDocument, tick } from "./axes.ts";
import { dot, escaped, line, type Marker, text } from "./svg.ts";

/** A curve; its coordinates are positive. */
export interface Series {
  /** CSS class, so that a page can recolour the curve. */
  readonly key: string;
  readonly label: string;
  readonly colour: string;
  readonly marker: Marker;
  /** Drawn as a dashed line without markers. */
  readonly dashed?: boolean;
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
/** Below this width, curves are named below the chart. */
const NARROW = 560;
/** Of a name below the chart. */
const LINE = 22;
/** The plot area's distances from the edges. */
const MARGIN = { left: 76, right: 170, narrow: 16, top: 40, bottom: 50 };
const PLOT = 290;

/** An SVG document with one chart below another. */
export function figure(charts: readonly Chart[], width = WIDTH): string {
  const below = (chart: Chart) => (width < NARROW ? LINE * chart.series.length : 0);
  const heights = charts.map((one) => MARGIN.top + PLOT + MARGIN.bottom + below(one));
  const tops = heights.map((_, k) => heights.slice(0, k).reduce((sum, one) => sum + one, 0));
  const panels = charts.map((one, k) => `<g transform="translate(0 ${tops[k]})">${panel(one, width)}</g>`);
  const title = charts.map((one) => one.title).join("; ");
  const height = heights.reduce((sum, one) => sum + one, 0);
  return svgDocument(width, height, title, panels.join("\n"));
}

function panel({ title, x, y, series, level, mark }: Chart, width: number): string {
  const narrow = width < NARROW;
  const { left, top } = MARGIN;
  const right = width - (narrow ? MARGIN.narrow : MARGIN.right);
  const box = { left, right, top, bottom: top + PLOT };
  const points = series.flatMap((one) => one.points);
  const levels = level === undefined ? [] : [level];
  const xs = [...points.map((point) => point[0]), ...(x.range ?? [])];
  const ys = [...points.map((point) => point[1]), ...(y.range ?? []), ...levels];
  const marks = mark && mark.x >= Math.min(...xs) && mark.x <= Math.max(...xs) ? [mark] : [];
  const across = scale(xs, box.left, box.right);
  const up = scale(ys, box.bottom, box.top);
  const centre = (box.left + box.right) / 2;
  return [
    ...labels(box, title, x.label, y.label),
    ...logTicks(xs).map((v) => tick(across(v), box.bottom, across(v), box.top, x.format(v), "x")),
    ...logTicks(ys).map((v) => tick(box.left, up(v), box.right, up(v), y.format(v), "y")),
    ...levels.map((value) => line(box.left, up(value), box.right, up(value), GREY)),
    ...marks.map(({ x: value, label }) => {
      const at = across(value);
      const [shift, anchor] = at < centre ? [6, "start"] : [-6, "end"];
      return (
        line(at, box.top, at, box.bottom, GREY, 'class="mark" stroke-dasharray="4 4"') +
        text(at + shift, box.top + 14, label, `text-anchor="${anchor}"`)
      );
    }),
    ...series.map((one) => curve(one, across, up)),
    ...(narrow ? legendBelow(series, box) : legend(series, up, box)),
  ].join("\n");
}

function scale(values: readonly number[], from: number, to: number): Scale {
  const low = Math.log(Math.min(...values));
  const span = Math.log(Math.max(...values)) - low || 1;
  // Leaves a margin so that no marker is clipped.
  return (value) => round(from + (to - from) * (0.03 + (0.94 * (Math.log(value) - low)) / span));
}

function curve({ key, label, colour, marker, dashed, points }: Series, across: Scale, up: Scale): string {
  const places = points.map(([x, y]) => [across(x), up(y)] as const);
  const path = `<polyline points="${places.map((place) => place.join(",")).join(" ")}" fill="none" stroke="${colour}" stroke-width="1.5"${dashed ? DASHES : ""}/>`;
  const dots = (dashed ? [] : places).map(([x, y]) => dot(marker, x, y, colour, 'class="point"'));
  return `<g class="series ${key}"><title>${escaped(label)}</title>${path}${dots.join("")}</g>`;
}

const DASHES = ' stroke-dasharray="5 4"';

/** A curve's marker beside its name. */
function sign({ key, colour, marker, dashed }: Series, x: number, y: number): string {
  if (!dashed) return dot(marker, x, y, colour, `class="${key}"`);
  return `<polyline points="${x - 9},${y} ${x + 9},${y}" class="${key}" stroke="${colour}" stroke-width="1.5"${DASHES}/>`;
}

/** Markers and names to the right of the curves' ends, moved down where they would overlap. */
function legend(series: readonly Series[], up: Scale, { top, right }: Box): string[] {
  const ends = series.flatMap((one) => {
    const end = one.points.at(-1);
    return end ? [{ one, y: up(end[1]) }] : [];
  });
  let free = top;
  return ends
    .sort((a, b) => a.y - b.y)
    .map(({ one, y }) => {
      const at = Math.max(y, free);
      free = at + 22;
      return sign(one, right + 16, at) + text(right + 28, at + 4, one.label);
    });
}

/** Markers and names in lines below the axis. */
function legendBelow(series: readonly Series[], { left, bottom }: Box): string[] {
  return series.map((one, k) => {
    const at = bottom + MARGIN.bottom + 10 + LINE * k;
    return sign(one, left, at) + text(left + 12, at + 4, one.label);
  });
}
