import { boundsOf } from "../accuracy/bound.ts";
import { IntegrateError } from "../errors.ts";
import type { AdapterIdentity } from "../identity.ts";
import { evaluate } from "../integrand/simplify.ts";
import { onGrid } from "../problem/problem.ts";
import { makePlan, type Plan } from "../quadrature/plan.ts";
import { CompensatedSum, total } from "../quadrature/sum.ts";
import { probeArithmetic } from "./arithmetic.ts";
import type { Gpu } from "./device.ts";

/** Cells a side of the grid on which df64 is compared with f64, at most; never finer than the shader was made for. */
const SIDE = 61;

/**
 * Proves on the device that double-single arithmetic holds there: error-free sums and products of pairs that its
 * compiler does not know. Throws `gpu` with the adapter's name.
 */
export async function proveArithmetic({ device, identity }: Gpu): Promise<void> {
  const { guardsHold, productsHold } = await probeArithmetic(device);
  if (!guardsHold) throw refusal(identity, "its guarded sums are not exact");
  if (!productsHold) throw refusal(identity, "its guarded products are not exact");
}

/**
 * Proves that a pipeline computes in double-single, on a small grid beside the CPU's f64; `sumOn` runs it. Throws `gpu`
 * with the adapter's name and the figures.
 */
export async function provePipeline(
  identity: AdapterIdentity,
  whole: Plan,
  sumOn: (plan: Plan) => Promise<number>,
): Promise<void> {
  const plan = makePlan(onGrid(whole, Math.min(SIDE, whole.problem.nx), Math.min(SIDE, whole.problem.ny)));
  const truth = total(plan, Float64Array.of(interpretedSum(plan)));
  const bound = boundsOf(plan).df64;
  // Where f has no finite value, or none in the range of f32, the run itself will say so.
  if (!Number.isFinite(truth) || !Number.isFinite(bound)) return;
  const sum = await sumOn(plan);
  if (!Number.isFinite(sum)) return;
  const error = Math.abs(sum - truth);
  if (error <= bound) return;
  const { nx, ny } = plan.problem;
  const figures = `${error.toExponential(1)}, where ${bound.toExponential(1)} is promised`;
  throw refusal(identity, `on ${nx} x ${ny} cells it is off by ${figures}`);
}

function refusal({ name }: AdapterIdentity, why: string): IntegrateError {
  return new IntegrateError("gpu", `${name} cannot do df64: ${why}; use -b threads, in f64`);
}

/** The sum of f over a plan of one tile, from the tree: a page may not compile code. */
function interpretedSum({ f, x, y }: Plan): number {
  const xs = x.nodes();
  const sum = new CompensatedSum();
  for (const b of y.nodes()) for (const a of xs) sum.add(evaluate(f, a, b));
  return sum.value;
}
