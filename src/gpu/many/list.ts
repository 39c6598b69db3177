import type { Host, ListTotals } from "../../backend.ts";
import { CompensatedSum } from "../../quadrature/grid/sum.ts";
import { CORNER, FAR, makeCubature, NEAR } from "../../quadrature/rules/cubature.ts";
import type { WarmGpu } from "../device.ts";
import { pairsOf } from "../df64.ts";
import { df64Table } from "../df64-table.ts";
import { filledBuffer } from "../dispatch.ts";
import { allDone, scoped } from "../errors.ts";
import { COPY_DST, COPY_SRC, STORAGE, UNIFORM } from "../flags.ts";
import type { RegionPrecision } from "../region-shader.ts";
import { type ManyDevice, MOST_BYTES, makePace } from "./device.ts";
import {
  addPass,
  type Bindings,
  type Empty,
  groupsFor,
  listKernels,
  readAfter,
  withBuffers,
} from "./list-kernels.ts";
import { CLASSES, RUN, STATE_WORDS } from "./list-shader.ts";
import type { Records } from "./records.ts";
import { nodeWords } from "./region-text.ts";
import { PIECE } from "./tasks.ts";

/** A list of regions on a device. All throw `gpu` or `device-lost`. */
export interface DeviceList {
  totals(): Promise<ListTotals>;
  /** Halves the regions with errors of a class and beyond: so many, as the totals say. */
  split(least: number, splits: number): Promise<void>;
  words(): Promise<Uint32Array<ArrayBuffer>>;
  close(): void;
}

/** The most regions that a list has on a device. */
export function roomOn({ limits }: GPUDevice, axes: number): number {
  const bytes = Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize);
  return Math.floor(bytes / (4 * (2 * axes + STATE_WORDS)));
}

