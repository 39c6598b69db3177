import type { Host, Listed, RegionList, RegionWorker } from "../../backend.ts";
import type { Integrand } from "../../quadrature/integrands/integrand-rule.ts";
import { makeCubature } from "../../quadrature/rules/cubature.ts";
import type { WarmGpu } from "../device.ts";
import type { RegionPrecision } from "../region-shader.ts";
import type { ManyDevice } from "./device.ts";
import { type DeviceList, listOn, roomOn } from "./list.ts";
import { proveList } from "./list-proof.ts";
import { beyondClass } from "./list-shader.ts";
import { type Records, recordsOf } from "./records.ts";

interface Surroundings {
  readonly integrand: Integrand;
  readonly precision: RegionPrecision;
  readonly unit: number;
  /** What rounding costs, as a part of a region's size. */
  readonly cost: () => number;
  /** f64. */
  readonly rest: Pick<RegionWorker, "measure">;
  readonly host: Pick<Host, "now">;
  readonly gpu: () => Promise<WarmGpu>;
  /** The same with what measures regions, proven. */
  readonly ready: () => Promise<{ readonly gpu: WarmGpu; readonly many: ManyDevice }>;
  /** Does work as often as devices are lost in it; `onLoss` is told each time. */
  readonly despite: <T>(work: () => Promise<T>, onLoss: () => void) => Promise<T>;
  readonly onSetup: (milliseconds: number) => void;
  /** Told how many values of f a device computed. */
  readonly onHalves: (values: number) => void;
}

/** Takes lists of an integrand's regions onto a device. */
export function makeLists(surroundings: Surroundings) {
  const { integrand, precision, unit, cost, rest, host } = surroundings;
  const axes = integrand.box.length;
  const held = new Set<RegionList>();
  const opened = async (records: Records): Promise<DeviceList> => {
    const { gpu, many } = await surroundings.ready();
    const open = (own: Records) => listOn(gpu, many, precision, own, cost(), host);
    const since = host.now();
    const isNew = await proveList(gpu, { integrand, precision, unit, cost: cost(), rest, open });
    if (isNew) surroundings.onSetup(host.now() - since);
    return open(records);
  };
  return {
    /** Null where the list does not fit, in numbers or in memory, or the device has no exact products. */
    async take(regions: readonly Listed[]): Promise<RegionList | null> {
      const { count } = makeCubature(axes);
      const records = recordsOf(regions, count, cost());
      const gpu = await surroundings.gpu();
      const { guardsHold, productsHold } = await gpu.arithmetic();
      const room = roomOn(gpu.device, axes);
      if (!records || !guardsHold || !productsHold || regions.length > room) return null;
      const own = heldList(records, { room, evaluations: count }, () => opened(records));
      held.add(own);
      return own;
    },
    close() {
      for (const one of held) one.close();
    },
  };

  /** A list that outlives its device: on the next one it is halved again as it was. */
  function heldList(
    records: Records,
    known: Pick<RegionList, "room" | "evaluations">,
    open: () => Promise<DeviceList>,
  ): RegionList {
    let now: DeviceList | null = null;
    const done: (readonly [least: number, splits: number])[] = [];
    const on = <T>(work: (list: DeviceList) => Promise<T>): Promise<T> =>
      surroundings.despite(
        async () => {
          if (!now) {
            const made = await open();
            now = made;
            for (const [least, splits] of done) await made.split(least, splits);
          }
          return work(now);
        },
        () => {
          now = null;
        },
      );
    const own: RegionList = {
      ...known,
      beyond: (k) => beyondClass(k) / records.scale,
      totals: () => on((list) => list.totals()),
      async split(least, splits) {
        await on((list) => list.split(least, splits));
        done.push([least, splits]);
        surroundings.onHalves(2 * splits * known.evaluations);
      },
      listed: async () => records.listed(await on((list) => list.words())),
      close() {
        now?.close();
        now = null;
        held.delete(own);
      },
    };
    return own;
  }
}
