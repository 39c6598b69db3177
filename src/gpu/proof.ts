import { boundsOf } from "../accuracy/bound.ts";
import { breaksOf } from "../accuracy/breaks.ts";
import { IntegrateError } from "../errors.ts";
import type { AdapterIdentity } from "../identity.ts";
import { F32_MIN_NORMAL } from "../integrand/language/interval.ts";
import { evaluate } from "../integrand/language/tape.ts";
import { number, PARAMETERS, substitute, type Tree } from "../integrand/language/tree.ts";
import { sensitivity } from "../integrand/reading/sensitivity.ts";
import { valuesAt } from "../problem/family.ts";
import { type GpuPrecision, onGrid } from "../problem/problem.ts";
import { makePlan, type Plan } from "../quadrature/grid/plan.ts";
import { CompensatedSum, total } from "../quadrature/grid/sum.ts";
import type { Axis } from "../quadrature/rules/rule.ts";
import type { Arithmetic } from "./arithmetic.ts";
import type { WarmGpu } from "./device.ts";
import { allDone } from "./errors.ts";

/**
 * Most nodes per side, by variables, of the grid on which a pipeline is compared with f64; no finer than the run's own.
 * In f32 it has whole strips of rows, four columns at a time, and some left over.
 */
const SIDES = { df64: [1, 3721, 61, 15], f32: [1, 257, 17, 9] } as const;

/** The grid's extent, as parts of the run's own: symmetry would hide that an odd function is 0. */
const EXTENT = [0.83, 0.71, 0.77];

/** What f32 may be off by, relative to the sensitivity of f: 4 ulp a function. */
const F32_UNIT = 2 ** -21;

/**
 * The same for `fast`, whose functions promise nothing: the standard's bound for sines, or this many times what the
 * adapter's own was seen to be off by.
 */
const FAST_UNIT = 2 ** -11;
const FAST_SINES = 32;

/** Throws `gpu` with the adapter's name where sums or functions, or the products of df64, are not what they have to be. */
export async function proveArithmetic(gpu: WarmGpu, precision: GpuPrecision): Promise<Arithmetic> {
  const { identity } = gpu;
  const [arithmetic, wrong] = await allDone([gpu.arithmetic(), gpu.wrong(precision)]);
  const { guardsHold, productsHold } = arithmetic;
  if (!guardsHold) throw refusal(identity, precision, "its guarded sums are not exact");
  if (!productsHold && precision === "df64")
    throw refusal(identity, precision, "its guarded products are not exact");
  if (wrong) throw refusal(identity, precision, wrong);
  return arithmetic;
}

interface Proof {
  readonly identity: AdapterIdentity;
  readonly plan: Plan;
  readonly precision: GpuPrecision;
  readonly arithmetic: Arithmetic;
}

/**
 * Compares a pipeline, run by `sumOn`, with f64 on the CPU, on a small grid over a part of the same domain: of a family, its
 * first member. Throws `gpu` with the adapter's name and the error.
 */
export async function provePipeline(
  { identity, plan: whole, precision, arithmetic }: Proof,
  sumOn: (plan: Plan) => Promise<number>,
): Promise<void> {
  // Weights do not matter to the arithmetic, but the pipeline wants them.
  const most = SIDES[precision === "df64" ? "df64" : "f32"][whole.box.length] as number;
  const cells = Math.max(1, Math.floor(most / whole.rule.nodes.length));
  const small = makePlan(
    onGrid(
      whole,
      whole.problem.method.n.map((n) => Math.min(cells, n)),
    ),
  );
  const [x, y, z] = [small.x, small.y, small.z].map((axis, k) => shortened(axis, EXTENT[k] as number));
  const plan = { ...small, x, y, z } as Plan;
  const one = { ...plan, f: withFirst(plan) };
  const truth = total(plan, Float64Array.of(interpretedSum(one)));
  const bound = Number.isFinite(truth) ? mostOff(one, precision, arithmetic) : 0;
  // If f is not finite, or overflows f32, the run itself will fail.
  if (!Number.isFinite(truth) || !Number.isFinite(bound)) return;
  const sum = await sumOn(plan);
  if (!Number.isFinite(sum)) return;
  const error = Math.abs(sum - truth);
  if (error <= bound) return;
  const what = precision === "fast" ? "tolerated" : "promised";
  const figures = `${error.toExponential(1)}, more than the ${what} ${bound.toExponential(1)}`;
  throw refusal(identity, precision, `on ${plan.problem.method.n.join(" x ")} cells it is off by ${figures}`);
}

/** f of the first member, not simplified: a shader loses digits where numbers that are folded would not. */
function withFirst({ f, members }: Plan): Tree {
  if (!members.names.length) return f;
  const own = valuesAt(members, 0);
  return substitute(f, (leaf) =>
    leaf.axis < PARAMETERS ? leaf : number(own[leaf.axis - PARAMETERS] as number),
  );
}

/** The axis with its nodes moved towards the first one, which keeps them within the range that the shader is made for. */
function shortened(axis: Axis, extent: number): Axis {
  const [start] = axis.nodes(0, 1) as unknown as [number];
  return {
    ...axis,
    nodes: (first, count) => axis.nodes(first, count).map((node) => start + (node - start) * extent),
  };
}

/** Infinite where nothing is known: where f jumps. */
function mostOff(plan: Plan, precision: GpuPrecision, { sineError }: Arithmetic): number {
  if (precision === "df64") return boundsOf(plan).df64;
  if (breaksOf(plan) === "jump") return Number.POSITIVE_INFINITY;
  const unit = precision === "f32" ? F32_UNIT : Math.max(FAST_UNIT, FAST_SINES * sineError);
  const most = pointsOf(plan).reduce((all, { point, weight }) => {
    const { sum, slopes } = sensitivity(plan.f, point);
    return all + weight * (unit * sum + F32_MIN_NORMAL * slopes);
  }, 0);
  return Math.abs(total(plan, Float64Array.of(most)));
}

export function refusal({ name }: AdapterIdentity, precision: GpuPrecision, why: string): IntegrateError {
  return new IntegrateError("gpu", `${name} cannot do ${precision}: ${why}; use -b threads, which has f64`);
}

/** The sum of f over a plan, interpreted, since a page may not compile code. */
function interpretedSum(plan: Plan): number {
  const sum = new CompensatedSum();
  for (const { point, weight } of pointsOf(plan)) sum.add(evaluate(plan.f, point) * weight);
  return sum.value;
}

function pointsOf({ x, y, z }: Plan): { point: number[]; weight: number }[] {
  const lines = [x, y, z].map((axis) => {
    const weights = axis.weights();
    return [...axis.nodes()].map((node, k) => ({ node, weight: weights?.[k] ?? 1 }));
  });
  const [xs = [], ys = [], zs = []] = lines;
  return zs.flatMap((w) =>
    ys.flatMap((v) =>
      xs.map((u) => ({ point: [u.node, v.node, w.node], weight: u.weight * v.weight * w.weight })),
    ),
  );
}
