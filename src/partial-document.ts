import type { Backend, Host } from "./backend.ts";
import { makePlan, type Plan, type Shard, shareOf, type TileRange } from "./plan.ts";
import { makeProblem, PRECISIONS, type Precision, type Problem } from "./problem.ts";
import { type AdapterIdentity, type HostInfo, type Result, SCHEMA } from "./result.ts";
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
  readonly shard: Shard | null;
  /** CPU workers that did it, the cells of it that a checkpoint had, and its times; for a whole shard. */
  readonly threads?: number | null;
  readonly resumed?: number;
  readonly seconds?: Result["seconds"];
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

/** The document in a line of text. Throws where it is none, not whole, or of another version. */
export function readPartialDocument(line: string): PartialDocument {
  const document: PartialDocument = parsed(line);
  const { schema, backend, precision, host, tiles, partials, shard } = document;
  const known = ["gpu", "threads", "serial"].includes(backend) && PRECISIONS.includes(precision);
  if (!known || typeof host?.runtime !== "string" || !Array.isArray(tiles) || !Array.isArray(partials)) {
    throw new Error("it is no partial document");
  }
  if (schema !== SCHEMA) throw new Error(`its schema is ${schema}, and not ${SCHEMA}`);
  if (document.version !== version) {
    throw new Error(`it is of version ${document.version}, and this is ${version}`);
  }
  const plan = makePlan(checkedProblem(document.problem));
  const [first, end] = tiles;
  if (end > plan.tiles) throw new Error(`it has tile ${end - 1} of ${plan.tiles}`);
  const whole = Number.isInteger(first) && first >= 0;
  if (!whole || end - first !== partials.length || !partials.every(Number.isFinite)) {
    throw new Error("its partial sums are not one finite number a tile");
  }
  if (shard) {
    const share = shareOf(plan, checkedShard(shard));
    if (share.first !== first || share.end !== end) {
      throw new Error(`its tiles are not those of part ${shard.join("/")}`);
    }
  }
  return document;
}

/** Throws where it is not the K-th of M parts. */
export function checkedShard([k, m]: Shard): Shard {
  if (Number.isInteger(k) && Number.isInteger(m) && 1 <= k && k <= m && m <= MAX_SHARDS) return [k, m];
  throw new Error(`${k}/${m} is no part: K/M is wanted, the K-th of M parts, 1 ≤ K ≤ M ≤ 1,000,000`);
}

const MAX_SHARDS = 1_000_000;

function checkedProblem(problem: Problem): Problem {
  if (problem?.rule !== "midpoint") throw new Error(`its rule is ${problem?.rule}, and not midpoint`);
  const missing = (["f", "x", "y", "nx", "ny"] as const).find((name) => problem[name] === undefined);
  if (missing) throw new Error(`its problem has no ${missing}`);
  return makeProblem(problem);
}

function parsed(line: string) {
  try {
    return JSON.parse(line) ?? {};
  } catch {
    throw new Error("it is cut off, or no JSON");
  }
}

/** What has to be equal in two parts of one sum and is not, in words that say where each is: `there`, `here`. */
export function differences(
  a: PartialDocument,
  b: PartialDocument,
  [here, there] = ["here", "there"],
): string[] {
  const [ours, theirs] = [conditions(a), conditions(b)];
  return Object.keys(ours)
    .filter((key) => ours[key] !== theirs[key])
    .map((key) => `${key} is ${theirs[key]} ${there} and ${ours[key]} ${here}`);
}

/** Whether two backends give equal bits for equal tiles. */
export function sameArithmetic(a: Backend, b: Backend): boolean {
  return a.name === b.name && a.precision === b.precision && identityOf(a.adapter) === identityOf(b.adapter);
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
    adapter: identityOf(adapter),
    "WebGPU implementation": adapter ? String(host.webgpu) : "none",
  };
  return all;
}

/** What has to be equal in two adapters for equal bits, but for the WebGPU implementation. */
export function identityOf(adapter: AdapterIdentity | null): string {
  if (!adapter) return "none";
  const { vendor, architecture, driver, variant } = adapter;
  return [vendor, architecture, driver, variant].filter(Boolean).join(" ");
}
