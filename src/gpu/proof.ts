import { boundsOf } from "../accuracy/bound.ts";
import { IntegrateError } from "../errors.ts";
import type { AdapterIdentity } from "../identity.ts";
import { evaluate } from "../integrand/simplify.ts";
import { onGrid } from "../problem/problem.ts";
import { makePlan, type Plan } from "../quadrature/plan.ts";
import { CompensatedSum, total } from "../quadrature/sum.ts";
import { probeArithmetic } from "./arithmetic.ts";
import type { Gpu } from "./device.ts";

/** Most cells per side of the grid on which df64 is compared with f64; no finer than the run's own grid. */
const SIDE = 61;

/**
 * Checks on the device that the error-free sums and products of double-single arithmetic are exact, for values that its
 * compiler cannot know. Throws `gpu` with the adapter's name.
 */
export async function proveArithmetic({ device, identity }: Gpu): Promise<void> {
  const { guardsHold, productsHold } = await probeArithmetic(device);
  if (!guardsHold) throw refusal(identity, "its guarded sums are not exact");
  if (!productsHold) throw refusal(identity, "its guarded products are not exact");
}

/**
 * Compares a df64 pipeline, run by `sumOn`, with f64 on the CPU, on a small grid over the same domain. Throws `gpu` with
 * the adapter's name and the error.
 */
export async function provePipeline(
  identity: AdapterIdentity,
  whole: Plan,
  sumOn: (plan: Plan) => Promise<number>,
): Promise<void> {
  const plan = makePlan(onGrid(whole, Math.min(SIDE, whole.problem.nx), Math.min(SIDE, whole.problem.ny)));
  const truth = total(plan, Float64Array.of(interpretedSum(plan)));
  const bound = boundsOf(plan).df64;
  // If f is not finite, or overflows f32, the run itself will fail.
  if (!Number.isFinite(truth) || !Number.isFinite(bound)) return;
  const sum = await sumOn(plan);
  if (!Number.isFinite(sum)) return;
  const error = Math.abs(sum - truth);
  if (error <= bound) return;
  const { nx, ny } = plan.problem;
  const figures = `${error.toExponential(1)}, more than the promised ${bound.toExponential(1)}`;
  throw refusal(identity, `on ${nx} x ${ny} cells it is off by ${figures}`);
}

function refusal({ name }: AdapterIdentity, why: string): IntegrateError {
  return new IntegrateError("gpu", `${name} cannot do df64: ${why}; use -b threads, which has f64`);
}

/** The sum of f over a plan of one tile, interpreted, since a page may not compile code. */
function interpretedSum({ f, x, y }: Plan): number {
  const xs = x.nodes();
  const sum = new CompensatedSum();
  for (const b of y.nodes()) for (const a of xs) sum.add(evaluate(f, a, b));
  return sum.value;
}
