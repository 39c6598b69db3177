import { escaped, line, text } from "./svg.ts";

/** Where a value is on an axis, in the units of an SVG document. */
export type Scale = (value: number) => number;

/** The plot area. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const GREY = "#78716c";

/** An SVG document on white paper. */
export function svgDocument(width: number, height: number, title: string, content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="13" fill="#1c1917">
<title>${escaped(title)}</title>
<rect class="paper" width="${width}" height="${height}" fill="#fff"/>
${content}
</svg>
`;
}

/** The title above a plot area, and what its axes are. */
export function labels({ left, right, top, bottom }: Box, title: string, x: string, y: string): string[] {
  const [centre, middle] = [(left + right) / 2, (top + bottom) / 2];
  return [
    text(centre, 22, title, 'text-anchor="middle" font-size="15"'),
    text(centre, bottom + 40, x, 'text-anchor="middle"'),
    text(0, 0, y, `text-anchor="middle" transform="translate(16 ${middle}) rotate(-90)"`),
  ];
}

/** A line of the grid with its label, from (x1, y1) on, which is on the axis. */
export function tick(x1: number, y1: number, x2: number, y2: number, label: string, axis: "x" | "y"): string {
  const where =
    axis === "x"
      ? text(x1, y1 + 18, label, 'text-anchor="middle"')
      : text(x1 - 8, y1 + 4, label, 'text-anchor="end"');
  return line(x1, y1, x2, y2, "#e7e5e4") + where;
}

export function linearScale([low, high]: readonly [number, number], from: number, to: number): Scale {
  return (value) => round(from + ((to - from) * (value - low)) / (high - low));
}

/** Multiples of 1, 2 or 5 times a power of ten in the range: about as many as wanted. */
export function linearTicks([low, high]: readonly [number, number], wanted = 6): number[] {
  const raw = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5].find((one) => one * power >= raw * 0.999) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, k) => Number(((first + k) * step).toPrecision(12)));
}

/** Powers of ten in the range; with their 2- and 5-fold where there are fewer than three, or else both ends. */
export function logTicks(values: readonly number[]): number[] {
  const [low, high] = [Math.min(...values) / 1.0001, Math.max(...values) * 1.0001];
  const decades: number[] = [];
  for (let k = Math.floor(Math.log10(low)); k <= Math.log10(high); k++) decades.push(k);
  const within = (steps: readonly number[]) =>
    decades.flatMap((k) => steps.map((step) => Number(`${step}e${k}`))).filter((v) => v >= low && v <= high);
  const few = within([1]);
  if (few.length > 2) return few;
  const more = within([1, 2, 5]);
  return more.length > 1 ? more : [low, high];
}

/** A tick's label: `0.25`, `2000`, `1e−7`. */
export function numberLabel(value: number): string {
  const short = Number(value.toPrecision(6));
  const plain = short === 0 || (Math.abs(short) >= 1e-3 && Math.abs(short) < 1e5);
  return (plain ? String(short) : short.toExponential().replace("e+", "e")).replaceAll("-", "−");
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
