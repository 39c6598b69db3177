import type { RegionWorker } from "../../backend.ts";
import type { Region } from "../../quadrature/coordinates/segments.ts";
import { costsOf } from "../../quadrature/integrands/costs.ts";
import type { Integrand } from "../../quadrature/integrands/integrand-rule.ts";
import { firstRegions, piecesOfAxes } from "../../quadrature/regions/first.ts";
import type { Measure } from "../../quadrature/rules/measure.ts";
import type { Transform } from "../../quadrature/sums/lattice.ts";
import type { SumTask } from "../../quadrature/sums/sum-task.ts";
import { blocksOf } from "../../quadrature/sums/tensor.ts";
import { cached, type WarmGpu } from "../device.ts";
import { proveArithmetic, refusal } from "../proof.ts";
import type { RegionPrecision } from "../region-shader.ts";
import type { ManyDevice } from "./device.ts";
import { packedRegions } from "./regions.ts";
import type { ManyRule } from "./shader.ts";
import { POINTS, packedSums } from "./tasks.ts";

interface Proof {
  readonly integrand: Integrand;
  readonly precision: RegionPrecision;
  readonly rule: ManyRule;
  readonly unit: number;
  /** f64. */
  readonly rest: Pick<RegionWorker, "measure" | "sums">;
}

/** Null where a device has no value, NaN where f64 has none. */
interface Compared {
  readonly own: number | null;
  readonly other: number;
  readonly count: number;
  /** The largest |f|, where that is known. */
  readonly largest?: number;
}

/** How far sums may be off, as a multiple of the most that their values may be. */
const ROOM = 8;
/** The binary logarithm of a lattice's points, and a tensor rule's nodes along an axis. */
const BITS = 10;
const NODES = 2;

/**
 * Compares a rule on a device with f64, once an integrand; true if it had not been. Throws `gpu` with the adapter's name and
 * the error.
 */
export async function proveMany(gpu: WarmGpu, device: ManyDevice, proof: Proof): Promise<boolean> {
  const { integrand, precision, rule } = proof;
  await proveArithmetic(gpu, precision);
  const pipeline = await device.prepare(rule);
  const key = `${precision} ${rule} ${integrand.box.join(" ")}`;
  const of = proven.get(pipeline) ?? new Map<string, Promise<void>>();
  proven.set(pipeline, of);
  const isNew = !of.has(key);
  await cached(of, key, () => prove(gpu, device, proof));
  return isNew;
}

const proven = new WeakMap<GPUComputePipeline, Map<string, Promise<void>>>();

async function prove(gpu: WarmGpu, device: ManyDevice, proof: Proof): Promise<void> {
  const { integrand, precision, rule, unit, rest } = proof;
  const { most: sampled, relative, volume } = costsOf(integrand);
  const pairs: readonly Compared[] = await (rule === "cubature"
    ? regionsBoth(integrand, device, rest)
    : sumsBoth(proof, device));
  const offs = pairs.map(({ own, other, count, largest = 0 }) => {
    // A sample may miss what a region's nodes show.
    const most = Math.max(sampled, relative * largest);
    const bound = ROOM * unit * most * volume * count;
    const off = own === null || !Number.isFinite(other) ? 0 : Math.abs(own - other);
    return { off, bound };
  });
  // One value on the other side of a jump is no fault of a shader's.
  const wrong = offs.filter(({ off, bound }) => !(off <= bound));
  const [{ off, bound } = { off: 0, bound: 0 }] = wrong;
  if (!wrong.length || wrong.length < offs.length) return;
  const figures = `${off.toExponential(1)}, more than the promised ${bound.toExponential(1)}`;
  throw refusal(gpu.identity, precision, `a sum over ${integrand.box.length} variables is off by ${figures}`);
}

async function sumsBoth({ integrand, rule, rest }: Proof, device: ManyDevice) {
  const tasks = rule === "tensor" ? tensorTasks(integrand) : latticeTasks(integrand, rule);
  const packed = packedSums(tasks);
  const parts = await device.parts(rule, packed, POINTS);
  const others = await rest.sums(tasks);
  return packed.sums(parts).map((own, k) => {
    const other = others[k]?.lost ? Number.NaN : (others[k]?.value as number);
    // Tensor rules have the weights, lattices their number.
    return { own: own?.value ?? null, other, count: rule === "tensor" ? 1 : 2 ** (BITS - 1) };
  });
}

function latticeTasks(integrand: Integrand, rule: ManyRule): SumTask[] {
  const transform = rule.slice("lattice-".length) as Transform;
  const pieces = piecesOfAxes(integrand);
  const half = 2 ** (BITS - 1);
  return [0, 1].map((k) => ({
    pieces,
    bits: BITS,
    shift: k,
    transform,
    first: k * half,
    end: (k + 1) * half,
  }));
}

function tensorTasks(integrand: Integrand): SumTask[] {
  const counts = integrand.box.map(() => NODES);
  const { blocks } = blocksOf(counts);
  const all = firstRegions(integrand);
  return [all[0], all.at(-1)].map((region) => ({ region: region as Region, counts, first: 0, end: blocks }));
}

async function regionsBoth(integrand: Integrand, device: ManyDevice, rest: Pick<RegionWorker, "measure">) {
  const all = firstRegions(integrand);
  const some = [all[0], all.at(-1)] as Region[];
  const packed = packedRegions(some);
  const own = packed.measures(await device.parts("cubature", packed, POINTS), 0);
  const others = await rest.measure(some);
  return own.map((one, k) => {
    const { value, lost, low, high } = others[k] as Measure;
    const other = lost ? Number.NaN : value;
    return { own: one?.value ?? null, other, count: 1, largest: Math.max(-low, high) };
  });
}
