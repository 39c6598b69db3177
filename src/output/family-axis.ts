import { type Box, linearTicks, logTicks, numberLabel, round, type Scale, tick } from "./axes.ts";

/** The axis of a parameter: logarithmic where its values are spaced so. */
export interface ParameterAxis {
  readonly at: Scale;
  /** The values' positions in ascending order. */
  readonly sorted: readonly number[];
  /** Where the cell of the k-th of these begins; the last ends at the end of this list. */
  readonly edges: readonly number[];
  readonly ticks: readonly string[];
}

/** `margin`: whether cells around the values have room, not the values alone. */
export function parameterAxis(values: Float64Array, box: Box, along: "x" | "y", margin: boolean) {
  const logarithmic = isLogarithmic(values);
  const own = (value: number) => (logarithmic ? Math.log(value) : value);
  const sorted = [...values.keys()].sort((a, b) => (values[a] as number) - (values[b] as number));
  const places = sorted.map((k) => own(values[k] as number));
  const bounds = edgesOf(places);
  const [low, high] = margin
    ? [bounds[0] as number, bounds.at(-1) as number]
    : spread([places[0] as number, places.at(-1) as number]);
  const [from, to] = along === "x" ? [box.left, box.right] : [box.bottom, box.top];
  const place = (one: number) => round(from + ((to - from) * (one - low)) / (high - low));
  const at: Scale = (value) => place(own(value));
  const ends = [values[sorted[0] as number] as number, values[sorted.at(-1) as number] as number] as const;
  const marks = ends[0] === ends[1] ? [ends[0]] : logarithmic ? logTicks(ends) : linearTicks(ends);
  const ticks = marks.map((value) =>
    along === "x"
      ? tick(at(value), box.bottom, at(value), box.top, numberLabel(value), "x")
      : tick(box.left, at(value), box.right, at(value), numberLabel(value), "y"),
  );
  return { at, sorted, edges: bounds.map(place), ticks };
}

/** A range that has a length. */
export function spread([low, high]: readonly [number, number]): [number, number] {
  if (low < high) return [low, high];
  const half = Math.abs(low) / 10 || 1;
  return [low - half, high + half];
}

/** Halfway between neighbours, and as far beyond the first and the last. */
function edgesOf(places: readonly number[]): number[] {
  const last = places.length - 1;
  const [first, end] = [places[0] as number, places[last] as number];
  const inner = places.slice(1).map((place, k) => (place + (places[k] as number)) / 2);
  if (first === end) {
    const [low, high] = spread([first, end]);
    return [low, ...inner, high];
  }
  return [2 * first - (inner[0] as number), ...inner, 2 * end - (inner.at(-1) as number)];
}

/** Whether ratios of neighbours are equal, and their differences are not. */
export function isLogarithmic(values: Float64Array): boolean {
  if (values.length < 3 || !values.every((one) => one > 0)) return false;
  const [first, second, third] = values as unknown as [number, number, number];
  const ratio = second / first;
  const same = values.every(
    (one, k) => k === 0 || Math.abs(one / (values[k - 1] as number) / ratio - 1) < 1e-6,
  );
  return same && Math.abs((third - second) / (second - first) - 1) > 1e-6;
}
