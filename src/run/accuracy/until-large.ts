import type { RegionWorker } from "../../backend.ts";
import type { RegionPrecision } from "../../gpu/region-shader.ts";
import { ARITHMETIC } from "../../gpu/regions.ts";
import { makeDeviceRule } from "../../quadrature/integrands/device-rule.ts";
import type { Integrand } from "../../quadrature/integrands/integrand-rule.ts";
import { COUNT } from "../../quadrature/rules/kronrod.ts";
import { valuesOf } from "../../quadrature/sums/sum-task.ts";
import type { Session } from "../session.ts";
import type { BeginAgain } from "./opened.ts";

/** Values of f in one pass from which on a hardware GPU is worth starting: tens of milliseconds on a CPU. */
const WORTH_GPU = 2 ** 22;

/** The same over many axes. */
export function manyUntilLarge(
  cpu: RegionWorker,
  gpu: Session["gpu"],
  outgrown: () => BeginAgain,
): RegionWorker {
  let asked = false;
  const before = async (values: number) => {
    if (asked || values < WORTH_GPU) return;
    asked = true;
    if (await gpu.isPreferred()) throw outgrown();
  };
  return {
    ...cpu,
    get threads() {
      return cpu.threads;
    },
    async measure(regions) {
      await before(regions.length * 2 ** (regions[0]?.length ?? 0));
      return cpu.measure(regions);
    },
    async sums(tasks) {
      await before(tasks.reduce((sum, task) => sum + valuesOf(task), 0));
      return cpu.sums(tasks);
    },
  };
}

/** A worker of the CPU, up to the first pass that a hardware GPU would do sooner; this is decided by counts. */
export function untilLarge(
  integrand: Integrand,
  precision: RegionPrecision,
  cpu: RegionWorker,
  gpu: Session["gpu"],
  outgrown: () => BeginAgain,
): RegionWorker {
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
