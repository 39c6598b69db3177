import { linearTicks, numberLabel } from "../../src/output/axes.ts";
import type { Range } from "../../src/output/view.ts";

/** Ticks in a range with their labels. */
export function ticksIn(range: Range, wanted: number): (readonly [value: number, label: string])[] {
  const values = linearTicks(range, wanted);
  const labels = labelsOf(values);
  return values.map((value, k) => [value, labels[k] as string]);
}

/** Where the usual digits do not tell ticks apart, all but the first say how far they are from it. */
export function labelsOf(values: readonly number[]): string[] {
  const labels = values.map(numberLabel);
  if (new Set(labels).size === labels.length) return labels;
  const [first = 0] = values;
  return values.map((value, k) =>
    k ? `+${numberLabel(Number((value - first).toPrecision(6)))}` : String(Number(first.toPrecision(15))),
  );
}

/** The range up to the next ticks beyond it. */
export function toTicks([low, high]: Range, wanted: number): Range {
  const [first = 0, second = first] = linearTicks([low, high], wanted);
  const step = second - first;
  if (!step) return [low, high];
  // What is a tick but for rounding is one.
  const near = (value: number, way: (whole: number) => number) =>
    Number((way(Number((value / step).toPrecision(9))) * step).toPrecision(12));
  return [near(low, Math.floor), near(high, Math.ceil)];
}
