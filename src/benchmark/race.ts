import { type Bounds, boundsOf } from "../accuracy/bound.ts";
import type { Host } from "../backend.ts";
import { onGrid, type Prepared } from "../problem/problem.ts";
import { cellsOf, makePlan } from "../quadrature/grid/plan.ts";
import type { Result } from "../run/result.ts";
import { type Agreement, agreementOf } from "./agreement.ts";
import { samplesOf } from "./compare.ts";
import { title, type Who } from "./labels.ts";
import { type Contender, entrantOn, type MeasureOptions, measure } from "./measure.ts";
import { mostOf, ONCE, sizeFor } from "./size-for.ts";
import { sideOf, sidesOf } from "./sizes.ts";
import { spread } from "./statistics.ts";
import { type Entrant, takeTurns } from "./turns.ts";

/** Contenders by cells per second, each on a grid that it has time for. */
export interface Race {
  readonly entries: readonly Entry[];
  /** The integrals of all on one grid, the smallest that was raced on, and whether they agree. */
  readonly checked: {
    readonly n: number;
    readonly results: readonly Result[];
    readonly agreement: Agreement;
  };
}

export interface Entry {
  readonly contender: Who;
  /** With every sample; null if it refused. */
  readonly result: Result | null;
  readonly refusal: string | null;
  /** Half the distance from the 10th to the 90th percentile of the samples, over their median; null of fewer than three. */
  readonly spread: number | null;
}

export interface RaceOptions extends Pick<MeasureOptions, "signal" | "onNote" | "exact"> {
  boundsOf?: (grid: Prepared) => Bounds | Promise<Bounds>;
  onStage?: (text: string) => void;
  /** Receives the rates of a contender so far, in cells per second, after every run that counts. */
  onSample?: (contender: Who, rates: readonly number[]) => void;
}

/** Seconds that a race takes about. */
export const RACE_SECONDS = 10;
/** Rounds of one run or of a quarter of a second of short ones: at least three, however slow the machine is. */
const PROTOCOL = { rounds: 5, least: 3, fill: 0.25 };

/** n from which sizes are doubled, in one, two and three variables. */
const FIRST = [4096, 128, 32];
/** Nobody is so many times as slow as the one before, in whose grid the first size is found. */
const SLOWEST = 256;

/**
 * Finds an n for each contender, no larger than that of the one before it; warms all up and lets them take turns; and
 * compares their integrals on the smallest n.
 */
export async function race(
  prepared: Prepared,
  contenders: readonly Contender[],
  host: Host,
  { boundsOf: judge = boundsOf, onStage = () => {}, onSample = () => {}, ...options }: RaceOptions = {},
): Promise<Race> {
  const deadline = host.now() + 1000 * RACE_SECONDS;
  const grids = new Map<Contender, Prepared>();
  const refusals = new Map<Contender, string>();
  let most = mostOf(prepared);
  let least = FIRST[prepared.problem.variables.length - 1] as number;
  for (const contender of contenders) {
    onStage(`finding a grid for ${title(contender)}`);
    const found = await sizeFor(prepared, contender, host, [least, most], options);
    if (typeof found === "string") refusals.set(contender, found);
    else {
      most = found;
      least = Math.max(least, Math.floor(found / SLOWEST ** (1 / prepared.problem.variables.length)));
      grids.set(contender, onGrid(prepared, sidesOf(prepared, found)));
    }
  }
  const taking = contenders.filter((one) => grids.has(one));
  const setUp = async (contender: Contender): Promise<Entrant<Result>> => {
    const plan = makePlan(grids.get(contender) as Prepared);
    const entrant = await entrantOn(plan, contender, host, options);
    const rates: number[] = [];
    return {
      ...entrant,
      async run(counts, onProgress) {
        const seconds = await entrant.run(counts, onProgress);
        if (!counts) return seconds;
        rates.push(cellsOf(plan) / seconds);
        onSample(contender, rates);
        return seconds;
      },
    };
  };
  const { signal } = options;
  const measured = await takeTurns(taking, setUp, host, PROTOCOL, {
    signal,
    deadline,
    onProgress: ({ contender, round }) =>
      onStage(`${title(contender)}, ${round ? `round ${round}` : "warming up"}`),
  });
  const entries = contenders.map((contender): Entry => {
    const found = measured.find((one) => one.contender === contender);
    const result = found?.result ?? null;
    const refusal = refusals.get(contender) ?? found?.refusal ?? null;
    const samples = result ? samplesOf(result) : [];
    return { contender, result, refusal, spread: samples.length < 3 ? null : spread(samples) };
  });
  onStage("comparing the integrals");
  return { entries, checked: await check(prepared, contenders, entries, host, judge, options) };
}

/** The integrals of all that were raced, on the smallest grid. */
async function check(
  prepared: Prepared,
  contenders: readonly Contender[],
  entries: readonly Entry[],
  host: Host,
  judge: (grid: Prepared) => Bounds | Promise<Bounds>,
  options: MeasureOptions,
): Promise<Race["checked"]> {
  const sides = entries.flatMap(({ result }) => (result ? sideOf(result) : []));
  const n = Math.min(...sides);
  const grid = onGrid(prepared, sidesOf(prepared, n));
  const results: Result[] = [];
  for (const [k, { result }] of entries.entries()) {
    if (!result) continue;
    const again = sideOf(result) > n;
    const [once] = again ? await measure(grid, [contenders[k] as Contender], host, ONCE, options) : [];
    const found = again ? once?.result : result;
    if (found) results.push(found);
  }
  const agreement = agreementOf(results, sides.length ? await judge(grid) : NOTHING);
  return { n, results, agreement };
}

const NOTHING: Bounds = { fast: 0, f32: 0, df64: 0, f64: 0 };
