import type { Host } from "../backend.ts";
import type { RuleName } from "../problem/grid.ts";
import { onGrid, type Prepared } from "../problem/problem.ts";
import type { Result } from "../run/result.ts";
import { mostThreads } from "./labels.ts";
import { type Contender, type MeasureOptions, measure } from "./measure.ts";
import { sidesOf } from "./sizes.ts";

/** One run each: only the sums are of interest. */
const ONCE = { rounds: 1, fill: 0, warmup: 0 };

/** The sums of these rules in f64 over n, small n first, each rule's within its share of `budget` seconds. */
export async function sumsOf(
  rules: readonly RuleName[],
  prepared: Prepared,
  sizes: readonly number[],
  contenders: readonly Contender[],
  host: Host,
  budget: number,
  options: MeasureOptions,
): Promise<Result[]> {
  const cpu = mostThreads(contenders) ?? contenders.find(({ backend }) => backend === "serial");
  const found: Result[] = [];
  for (const rule of cpu ? rules : []) {
    let left = budget / rules.length;
    let last: Result | undefined;
    for (const n of sizes) {
      const grid = onGrid(prepared, sidesOf(prepared, n), rule);
      if (last && last.seconds.total * gridRatio(grid, last) > left) break;
      const [measured] = await measure(grid, [cpu as Contender], host, ONCE, options);
      last = measured?.result ?? undefined;
      if (!last) break;
      found.push(last);
      left -= last.seconds.total;
    }
  }
  return found;
}

/** How many times as many cells a grid has. */
function gridRatio({ problem }: Prepared, last: Result): number {
  return problem.method.n.reduce((product, side) => product * side, 1) / last.cells;
}
