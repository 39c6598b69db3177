import type { AccuracyResult, FamilyResult, Result } from "../src/run/result.ts";
import { element } from "./dom.ts";

export type Published = Result | AccuracyResult | FamilyResult;

let current: readonly Published[] = [];
const subscribers: ((all: readonly Published[]) => void)[] = [];

/** Puts the result documents of a run into the page, and tells who follows them. */
export function publish(all: readonly Published[]): void {
  current = all;
  element("results").textContent = jsonOf(all);
  for (const tell of subscribers) tell(all);
}

/** The result documents of the last run. */
export function published(): readonly Published[] {
  return current;
}

/** Calls back with the documents of every later run, or part of a run. */
export function onPublish(tell: (all: readonly Published[]) => void): void {
  subscribers.push(tell);
}

/** As JSON, with lists where documents have typed arrays. */
export function jsonOf(all: readonly Published[], indent?: number): string {
  const plain = (_: string, value: unknown) => (value instanceof Float64Array ? Array.from(value) : value);
  return JSON.stringify(all, plain, indent);
}
