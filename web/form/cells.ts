import { count } from "../../src/output/units.ts";
import type { RuleName } from "../../src/problem/grid.ts";
import { RULES } from "../../src/quadrature/rule.ts";

/** The slider's least and most n, by the number of variables. */
const RANGES = [
  [100, 1_000_000],
  [100, 100_000],
  [10, 1000],
] as const;

/** n at a place of the slider, from 0 to 1, on a logarithmic scale and rounded to two digits. */
export function sideAt(place: number, axes: number): number {
  const [least, most] = rangeOf(axes);
  return Number((least * (most / least) ** place).toPrecision(2));
}

/** The slider's place for n. */
export function placeOf(n: number, axes: number): number {
  const [least, most] = rangeOf(axes);
  return Math.log(n / least) / Math.log(most / least);
}

/** `4.00 M cells`, and the values of f where a cell has several. */
export function cellsInWords(n: number, axes: number, rule: string): string {
  const { nodes = [], closed = false } = RULES[rule as RuleName] ?? {};
  const values = n * (nodes.length - Number(closed)) + Number(closed);
  const cells = `${count(n ** axes)} cell${n === 1 ? "" : "s"}`;
  return nodes.length > 1 ? `${cells}, ${count(values ** axes)} values of f` : cells;
}

function rangeOf(axes: number): readonly [number, number] {
  return RANGES[Math.min(axes, RANGES.length) - 1] ?? RANGES[1];
}
