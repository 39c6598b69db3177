import { boundsOf } from "../accuracy/bound.ts";
import { IntegrateError } from "../errors.ts";
import type { AdapterIdentity } from "../identity.ts";
import { evaluate } from "../integrand/tape.ts";
import { type GpuPrecision, onGrid } from "../problem/problem.ts";
import { makePlan, type Plan } from "../quadrature/plan.ts";
import { CompensatedSum, total } from "../quadrature/sum.ts";
import { probeArithmetic } from "./arithmetic.ts";
import type { Gpu } from "./device.ts";

/** Most nodes per side, by variables, of the grid on which df64 is compared with f64; no finer than the run's own. */
const SIDES = [1, 3721, 61, 15];

/**
 * Checks on the device that the error-free sums, and the products of double-single arithmetic, are exact, for values that
 * its compiler cannot know. Throws `gpu` with the adapter's name.
 */
export async function proveArithmetic({ device, identity }: Gpu, precision: GpuPrecision): Promise<void> {
  const { guardsHold, productsHold } = await probeArithmetic(device);
  if (!guardsHold) throw refusal(identity, precision, "its guarded sums are not exact");
  if (!productsHold && precision === "df64")
    throw refusal(identity, precision, "its guarded products are not exact");
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
  // Weights do not matter to the arithmetic, but the pipeline wants them.
  const most = SIDES[whole.box.length] as number;
  const plan = makePlan(
    onGrid(
      whole,
      whole.problem.method.n.map((n) => Math.max(1, Math.floor(Math.min(most / whole.rule.nodes.length, n)))),
    ),
  );
  const truth = total(plan, Float64Array.of(interpretedSum(plan)));
  const bound = boundsOf(plan).df64;
  // If f is not finite, or overflows f32, the run itself will fail.
  if (!Number.isFinite(truth) || !Number.isFinite(bound)) return;
  const sum = await sumOn(plan);
  if (!Number.isFinite(sum)) return;
  const error = Math.abs(sum - truth);
  if (error <= bound) return;
  const figures = `${error.toExponential(1)}, more than the promised ${bound.toExponential(1)}`;
  throw refusal(identity, "df64", `on ${plan.problem.method.n.join(" x ")} cells it is off by ${figures}`);
}

export function refusal({ name }: AdapterIdentity, precision: GpuPrecision, why: string): IntegrateError {
  return new IntegrateError("gpu", `${name} cannot do ${precision}: ${why}; use -b threads, which has f64`);
}

/** The sum of f over a plan, interpreted, since a page may not compile code. */
function interpretedSum({ f, x, y, z }: Plan): number {
  const [xs, ys, zs] = [x.nodes(), y.nodes(), z.nodes()];
  const [us, vs, ws] = [x.weights(), y.weights(), z.weights()];
  const one = (weights: Float64Array | null, k: number) => weights?.[k] ?? 1;
  const sum = new CompensatedSum();
  for (let k = 0; k < zs.length; k++)
    for (let j = 0; j < ys.length; j++)
      for (let i = 0; i < xs.length; i++) {
        const value = evaluate(f, [xs[i] as number, ys[j] as number, zs[k] as number]);
        sum.add(value * one(us, i) * one(vs, j) * one(ws, k));
      }
  return sum.value;
}
