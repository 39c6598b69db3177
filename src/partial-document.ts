import type { Backend, Host } from "./backend.ts";
import type { Plan, TileRange } from "./plan.ts";
import type { Precision, Problem } from "./problem.ts";
import { type AdapterIdentity, type HostInfo, SCHEMA } from "./result.ts";
import { version } from "./version.ts";

/** Part of an integral: the partial sums of some tiles, with all that they depend on. One line of JSON. */
export interface PartialDocument {
  readonly schema: number;
  readonly version: string;
  readonly problem: Problem;
  readonly backend: Backend["name"];
  readonly precision: Precision;
  readonly adapter: AdapterIdentity | null;
  readonly host: HostInfo;
  /** The K-th of M parts; null where the problem was not cut so. */
  readonly shard: readonly [number, number] | null;
  readonly tiles: readonly [first: number, end: number];
  readonly partials: readonly number[];
}

export function partialDocument(
  { problem }: Plan,
  { name, precision, adapter }: Backend,
  { info }: Host,
  { first, end }: TileRange,
  partials: readonly number[],
): PartialDocument {
  return {
    schema: SCHEMA,
    version,
    problem,
    backend: name,
    precision,
    adapter,
    host: info,
    shard: null,
    tiles: [first, end],
    partials,
  };
}

/** The document in a line of text. Throws where it is none, or not whole. */
export function readPartialDocument(line: string): PartialDocument {
  const document: PartialDocument = JSON.parse(line);
  const { schema, tiles, partials } = document;
  if (schema !== SCHEMA) throw new Error(`its schema is ${schema}, and not ${SCHEMA}`);
  const [first, end] = tiles;
  if (
    !Number.isInteger(first) ||
    first < 0 ||
    end - first !== partials.length ||
    !partials.every(Number.isFinite)
  ) {
    throw new Error("its partial sums are not one finite number a tile");
  }
  return document;
}

/** What has to be equal in two parts of one sum, by name. */
export function differences(a: PartialDocument, b: PartialDocument): string[] {
  const [ours, theirs] = [conditions(a), conditions(b)];
  return Object.keys(ours)
    .filter((key) => ours[key] !== theirs[key])
    .map((key) => `${key} is ${theirs[key]} there and ${ours[key]} here`);
}

/** Whether two backends give equal bits for equal tiles. */
export function sameArithmetic(a: Backend, b: Backend): boolean {
  return a.name === b.name && a.precision === b.precision && identity(a.adapter) === identity(b.adapter);
}

function conditions({ schema, version, problem, backend, precision, adapter, host }: PartialDocument) {
  const { f, x, y, nx, ny, rule } = problem;
  const all: Record<string, string> = {
    schema: String(schema),
    version,
    f,
    x: x.join(","),
    y: y.join(","),
    nx: String(nx),
    ny: String(ny),
    rule,
    backend,
    precision,
    adapter: identity(adapter),
    "WebGPU implementation": adapter ? String(host.webgpu) : "none",
  };
  return all;
}

function identity(adapter: AdapterIdentity | null): string {
  if (!adapter) return "none";
  const { vendor, architecture, driver, variant } = adapter;
  return [vendor, architecture, driver, variant].filter(Boolean).join(" ");
}
