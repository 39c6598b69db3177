import type { RegionWorker } from "../backend.ts";
import type { Region } from "../quadrature/segments.ts";
import { CompensatedSum } from "../quadrature/sum.ts";
import { blocksOf, type PartSum, type TensorTask } from "../quadrature/tensor.ts";
import type { Step, Way } from "./ways.ts";

/** Nodes along each axis at first. */
const LEAST = 3;
/** Axes whose errors together are less than this part of what is allowed get no more nodes. */
const NEGLIGIBLE = 0.1;
/** Values of f in a task. */
const TASK = 2 ** 15;
const MOST_NODES = 64;

/**
 * Gauss's rule over all regions with more and more nodes along each axis. The error is that of the rule before: it
 * falls by a factor from one to the next where f is smooth.
 */
export function gaussLadder(
  regions: readonly Region[],
  worker: Pick<RegionWorker, "sums">,
  tolerance: (value: number) => number,
): Way {
  const axes = (regions[0] as Region).length;
  let next = Array.from({ length: axes }, () => LEAST);
  let before: { counts: readonly number[]; value: number } | null = null;
  /** From level to level, the last first. */
  let steps: number[] = [];
  return {
    by: "tensor",
    nextCost: () => regions.length * next.reduce((product, own) => product * own, 1),
    async step(): Promise<Step> {
      const counts = next;
      const each = await sumsOf(regions, counts, worker);
      const value = folded(each, (one) => one.value);
      const errors = counts.map((_, axis) => folded(each, (one) => expected(one, axis)));
      const raised = counts.map((own, k) => before === null || own > (before.counts[k] as number));
      const left = errors.reduce((sum, own, k) => (raised[k] ? sum : sum + own), 0);
      if (before) steps = [Math.abs(value - before.value), ...steps];
      const error = before ? errorOf(steps) + left : Number.POSITIVE_INFINITY;
      const allowed = (NEGLIGIBLE * tolerance(value)) / axes;
      const wanted = counts.map((own, k) => (errors[k] as number) > allowed && own < MOST_NODES);
      const all = before === null || !wanted.includes(true);
      next = counts.map((own, k) => (all || wanted[k] ? own + 1 : own));
      before = { counts, value };
      return {
        value,
        error,
        size: folded(each, (one) => one.size),
        evaluations: each.reduce((sum, one) => sum + one.evaluations, 0),
        ranges: each,
        lost: each.find(({ lost }) => lost)?.lost ?? null,
      };
    },
  };
}

/** How much more is claimed than what a step that falls by the same factor again would be. */
const SAFETY = 4;

/** The last step is the error of the level before; where steps fall fast, and ever faster, the next one is smaller. */
function errorOf([last = 0, before = 0, first = 0]: readonly number[]): number {
  if (!(last < before)) return Math.max(last, before / SAFETY);
  const falls = Math.max(last / before, before < first ? (before / first) ** 2 : 0);
  return last * Math.min(1, SAFETY * falls);
}

/** The sums of each region. */
async function sumsOf(
  regions: readonly Region[],
  counts: readonly number[],
  worker: Pick<RegionWorker, "sums">,
): Promise<PartSum[]> {
  const { nodes, blocks } = blocksOf(counts);
  const step = Math.max(1, Math.floor(TASK / nodes));
  const parts = Math.ceil(blocks / step);
  const tasks = regions.flatMap((region) =>
    Array.from(
      { length: parts },
      (_, k): TensorTask => ({ region, counts, first: k * step, end: Math.min(blocks, (k + 1) * step) }),
    ),
  );
  const sums = await worker.sums(tasks);
  return regions.map((_, k) => together(sums.slice(k * parts, (k + 1) * parts)));
}

/** What parts come to, in their order. */
export function together(parts: readonly PartSum[]): PartSum {
  return {
    value: folded(parts, (one) => one.value),
    size: folded(parts, (one) => one.size),
    last: (parts[0] as PartSum).last.map((_, axis) => {
      const of = (which: 0 | 1) => folded(parts, (one) => (one.last[axis] as readonly number[])[which] as number);
      return [of(0), of(1)] as const;
    }),
    low: Math.min(...parts.map(({ low }) => low)),
    high: Math.max(...parts.map(({ high }) => high)),
    evaluations: parts.reduce((sum, one) => sum + one.evaluations, 0),
    lost: parts.find(({ lost }) => lost)?.lost ?? null,
  };
}

function folded<T>(parts: readonly T[], value: (part: T) => number): number {
  const sum = new CompensatedSum();
  for (const part of parts) sum.add(value(part));
  return sum.value;
}

/** Gauss's rule with m nodes shows a polynomial's degrees up to m − 1 and is exact up to 2 m − 1: twice the fall. */
function expected({ value, last }: PartSum, axis: number): number {
  const own = Math.max(...(last[axis] as readonly [number, number]).map(Math.abs));
  return own > 0 ? (own * own) / Math.max(Math.abs(value), own) : 0;
}
