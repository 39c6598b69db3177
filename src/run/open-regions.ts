import type { Host, RegionWorker } from "../backend.ts";
import { regionsAlone, regionsOnThreads } from "../cpu/regions.ts";
import { UsageError } from "../errors.ts";
import type { WarmGpu } from "../gpu/device.ts";
import { makeDeviceSums } from "../gpu/device-sums.ts";
import type { RegionPrecision } from "../gpu/region-shader.ts";
import { ARITHMETIC, regionsOnGpu } from "../gpu/regions.ts";
import type { AdapterIdentity } from "../identity.ts";
import type { Runner } from "../problem/options.ts";
import type { Accuracy, Precision } from "../problem/problem.ts";
import { makeDeviceRule } from "../quadrature/device-rule.ts";
import { type Integrand, MOST_TENSOR, makeIntegrandRule } from "../quadrature/integrand-rule.ts";
import { COUNT } from "../quadrature/kronrod.ts";
import type { Region } from "../quadrature/segments.ts";
import { cheapestFor } from "./cheapest.ts";
import { identityOf } from "./partial-document.ts";
import type { Choice, Session } from "./session.ts";

/** What does the work of an accuracy, and what it is called. */
export interface OpenRegions {
  readonly name: Runner;
  readonly precision: Precision;
  readonly adapter: AdapterIdentity | null;
  readonly open: (integrand: Integrand) => RegionWorker;
}

/** Thrown by a worker where the run has to begin again, on something else. */
export class BeginAgain extends Error {
  constructor(
    readonly why: string,
    readonly open: () => Promise<OpenRegions>,
  ) {
    super(why);
  }
}

const NONE = new Float64Array(0);

interface Surroundings {
  readonly session: Pick<Session, "workers" | "gpu">;
  readonly host: Pick<Host, "now" | "pause">;
  readonly onNote: (text: string) => void;
}

/** The tolerance below which a GPU is not worth starting. */
const DF64_REACHES = 1e-10;
/** Values of f in one pass from which on a hardware GPU is worth starting: tens of milliseconds on a CPU. */
const WORTH_GPU = 2 ** 22;

/** Throws `usage` for a precision without a bound of its errors. */
export function checkPromises(
  precision: Precision | undefined,
): asserts precision is Exclude<Precision, "fast"> | undefined {
  if (precision !== "fast") return;
  throw new UsageError("precision", precision, "promises no accuracy; an accuracy takes f32, df64 or f64");
}

/** Chooses what integrates to an accuracy. Throws `usage`, `no-adapter` or `gpu`. */
export async function openRegions(
  surroundings: Surroundings,
  { backend, precision, threads }: Choice,
  { relative }: Accuracy,
): Promise<OpenRegions> {
  const { gpu } = surroundings.session;
  const cheapest = cheapestFor(relative);
  checkPromises(precision);
  if (backend === "serial") return onCpu(surroundings, "serial", 1);
  if (backend === "threads" || precision === "f64") return onCpu(surroundings, "threads", threads);
  if (precision === "df64" && backend === "auto" && !(await gpu.isPreferred())) {
    surroundings.onNote(
      "using CPU threads: no hardware GPU was found, and f64 on the CPU is as accurate as df64 in software, and faster",
    );
    return onCpu(surroundings, "threads", threads);
  }
  if (precision || backend === "gpu" || gpu.isRequested)
    return onGpu(surroundings, precision ?? cheapest, threads);
  const cpu = onCpu(surroundings, "threads", threads);
  if (relative < DF64_REACHES) return cpu;
  const outgrown = () =>
    new BeginAgain("using the GPU: a pass has millions of values of f", () =>
      onGpu(surroundings, cheapest, threads),
    );
  return { ...cpu, open: (integrand) => untilLarge(integrand, cheapest, cpu.open(integrand), gpu, outgrown) };
}

function onCpu({ session, host }: Surroundings, name: "serial" | "simd" | "threads", threads: number): OpenRegions {
  const { pool, canCompile } = session.workers();
  // Where this thread may not compile, a worker does all of it.
  const open = (integrand: Integrand) =>
    name === "serial" && canCompile
      ? regionsAlone(makeIntegrandRule(integrand), host)
      : regionsOnThreads(integrand, threads, pool, host, !canCompile);
  return { name, precision: "f64", adapter: null, open };
}

async function onGpu(
  surroundings: Surroundings,
  precision: RegionPrecision,
  threads: number,
): Promise<OpenRegions> {
  const { session, host, onNote } = surroundings;
  const { identity } = await session.gpu.get();
  const current = async (): Promise<WarmGpu> => {
    const now = await session.gpu.get();
    if (identityOf(now.identity) === identityOf(identity)) return now;
    const why = "the new device is of another kind and may round differently: starting again";
    throw new BeginAgain(why, () => onGpu(surroundings, precision, threads));
  };
  const cpu = onCpu(surroundings, "threads", threads);
  const open = (integrand: Integrand) => {
    const axes = integrand.box.length;
    if (axes > MOST_TENSOR) {
      const advice = `takes one to three variables that belong together, not ${axes}: use -b threads`;
      throw new UsageError("backend", "gpu", advice);
    }
    const rule = makeDeviceRule(integrand, ARITHMETIC[precision]);
    const device = makeDeviceSums({ integrand, precision, device: current, host, onNote });
    const sums = (regions: readonly Region[]) =>
      device.sums(regions.map((region) => ({ region, rule, parameters: NONE })));
    const rest = cpu.open(integrand);
    return regionsOnGpu({ integrand, precision, rule, device, sums, rest, host });
  };
  return { name: "gpu", precision, adapter: identity, open };
}

/** A worker of the CPU, up to the first pass that a hardware GPU would do sooner; this is decided by counts. */
function untilLarge(
  integrand: Integrand,
  precision: RegionPrecision,
  cpu: RegionWorker,
  gpu: Session["gpu"],
  outgrown: () => BeginAgain,
): RegionWorker {
  if (integrand.box.length > MOST_TENSOR) return cpu;
  const most = WORTH_GPU / COUNT ** integrand.box.length;
  let asked = false;
  return {
    get threads() {
      return cpu.threads;
    },
    setup: 0,
    onDevice: null,
    async measure(regions) {
      if (!asked && regions.length >= most) {
        const { suits } = makeDeviceRule(integrand, ARITHMETIC[precision]);
        if (regions.filter(suits).length >= most) {
          asked = true;
          if (await gpu.isPreferred()) throw outgrown();
        }
      }
      return cpu.measure(regions);
    },
    look: cpu.look,
    sums: cpu.sums,
    close: cpu.close,
  };
}
