import { UsageError } from "../errors.ts";
import { badName } from "../integrand/language/names.ts";
import { nearest } from "../nearest.ts";
import type { Options } from "../problem/options.ts";
import type { FamilyOptions } from "./api.ts";

const KNOWN: Record<keyof Options | keyof FamilyOptions, true> = {
  f: true,
  variables: true,
  x: true,
  y: true,
  z: true,
  parameters: true,
  n: true,
  nx: true,
  ny: true,
  nz: true,
  rule: true,
  tolerance: true,
  absoluteTolerance: true,
  maxEvaluations: true,
  separation: true,
  backend: true,
  precision: true,
  threads: true,
  exact: true,
  estimate: true,
  repeat: true,
  warmup: true,
  signal: true,
  onProgress: true,
  onNote: true,
  onMember: true,
  workerUrl: true,
};

/** Throws `usage` for a name that is no option: it would be ignored, and another integral computed than was meant. */
export function checkNames(options: object): void {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const [unknown, value] = given.find(([name]) => !Object.hasOwn(KNOWN, name)) ?? [];
  if (unknown === undefined) return;
  const meant = nearest(unknown, Object.keys(KNOWN));
  const isLimits = (Array.isArray(value) || /,/.test(String(value))) && !badName(unknown);
  const limits = !isLimits ? "" : `; limits go into variables, as in { ${unknown}: [0, 1] }`;
  throw new UsageError(unknown, undefined, `unknown option${meant ? `; did you mean ${meant}?` : limits}`);
}
