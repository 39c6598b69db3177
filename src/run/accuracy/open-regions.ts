import type { Host } from "../../backend.ts";
import { regionsAlone, regionsOnThreads } from "../../cpu/regions.ts";
import { whyNoWasm } from "../../cpu/simd.ts";
import { UsageError } from "../../errors.ts";
import type { WarmGpu } from "../../gpu/device.ts";
import { makeDeviceSums } from "../../gpu/device-sums.ts";
import { manyOnGpu } from "../../gpu/many/worker.ts";
import type { RegionPrecision } from "../../gpu/region-shader.ts";
import { ARITHMETIC, regionsOnGpu } from "../../gpu/regions.ts";
import type { Accuracy, Precision } from "../../problem/problem.ts";
import type { Region } from "../../quadrature/coordinates/segments.ts";
import { makeDeviceRule } from "../../quadrature/integrands/device-rule.ts";
import { type Integrand, makeIntegrandRule } from "../../quadrature/integrands/integrand-rule.ts";
import { MOST_TENSOR } from "../../quadrature/rules/measure.ts";
import { identityOf } from "../grid/partial-document.ts";
import type { Choice, Session } from "../session.ts";
import { cheapestFor } from "./cheapest.ts";
import { BeginAgain, type OpenRegions } from "./opened.ts";
import { manyUntilLarge, untilLarge } from "./until-large.ts";

const NONE = new Float64Array(0);

interface Surroundings {
  readonly session: Pick<Session, "workers" | "gpu">;
  readonly host: Pick<Host, "now" | "pause">;
  readonly onNote: (text: string) => void;
}

/** The tolerance below which a GPU is not worth starting. */
const DF64_REACHES = 1e-10;
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
  if (backend === "simd") return inWasm(surroundings, threads);
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
  const outgrown = (own: RegionPrecision) =>
    new BeginAgain("using the GPU: a pass has millions of values of f", () =>
      onGpu(surroundings, own, threads),
    );
  return {
    ...cpu,
    open(integrand) {
      const own = cpu.open(integrand);
      // Over many axes f may cancel by more than f32 holds.
      if (integrand.box.length > MOST_TENSOR) return manyUntilLarge(own, gpu, () => outgrown("df64"));
      return untilLarge(integrand, cheapest, own, gpu, () => outgrown(cheapest));
    },
  };
}

function onCpu({ session, host }: Surroundings, name: "serial" | "threads", threads: number): OpenRegions {
  const { pool, canCompile } = session.workers();
  // Where this thread may not compile, a worker does all of it.
  const open = (integrand: Integrand) =>
    name === "serial" && canCompile
      ? regionsAlone(makeIntegrandRule(integrand), host)
      : regionsOnThreads(integrand, threads, pool, host, { eager: !canCompile });
  return { name, precision: "f64", adapter: null, open };
}

/** f in WebAssembly, or JavaScript where neither this thread nor a worker may compile that. */
async function inWasm(surroundings: Surroundings, threads: number): Promise<OpenRegions> {
  const { session, host, onNote } = surroundings;
  const { pool, canCompile } = session.workers();
  const eager = !canCompile || whyNoWasm() !== null;
  const refusal = eager ? await pool.take(1)[0]?.call({ tryWasm: true, id: pool.nextPlan() }) : null;
  if (typeof refusal === "string") {
    onNote(`using plain threads: WebAssembly may not be compiled here (${refusal})`);
    return onCpu(surroundings, "threads", threads);
  }
  const open = (integrand: Integrand) =>
    regionsOnThreads(integrand, threads, pool, host, { eager, simd: true });
  return { name: "simd", precision: "f64", adapter: null, open };
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
    if (axes > MOST_TENSOR)
      return manyOnGpu({ integrand, precision, device: current, rest: cpu.open(integrand), host, onNote });
    const rule = makeDeviceRule(integrand, ARITHMETIC[precision]);
    const device = makeDeviceSums({ integrand, precision, device: current, host, onNote });
    const sums = (regions: readonly Region[]) =>
      device.sums(regions.map((region) => ({ region, rule, parameters: NONE })));
    const rest = cpu.open(integrand);
    return regionsOnGpu({ integrand, precision, rule, device, sums, rest, host });
  };
  return { name: "gpu", precision, adapter: identity, open };
}
