import type { Host, RegionWorker } from "../../backend.ts";
import { tapeOf } from "../../integrand/language/tape.ts";
import { stepBounder } from "../../integrand/reading/bounds.ts";
import type { Region } from "../../quadrature/coordinates/segments.ts";
import { costsOf } from "../../quadrature/integrands/costs.ts";
import type { Integrand } from "../../quadrature/integrands/integrand-rule.ts";
import { makeWildTest } from "../../quadrature/regions/wild.ts";
import { MOST_IN_REGIONS, makeCubature } from "../../quadrature/rules/cubature.ts";
import type { Measure } from "../../quadrature/rules/measure.ts";
import { type SumTask, valuesOf } from "../../quadrature/sums/sum-task.ts";
import { blocksOf, type PartSum } from "../../quadrature/sums/tensor.ts";
import type { WarmGpu } from "../device.ts";
import { despiteLosses } from "../losses.ts";
import type { RegionPrecision } from "../region-shader.ts";
import { ARITHMETIC } from "../regions.ts";
import { type ManyDevice, manyDevice } from "./device.ts";
import { makeLists } from "./lists.ts";
import { proveMany } from "./proof.ts";
import { packedRegions } from "./regions.ts";
import type { ManyRule } from "./shader.ts";
import { type PackedSums, POINTS, packedSums, planeOf } from "./tasks.ts";

/** Values of f of a call, and of a sum, from which on a device is asked; by counts, so that results do not depend on clocks. */
const WORTH = 2 ** 17;
const WORTH_SUM = 2 ** 6;
/** Regions that are put together at once. */
const MOST_REGIONS = 2 ** 15;

interface Surroundings {
  readonly integrand: Integrand;
  readonly precision: RegionPrecision;
  /** The device, or the one that took its place. Throws where it rounds in another way. */
  readonly device: () => Promise<WarmGpu>;
  /** The CPU, for small passes and for what has no value on a device. */
  readonly rest: RegionWorker;
  readonly host: Pick<Host, "now" | "pause">;
  readonly onNote: (text: string) => void;
}

