import { IntegrateError } from "../errors.ts";
import { knownValue } from "../problem/problem.ts";
import type { Plan } from "../quadrature/grid/plan.ts";
import { countIn, type MembersPlan, planOf } from "../quadrature/grid/work.ts";
import { resultOfFamily } from "./family/family-result.ts";
import { resultOf } from "./grid/integrate.ts";
import { differences, type PartialDocument } from "./grid/partial-document.ts";
import type { FamilyResult, Result } from "./result.ts";

/** A partial document and its name for messages: the file, and the line in it. */
export interface Part {
  readonly name: string;
  readonly document: PartialDocument;
}

/**
 * Merges all parts of an integral or of a family into one result, with the same bits as a single run. The seconds are the sums of the
 * parts'; the host is the first part's. Throws `parts`, naming the part, if one is missing, duplicated or belongs to
 * another integral.
 */
export function merge(parts: readonly Part[], exact: number | null = null): Result | FamilyResult {
  const [first] = parts;
  if (!first) throw new IntegrateError("parts", "there are no parts to merge");
  for (const { name, document } of parts) {
    const [difference] = differences(first.document, document, [`in ${first.name}`, `in ${name}`]);
    if (difference)
      throw new IntegrateError("parts", `${name} does not belong to ${first.name}: ${difference}`);
  }
  const { problem, backend, precision, adapter, host } = first.document;
  const plan = planOf(problem);
  const sorted = inOrder(plan, parts);
  const documents = sorted.map(({ document }) => document);
  const partials = new Float64Array(plan.tiles);
  for (const document of documents) partials.set(document.partials, document.tiles[0]);
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const seconds = documents.flatMap((document) => document.seconds ?? []);
  const kernels = seconds.map(({ kernel }) => kernel).filter((kernel) => kernel !== null);
  const workers = [...new Set(documents.map(({ threads }) => threads ?? null))];
  const run = {
    partials,
    compute: sum(seconds.map(({ compute }) => compute)),
    kernel: kernels.length && kernels.length === seconds.length ? sum(kernels) : null,
    resumed: sum(documents.map((document) => untimed(plan, document))),
    backend: {
      name: backend,
      precision,
      adapter,
      threads: workers.length === 1 ? (workers[0] ?? null) : null,
    },
  };
  const setup = sum(seconds.map((one) => one.setup));
  const { compute } = run;
  if (plan.members.names.length || !("rule" in plan)) {
    const family = resultOfFamily(plan, partials, run.backend, { info: host }, { setup, compute });
    return { ...family, parts: parts.length };
  }
  const result = resultOf(plan, { info: host }, exact ?? knownValue(plan), setup, [run]);
  return { ...result, parts: parts.length };
}

/** Evaluations without a compute time: they came from a checkpoint, or the document is a line of one. */
function untimed(
  plan: Plan | MembersPlan,
  { seconds, resumed = 0, tiles: [first, end] }: PartialDocument,
): number {
  return seconds ? resumed : countIn(plan, { first, end });
}

/** The parts in tile order. Throws for missing and duplicate tiles. */
function inOrder(plan: Plan | MembersPlan, parts: readonly Part[]): Part[] {
  const tilesOf = ({ document }: Part) => document.tiles;
  const sorted = [...parts].sort((a, b) => tilesOf(a)[0] - tilesOf(b)[0] || tilesOf(a)[1] - tilesOf(b)[1]);
  const seen = new Map<string, string>();
  for (const { name, document } of parts) {
    const shard = document.shard?.join("/");
    if (shard === undefined) continue;
    const before = seen.get(shard);
    if (before) throw new IntegrateError("parts", `part ${shard} is there twice: in ${before} and ${name}`);
    seen.set(shard, name);
  }
  checkMissing(parts);
  let next = 0;
  let last: Part | undefined;
  for (const part of sorted) {
    const [first, end] = tilesOf(part);
    if (first < next) {
      throw new IntegrateError("parts", `tile ${first} is there twice: in ${last?.name} and ${part.name}`);
    }
    if (first > next) throw gap(next, first);
    if (end > next) last = part;
    next = end;
  }
  if (next < plan.tiles) throw gap(next, plan.tiles);
  return sorted;
}

/** Names missing parts by number, if all have the same M. */
function checkMissing(parts: readonly Part[]): void {
  const [first] = parts as [Part];
  const of = first.document.shard?.[1];
  if (of === undefined || parts.some(({ document }) => document.shard?.[1] !== of)) return;
  const there = new Set(parts.map(({ document }) => document.shard?.[0]));
  const missing = Array.from({ length: of }, (_, k) => k + 1).filter((k) => !there.has(k));
  if (!missing.length) return;
  const names = missing.slice(0, 5).map((k) => `${k}/${of}`);
  const more = missing.length > names.length ? ` and ${missing.length - names.length} more` : "";
  const subject = missing.length === 1 ? `part ${names} is` : `parts ${names.join(", ")}${more} are`;
  throw new IntegrateError("parts", `${subject} missing`);
}

function gap(first: number, end: number): IntegrateError {
  const subject = end - first === 1 ? `tile ${first} is` : `tiles ${first} to ${end - 1} are`;
  return new IntegrateError("parts", `${subject} missing`);
}