/** `cost`: of rounding, as a part of a region's size. */
export async function listOn(
  gpu: Pick<WarmGpu, "device" | "pipelines" | "variant">,
  many: Pick<ManyDevice, "prepare">,
  precision: RegionPrecision,
  { axes, words, pieces, scale }: Records,
  cost: number,
  host: Pick<Host, "now">,
): Promise<DeviceList> {
  const { device } = gpu;
  const label = `a list of regions in ${axes} variables`;
  const [measure, kernels] = await allDone([
    many.prepare("cubature"),
    listKernels(gpu, label, axes, precision),
  ]);
  const rule = makeCubature(axes);
  const asValues = (numbers: number[]) =>
    precision === "df64" ? pairsOf(numbers) : Float32Array.from(numbers);
  const distances = asValues([NEAR, FAR, CORNER]);
  const bytesEach = 4 * (2 * axes + STATE_WORDS);
  const partsBytes = 8 * (6 + 4 * axes);
  const held: GPUBuffer[] = [];
  const filled = (usage: number, data: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>) => {
    const buffer = filledBuffer(device, label, usage, data);
    held.push(buffer);
    return buffer;
  };
  const pace = makePace();
  const task = filled(UNIFORM, new Uint32Array(8));
  const batch = filled(UNIFORM, new Uint32Array(4));
  const zero = filled(STORAGE, new Uint32Array(1));
  const ofAxes = filled(STORAGE, pieces);
  const nodes = filled(STORAGE, nodeWords(rule));
  const table = precision === "df64" ? filled(STORAGE, df64Table()) : undefined;
  let count = (4 * words.length) / bytesEach;
  let list = filledBuffer(device, label, STORAGE | COPY_SRC, words);
  const within = <T>(work: (empty: Empty) => Promise<T>) => withBuffers(device, label, work);

  return {
    totals: () => within(totals),
    split: (least, splits) => within((empty) => split(empty, least, splits)),
    words: () => within(async (empty) => new Uint32Array(await scoped(device, label, () => wordsIn(empty)))),
    close() {
      for (const buffer of [list, ...held]) buffer.destroy();
    },
  };

  function wordsIn(empty: Empty): Promise<ArrayBuffer> {
    const encoder = device.createCommandEncoder({ label });
    return readAfter(device, empty, encoder, [{ buffer: list, at: 0, size: bytesEach * count }]);
  }

  /** What the kernels read next; `items` of the largest dispatch. */
  function setTask(items: number, { splits = 0, first = 0, parents = 0, least = 0 } = {}): void {
    const [row] = groupsFor(device, items);
    const own = new Uint32Array([count, splits, first, parents, least, row, 0, 0]);
    new Float32Array(own.buffer)[6] = cost;
    device.queue.writeBuffer(task, 0, own);
  }

  async function totals(empty: Empty): Promise<ListTotals> {
    const runs = Math.ceil(count / RUN);
    const blocks = Math.ceil(runs / RUN);
    const bytes = await scoped(device, label, () => {
      const tallies = empty(8 * CLASSES);
      const sums = empty(24 * (runs + blocks));
      const bound = [task, list, empty(0), zero, empty(0), ofAxes, empty(0), tallies, sums];
      const encoder = device.createCommandEncoder({ label });
      setTask(runs);
      addPass(device, encoder, kernels.tally, runs, bound);
      addPass(device, encoder, kernels.fold, blocks, bound);
      return readAfter(device, empty, encoder, [
        { buffer: tallies, at: 0, size: 8 * CLASSES },
        { buffer: sums, at: 24 * runs, size: 24 * blocks },
      ]);
    });
    const sums = new Float32Array(bytes, 8 * CLASSES);
    const [value, error, size] = [0, 2, 4].map((at) => sumFrom(sums, at) / scale) as [number, number, number];
    const classes = new Uint32Array(bytes, 0, CLASSES);
    return { count, value, error, size, classes, open: new Uint32Array(bytes, 4 * CLASSES, CLASSES) };
  }

  async function split(empty: Empty, least: number, splits: number): Promise<void> {
    const runs = Math.ceil(count / RUN);
    const most = Math.min(splits, Math.floor(MOST_BYTES / (2 * partsBytes)));
    const bound = await scoped(device, label, () => found(empty, least, splits, most));
    for (let first = 0; first < splits; ) {
      const parents = Math.min(splits - first, most, Math.max(1, Math.floor(pace.size / (2 * rule.count))));
      const since = host.now();
      await scoped(device, label, () => halve(bound, { splits, first, parents }));
      pace.took(2 * parents * rule.count, 2 * rule.count, host.now() - since);
      first += parents;
    }
    count += splits;

    /** Makes the list longer, and finds the regions to halve. */
    function found(empty: Empty, least: number, splits: number, most: number): Bindings {
      const blocks = Math.ceil(runs / RUN);
      const longer = device.createBuffer({
        label,
        usage: STORAGE | COPY_SRC | COPY_DST,
        size: bytesEach * (count + splits),
      });
      const values = empty((distances.byteLength / 3) * (3 + 2 * PIECE * axes * most));
      device.queue.writeBuffer(values, 0, distances);
      const [order, parts] = [empty(4 * splits), empty(2 * partsBytes * most)];
      const tallies = empty(8 * CLASSES + 4 * (runs + blocks));
      const bound = [task, longer, order, zero, parts, ofAxes, values, tallies, empty(0)];
      const encoder = device.createCommandEncoder({ label });
      encoder.copyBufferToBuffer(list, 0, longer, 0, bytesEach * count);
      setTask(runs, { least });
      addPass(device, encoder, kernels.mark, runs, bound);
      addPass(device, encoder, kernels.scan, blocks, bound);
      addPass(device, encoder, kernels.scan_blocks, 1, bound);
      addPass(device, encoder, kernels.scatter, runs, bound);
      device.queue.submit([encoder.finish()]);
      list.destroy();
      list = longer;
      return bound;
    }

    function halve(bound: Bindings, some: { splits: number; first: number; parents: number }): Promise<void> {
      const halves = 2 * some.parents;
      const encoder = device.createCommandEncoder({ label });
      setTask(halves, some);
      device.queue.writeBuffer(batch, 0, Uint32Array.of(halves, groupsFor(device, halves)[0], 0));
      addPass(device, encoder, kernels.places, halves, bound);
      const measured = [batch, nodes, nodes, zero, bound[4], table, bound[6]];
      addPass(device, encoder, measure, halves, measured);
      addPass(device, encoder, kernels.combine, halves, bound);
      device.queue.submit([encoder.finish()]);
      return device.queue.onSubmittedWorkDone();
    }
  }
}

function sumFrom(sums: Float32Array, first: number): number {
  const sum = new CompensatedSum();
  for (let at = first; at < sums.length; at += 6) {
    sum.add(sums[at] as number);
    sum.add(sums[at + 1] as number);
  }
  return sum.value;
}
