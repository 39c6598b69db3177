import { boundsOf } from "../accuracy/bound.ts";
import { IntegrateError } from "../errors.ts";
import { integrandOf } from "../integrand/integrand.ts";
import { evaluate } from "../integrand/simplify.ts";
import { makePlan, midpoints, type Plan } from "../quadrature/plan.ts";
import { CompensatedSum, total } from "../quadrature/sum.ts";
import { probeArithmetic } from "./arithmetic.ts";

/** Cells a side of the grid on which df64 is compared with f64, at most: the shader is made for no finer one. */
const SIDE = 61;

/**
 * Proves on the device that double-single arithmetic holds there: error-free sums and products on pairs that its
 * compiler does not know, and the very pipeline that is to be used, on a small grid, beside the CPU's f64.
 * `sumOn` runs that pipeline. Throws `gpu` with the adapter's name and the figures.
 */
export async function proveDouble(
  device: GPUDevice,
  name: string,
  { problem }: Plan,
  sumOn: (plan: Plan) => Promise<number>,
): Promise<void> {
  const refuse = (why: string) => {
    return new IntegrateError("gpu", `${name} cannot do df64: ${why}; use -b threads, in f64`);
  };
  const { guardsHold, productsHold } = await probeArithmetic(device);
  if (!guardsHold) throw refuse("its guarded sums are not exact");
  if (!productsHold) throw refuse("its guarded products are not exact");
  const plan = makePlan({ ...problem, nx: Math.min(SIDE, problem.nx), ny: Math.min(SIDE, problem.ny) });
  const truth = total(plan, Float64Array.of(interpretedSum(plan)));
  const bound = boundsOf(plan.problem).df64;
  // Where f has no finite value, or none in the range of f32, the run itself will say so.
  if (!Number.isFinite(truth) || !Number.isFinite(bound)) return;
  const sum = await sumOn(plan);
  if (!Number.isFinite(sum)) return;
  if (Math.abs(sum - truth) <= bound) return;
  const off = Math.abs(sum - truth).toExponential(1);
  throw refuse(
    `on ${plan.problem.nx} x ${plan.problem.ny} cells it is off by ${off}, where ${bound.toExponential(1)} is promised`,
  );
}

/** The sum of f over a plan of one tile, from the tree: a page may not compile code. */
function interpretedSum({ problem: { f, x, y, nx, ny } }: Plan): number {
  const tree = integrandOf(f);
  const xs = midpoints(x, nx);
  const sum = new CompensatedSum();
  for (const b of midpoints(y, ny)) for (const a of xs) sum.add(evaluate(tree, a, b));
  return sum.value;
}
