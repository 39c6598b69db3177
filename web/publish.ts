import type { AccuracyResult, FamilyResult, Result } from "../src/run/result.ts";
import { element } from "./dom.ts";

/** Result documents of a run. */
export type Published = readonly (Result | AccuracyResult | FamilyResult)[];

let now: Published = [];
const listeners: ((all: Published) => void)[] = [];

export const published = (): Published => now;

/** Puts the documents where scripts find them, and tells who wants to know. */
export function publish(all: Published): void {
  now = all;
  element("results").textContent = JSON.stringify(all, (_, value) =>
    value instanceof Float64Array ? Array.from(value, (one) => (Number.isFinite(one) ? one : null)) : value,
  );
  for (const listener of listeners) listener(all);
}

export function onPublish(listener: (all: Published) => void): void {
  listeners.push(listener);
}
