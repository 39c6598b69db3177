import type { RegionWorker } from "../../backend.ts";
import type { Region } from "../../quadrature/coordinates/segments.ts";
import { CompensatedSum } from "../../quadrature/grid/sum.ts";
import { SUMMING } from "../../quadrature/rules/kronrod.ts";
import { blocksOf, type PartSum, type TensorTask } from "../../quadrature/sums/tensor.ts";
import type { Step, Way } from "./ways.ts";

/** Nodes along each axis at first; and along the others, when one is looked at alone. */
const LEAST = 3;
const COARSE = 2;
const MOST_NODES = 64;
/** Axes whose errors together are less than this part of what is allowed, or of the largest, get no more nodes. */
const NEGLIGIBLE = 0.1;
/** How much more is claimed than what steps and axes show. Of 3,770 claims for random integrands 8 were broken; with 2, 24. */
const SAFETY = 4;
/** Values of f in a task. */
const TASK = 2 ** 15;

/**
 * Gauss's rule over all regions with more and more nodes along each axis. Its error is seen twice: from step to step, which
 * fall by a factor where f is smooth, and along each axis by itself, with twice the nodes there and few elsewhere.
 */
export function gaussLadder(
  regions: readonly Region[],
  worker: Pick<RegionWorker, "sums">,
  tolerance: (value: number) => number,
): Way {
  const axes = (regions[0] as Region).length;
  let next = Array.from({ length: axes }, () => LEAST);
  let before: number | null = null;
  /** From level to level, the last first. */
  let steps: number[] = [];
  // With few nodes elsewhere an axis may show nothing of a peak: those that rest get a node more on trial before a claim.
  let [missed, isTrial, mayRest] = [0, false, true];
  let rests = next.map(() => false);
  return {
    by: "tensor",
    nextCost: () =>
      regions.length *
      (productOf(next) + 6 * COARSE ** (axes - 1) * next.reduce((sum, count) => sum + count, 0)),
    async step(): Promise<Step> {
      const counts = next;
      // Elsewhere two nodes of Gauss, and the outermost of the rule itself, where f may be steeper.
      const alone = counts.flatMap((count, axis) =>
        [count, 2 * count].flatMap((own) =>
          [() => COARSE, (other: number) => -other].map((others) =>
            counts.map((other, k) => (k === axis ? own : others(other))),
          ),
        ),
      );
      const [each, ...others] = await sumsOf(regions, [counts, ...alone], worker);
      const whole = each as readonly PartSum[];
      const value = folded(whole, (one) => one.value);
      const size = folded(whole, (one) => one.size);
      const errors = counts.map((_, axis) => {
        const own = others.slice(4 * axis, 4 * axis + 4) as [PartSum[], PartSum[], PartSum[], PartSum[]];
        return folded([...whole.keys()], (k) => {
          const [inner, outer, innerTwice, outerTwice] = own.map((each) => each[k]) as unknown as Four;
          const all = whole[k] as PartSum;
          return Math.max(errorAlong(all, inner, innerTwice), errorAlong(all, outer, outerTwice));
        });
      });
      const all = errors.reduce((sum, own) => sum + own, 0);
      const step = before === null ? size : Math.abs(value - before);
      if (before !== null && !isTrial) steps = [step, ...steps];
      if (isTrial || !rests.includes(true)) missed = step / NEGLIGIBLE;
      if (isTrial && missed > tolerance(value)) mayRest = false;
      const seen = Math.max(before === null ? size : errorOf(steps), SAFETY * all, SUMMING * size);
      const error = rests.includes(true) ? Math.max(seen, missed) : seen;
      const least = Math.min((NEGLIGIBLE * tolerance(value)) / axes, NEGLIGIBLE * Math.max(...errors));
      const wanted = counts.map((own, k) => (errors[k] as number) > least && own < MOST_NODES);
      const none = before === null || !mayRest || !wanted.includes(true);
      isTrial = mayRest && seen <= tolerance(value) && error > tolerance(value);
      next = counts.map((own, k) => ((isTrial ? rests[k] : none || wanted[k]) ? own + 1 : own));
      if (!isTrial) rests = next.map((own, k) => own === counts[k]);
      before = value;
      return {
        value,
        error,
        size,
        evaluations: [each, ...others].flat().reduce((sum, one) => sum + (one as PartSum).evaluations, 0),
        ranges: whole,
        lost: whole.find(({ lost }) => lost)?.lost ?? null,
      };
    },
  };
}

type Four = readonly [PartSum, PartSum, PartSum, PartSum];

/** The part of a region's sum that its rule misses along an axis, as seen with few nodes along the others. */
function errorAlong(whole: PartSum, some: PartSum, twice: PartSum): number {
  const apart = Math.abs(some.value - twice.value);
  if (apart === 0) return 0;
  return Math.min((apart / Math.abs(twice.value)) * Math.abs(whole.value), (apart / twice.size) * whole.size);
}

/** Steps that are looked back on. */
const BACK = 8;

/**
 * The last step is the error of the level before; where steps fall fast, the next one is smaller. Where values swing about the
 * integral, steps are small at the turns, and what earlier ones have fallen to since is the error.
 */
function errorOf(steps: readonly number[]): number {
  const [last = 0, before = 0, first = 0] = steps;
  const recent = steps.slice(0, BACK);
  const [most, oldest] = [Math.max(last, before), Math.max(...recent.slice(-2))];
  const fall = recent.length > 2 ? Math.min(1, most / oldest) ** (1 / (recent.length - 2)) : 0;
  const swing = 2 * Math.max(...recent.map((step, k) => step * fall ** (k + 1)));
  if (!(last < before)) return Math.max(last, before / SAFETY, swing);
  const falls = Math.max(last / before, before < first ? (before / first) ** 2 : 0);
  return Math.max(last * Math.min(1, SAFETY * falls), swing);
}

/** The sums of each region with each of these counts. */
async function sumsOf(
  regions: readonly Region[],
  all: readonly (readonly number[])[],
  worker: Pick<RegionWorker, "sums">,
): Promise<PartSum[][]> {
  const pieces = all.flatMap((counts) => regions.map((region) => tasksOf(region, counts)));
  const sums = await worker.sums(pieces.flat());
  let done = 0;
  const each = pieces.map((tasks) => {
    done += tasks.length;
    return together(sums.slice(done - tasks.length, done));
  });
  return all.map((_, k) => each.slice(k * regions.length, (k + 1) * regions.length));
}

function tasksOf(region: Region, counts: readonly number[]): TensorTask[] {
  const { nodes, blocks } = blocksOf(counts);
  const step = Math.max(1, Math.floor(TASK / nodes));
  return Array.from({ length: Math.ceil(blocks / step) }, (_, k) => ({
    region,
    counts,
    first: k * step,
    end: Math.min(blocks, (k + 1) * step),
  }));
}

/** What parts come to, in their order. */
export function together(parts: readonly PartSum[]): PartSum {
  return {
    value: folded(parts, (one) => one.value),
    size: folded(parts, (one) => one.size),
    low: Math.min(...parts.map(({ low }) => low)),
    high: Math.max(...parts.map(({ high }) => high)),
    evaluations: parts.reduce((sum, one) => sum + one.evaluations, 0),
    lost: parts.find(({ lost }) => lost)?.lost ?? null,
  };
}

const productOf = (counts: readonly number[]) => counts.reduce((product, own) => product * own, 1);

function folded<T>(parts: readonly T[], value: (part: T) => number): number {
  const sum = new CompensatedSum();
  for (const part of parts) sum.add(value(part));
  return sum.value;
}
