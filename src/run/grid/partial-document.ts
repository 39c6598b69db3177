import type { Backend, Host } from "../../backend.ts";
import type { AdapterIdentity, HostInfo } from "../../identity.ts";
import type { Accuracy, Grid, Precision, ProblemOf } from "../../problem/problem.ts";
import type { Shard, TileRange } from "../../quadrature/grid/plan.ts";
import type { Work } from "../../quadrature/grid/work.ts";
import { version } from "../../version.ts";
import { type Result, SCHEMA } from "../result.ts";
import { usesMath } from "../uses-math.ts";

/** Part of a grid: the partial sums of some tiles; or of a family to an accuracy; and everything that they depend on. */
export interface PartialDocument {
  readonly schema: number;
  readonly version: string;
  readonly problem: ProblemOf<Grid | Accuracy>;
  readonly backend: Backend["name"];
  readonly precision: Precision;
  readonly adapter: AdapterIdentity | null;
  readonly host: HostInfo;
  /** Null for a line of a checkpoint. */
  readonly shard: Shard | null;
  /** Shards only: CPU workers, evaluations from a checkpoint, and times. */
  readonly threads?: number | null;
  readonly resumed?: number;
  readonly seconds?: Result["seconds"];
  readonly tiles: readonly [first: number, end: number];
  /** In a family NaN, as text null, for a tile where f is not finite. */
  readonly partials: readonly number[];
}

export function partialDocument(
  { problem }: Work,
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

/** A document as one line of text, with a checksum. */
export function partialLine({ partials, ...rest }: PartialDocument): string {
  return `${JSON.stringify({ ...rest, checksum: checksumOf({ ...rest, partials }), partials })}\n`;
}

/** 32-bit FNV-1a over the UTF-16 units of the JSON text, which detects any single changed character. */
export function checksumOf(document: object): string {
  let hash = 0x811c9dc5;
  const text = JSON.stringify(document);
  for (let k = 0; k < text.length; k++) hash = Math.imul(hash ^ text.charCodeAt(k), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

/** Differences that keep two parts from being summed, for people; `here` and `there` say where a and b are. */
export function differences(
  a: PartialDocument,
  b: PartialDocument,
  [here, there] = ["here", "there"],
): string[] {
  const [own, other] = [conditions(a), conditions(b)];
  return Object.keys(own)
    .filter((key) => own[key] !== other[key])
    .map((key) => `${key} is ${other[key]} ${there} and ${own[key]} ${here}`);
}

/** Whether two backends give equal bits for equal tiles. */
export function sameArithmetic(a: Backend, b: Backend): boolean {
  return a.name === b.name && a.precision === b.precision && identityOf(a.adapter) === identityOf(b.adapter);
}

function conditions({ schema, version, problem, backend, precision, adapter, host }: PartialDocument) {
  const { f, variables, parameters, method } = problem;
  return {
    schema: String(schema),
    version,
    f,
    variables: variables.map(({ name, from, to }) => `${name}=${from},${to}`).join(" "),
    parameters:
      Object.entries(parameters)
        .map(([name, values]) => `${name}=${values}`)
        .join(" ") || "none",
    method: method.kind === "grid" ? "a grid" : "an accuracy",
    ...(method.kind === "grid"
      ? { n: method.n.join(" x "), rule: method.rule }
      : {
          "relative tolerance": String(method.relative),
          "absolute tolerance": String(method.absolute),
          "most evaluations": String(method.maxEvaluations),
        }),
    backend,
    precision,
    adapter: identityOf(adapter),
    "WebGPU implementation": adapter ? String(host.webgpu) : "none",
    // WebAssembly's values have the same bits in every engine.
    "JavaScript's mathematics": backend === "simd" && !usesMath(problem) ? "any" : host.math,
  } as Record<string, string>;
}

/** The part of an adapter's identity that its bits depend on, besides the WebGPU implementation. */
export function identityOf(adapter: AdapterIdentity | null): string {
  if (!adapter) return "none";
  const { vendor, architecture, driver, variant } = adapter;
  return [vendor, architecture, driver, variant].filter(Boolean).join(" ");
}