/** Sums over many axes on a GPU. */
export function manyOnGpu({ integrand, precision, device, rest, host, onNote }: Surroundings): RegionWorker {
  const { unit, angle } = ARITHMETIC[precision];
  const axes = integrand.box.length;
  let open: { readonly gpu: WarmGpu; readonly many: ManyDevice } | null = null;
  let [setup, onDevice] = [0, 0];
  let isAble: boolean | null = null;
  let isWild: ReturnType<typeof makeWildTest> | null = null;
  const able = () => {
    isAble ??= hasTameAngles(integrand, angle);
    return isAble;
  };
  const opened = async () => {
    const gpu = await device();
    return { gpu, many: manyDevice(integrand, precision, gpu, host) };
  };
  const ready = async (rule: ManyRule): Promise<ManyDevice> => {
    const since = host.now();
    const { gpu, many } = open ?? (await opened());
    open = { gpu, many };
    const isNew = await proveMany(gpu, many, { integrand, precision, rule, unit, rest });
    if (isNew) setup += host.now() - since;
    return many;
  };
  const despite = <T>(work: () => Promise<T>, onLoss = () => {}): Promise<T> =>
    despiteLosses(work, (message) => {
      onNote(`${message}; summing this again`);
      open = null;
      onLoss();
    });
  const onGpu = <T>(rule: ManyRule, work: (many: ManyDevice) => Promise<T>): Promise<T> =>
    despite(async () => work(await ready(rule)));
  const cost = () => unit * costsOf(integrand).relative;
  const lists = makeLists({
    integrand,
    precision,
    unit,
    cost,
    rest,
    host,
    async gpu() {
      return (open ?? (await opened())).gpu;
    },
    async ready() {
      const many = await ready("cubature");
      return { gpu: (open as { gpu: WarmGpu }).gpu, many };
    },
    despite,
    onSetup(milliseconds) {
      setup += milliseconds;
    },
    onHalves(values) {
      onDevice += values;
    },
  });
  const summed = async (rule: ManyRule, packed: PackedSums): Promise<(PartSum | null)[]> =>
    packed.sums(await onGpu(rule, (many) => many.parts(rule, packed, POINTS)));
  const count = axes <= MOST_IN_REGIONS ? makeCubature(axes).count : 0;
  return {
    unit,
    get threads() {
      return rest.threads;
    },
    get setup() {
      return setup;
    },
    get onDevice() {
      return onDevice;
    },
    async measure(regions) {
      if (!able() || regions.length * count < WORTH) return rest.measure(regions);
      const measures: (Measure | null)[] = [];
      isWild ??= makeWildTest(integrand);
      for (let first = 0; first < regions.length; first += MOST_REGIONS) {
        const packed = packedRegions(regions.slice(first, first + MOST_REGIONS));
        const parts = await onGpu("cubature", (many) => many.parts("cubature", packed, count));
        // Next to a pole no rule alone can be believed.
        for (const [k, one] of packed.measures(parts, cost()).entries())
          measures.push(isWild(regions[first + k] as Region) ? null : one);
        await host.pause();
      }
      onDevice += regions.length * count;
      return filledIn(regions, measures, (left: Region[]) => rest.measure(left));
    },
    async sums(tasks) {
      const found = new Array<PartSum | null>(tasks.length).fill(null);
      for (const { rule, at } of able() ? groupsOf(tasks) : []) {
        const own = at.map((k) => tasks[k] as SumTask);
        const sums = await summed(rule, packedSums(own));
        for (const [k, sum] of sums.entries()) found[at[k] as number] = sum;
        onDevice += own.reduce((sum, task) => sum + valuesOf(task), 0);
      }
      return filledIn(tasks, found, (left: SumTask[]) => rest.sums(left));
    },
    async list(regions) {
      isWild ??= makeWildTest(integrand);
      // What may be infinite is the host's to judge.
      if (axes > MOST_IN_REGIONS || !able() || !isWild.isTameThroughout()) return null;
      return lists.take(regions);
    },
    look: rest.look,
    close() {
      lists.close();
      rest.close();
    },
  };
}

/** What a device left out comes from the CPU. */
async function filledIn<T, U>(
  items: readonly T[],
  found: readonly (U | null)[],
  missing: (items: T[]) => Promise<readonly U[]>,
): Promise<U[]> {
  const left = items.filter((_, k) => found[k] === null);
  const others = left.length ? await missing(left) : [];
  let next = 0;
  return found.map((one) => one ?? (others[next++] as U));
}

/** The tasks that are worth a device, by the shader and the lattice that they need. */
function groupsOf(tasks: readonly SumTask[]): { rule: ManyRule; at: number[] }[] {
  const groups = new Map<string, { rule: ManyRule; at: number[]; values: number }>();
  for (const [k, task] of tasks.entries()) {
    const values = valuesOf(task);
    const isTensor = !("bits" in task);
    if (values < WORTH_SUM || (isTensor && blocksOf(task.counts).nodes % planeOf(task.counts))) continue;
    const rule: ManyRule = isTensor ? "tensor" : `lattice-${task.transform}`;
    const key = isTensor ? rule : `${rule} ${task.bits}`;
    const own = groups.get(key) ?? { rule, at: [], values: 0 };
    groups.set(key, own);
    own.at.push(k);
    own.values += values;
  }
  return [...groups.values()].filter(({ values }) => values >= WORTH);
}

const ANGLES = new Set(["sin", "cos", "tan"]);

/** Whether all angles are such that their sines are accurate. */
function hasTameAngles({ f, box }: Integrand, most: number): boolean {
  const bound = stepBounder(f, box.length);
  const [from, to] = [box.map((ends) => Math.min(...ends)), box.map((ends) => Math.max(...ends))];
  bound(from, to);
  return tapeOf(f).every(({ tree, args }) => {
    if (tree.kind !== "call" || !ANGLES.has(tree.name)) return true;
    const [low, high] = bound.endsOf(args[0] as number);
    return Math.max(-low, high) <= most;
  });
}
