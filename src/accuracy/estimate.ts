import { sensitivity } from "../integrand/sensitivity.ts";
import type { Tree } from "../integrand/tree.ts";
import { onGrid, type Prepared } from "../problem/problem.ts";
import { makeAxis, RULES } from "../quadrature/rule.ts";
import type { Estimate, Result } from "../run/result.ts";

/** Integrates on a grid of the estimate's choosing. */
export type Integrate = (prepared: Prepared) => Promise<Pick<Result, "integral" | "precision">>;

/** Cells a side of the finest of the three grids, at most. */
const FINEST = 1024;

/**
 * The error to expect of an integral, its two parts apart. Discretization: from the f64 sums over three grids,
 * each twice as fine as the one before, by Richardson's extrapolation (1911), scaled to the problem's own
 * grid. They are taken in f64 because f32's rounding would drown their differences. Rounding: on a GPU, what
 * it makes of two such grids beside the f64 sums over them; in f64, the unit roundoff times what f makes
 * of it. Throws `not-finite` where f has no finite value at a node of these grids.
 */
export async function estimateErrors(
  prepared: Prepared,
  inDoubles: Integrate,
  onBackend: Integrate,
): Promise<Estimate> {
  const { problem } = prepared;
  const [fine, middle, coarse] = [1, 2, 4].map((coarser) => coarseGrid(prepared, coarser)) as [
    Prepared,
    Prepared,
    Prepared,
  ];
  const sum = async (grid: Prepared) => (await inDoubles(grid)).integral;
  const sums = [await sum(fine), await sum(middle), await sum(coarse)] as const;
  const roundoff = doubleRoundoff(prepared);
  // On a small grid rounding is what it is, and not what it would be on a finer one, where it averages out.
  const small = Math.max(problem.nx, problem.ny) <= FINEST;
  const { integral, precision } = await onBackend(small ? prepared : fine);
  let rounding = Math.max(roundoff, Math.abs(integral - (small ? await sum(prepared) : sums[0])));
  if (precision !== "f64") {
    rounding = Math.max(rounding, Math.abs((await onBackend(middle)).integral - sums[1]));
  }
  const finer = Math.max(fine.problem.nx / problem.nx, fine.problem.ny / problem.ny);
  const smooth = !hasSteps(prepared.f);
  const { discretization: grid, ...seen } = discretization(sums, roundoff, finer, smooth);
  return { discretization: grid, rounding, ...seen };
}

/**
 * From the sums over grids of spacing h, 2h and 4h the error at spacing h * finer. The ratio of their
 * differences is 2^order. Rules and limits as measured on 18 integrands and five grids each. Where f has
 * steps, the sums scatter, and a ratio of theirs says nothing: the error falls with h, at least.
 */
export function discretization(
  [fine, middle, coarse]: readonly [number, number, number],
  roundoff: number,
  finer: number,
  smooth = true,
): Omit<Estimate, "rounding"> {
  const [near, far] = [Math.abs(fine - middle), Math.abs(middle - coarse)];
  const ratio = far / near;
  const order = Math.log2(ratio);
  if (Math.max(near, far) <= roundoff) {
    return { discretization: Math.max(near, far), order: null, regime: "below rounding" };
  }
  // The midpoint rule's own order is 2; more is luck, or f periodic, and not to be counted on.
  if (smooth && ratio >= 3.2) return { discretization: (near / 3) * finer ** 2, order, regime: "asymptotic" };
  if (smooth && ratio > 1.25) {
    return { discretization: (near / (ratio - 1)) * finer ** order, order, regime: "asymptotic" };
  }
  return {
    discretization: Math.max(near, far) * (smooth ? 1 : finer),
    order: null,
    regime: "not asymptotic",
  };
}

export function hasSteps(tree: Tree): boolean {
  if (tree.kind !== "call") return false;
  return /^([<>=!&|?].*|sign|floor|ceil|round)$/.test(tree.name) || tree.args.some(hasSteps);
}

/** The problem on a grid that is at most 1,024 / coarser cells a side, and at least 16 / coarser. */
function coarseGrid(prepared: Prepared, coarser: number): Prepared {
  const { problem } = prepared;
  const scale = Math.min(1, FINEST / Math.max(problem.nx, problem.ny));
  // An even number of cells on every grid: so none has a node in the middle, where poles like to be.
  const side = (n: number) => (8 * Math.max(2, Math.round((n * scale) / 8))) / coarser;
  return onGrid(prepared, side(problem.nx), side(problem.ny));
}

/** What f64 makes of the sum: its unit roundoff, twice, times the mean sensitivity of f over a coarse grid. */
function doubleRoundoff({ f: tree, problem: { x, y, rule } }: Prepared): number {
  const [xs, ys] = [x, y].map((limits) => makeAxis(RULES[rule], limits, 8).nodes()) as [
    Float64Array,
    Float64Array,
  ];
  let sum = 0;
  for (const a of xs) {
    for (const b of ys) {
      const here = sensitivity(tree, a, b).sum;
      if (Number.isFinite(here)) sum += here;
    }
  }
  return 2 ** -52 * Math.abs((x[1] - x[0]) * (y[1] - y[0])) * (sum / 64);
}
