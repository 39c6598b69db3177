import type { Listed, RegionWorker } from "../../backend.ts";
import { halvesOf, type Region, type Segment } from "../../quadrature/coordinates/segments.ts";
import { costsOf } from "../../quadrature/integrands/costs.ts";
import type { Integrand } from "../../quadrature/integrands/integrand-rule.ts";
import { firstRegions } from "../../quadrature/regions/first.ts";
import { AGAIN, type Measure } from "../../quadrature/rules/measure.ts";
import type { WarmGpu } from "../device.ts";
import { refusal } from "../proof.ts";
import type { RegionPrecision } from "../region-shader.ts";
import type { DeviceList } from "./list.ts";
import { RUN } from "./list-shader.ts";
import { type Records, recordsOf } from "./records.ts";

interface Proof {
  readonly integrand: Integrand;
  readonly precision: RegionPrecision;
  readonly unit: number;
  readonly cost: number;
  /** f64. */
  readonly rest: Pick<RegionWorker, "measure">;
  readonly open: (records: Records) => Promise<DeviceList>;
}

/** How far values may be off, as a multiple of the most that rounding costs, and errors besides as a part of theirs. */
const ROOM = 16;
const OF_ERROR = 0.01;
/** Regions of the list, more than a block of the scan has, and every how many of them is halved. */
const COUNT = RUN * RUN + 100;
const EVERY = 97;
/** Regions that are not alike, at least. */
const LEAST = 8;

/**
 * Compares a list on a device with f64, once an integrand; true if it had not been. Throws `gpu` with the adapter's name and
 * the first difference.
 */
export async function proveList(gpu: WarmGpu, proof: Proof): Promise<boolean> {
  const { integrand, precision } = proof;
  const of = proven.get(gpu.device) ?? new Map<RegionPrecision, WeakSet<Integrand>>();
  proven.set(gpu.device, of);
  const known = of.get(precision) ?? new WeakSet();
  of.set(precision, known);
  if (known.has(integrand)) return false;
  const wrong = await prove(proof);
  if (wrong) throw refusal(gpu.identity, precision, `${wrong} in a list of regions`);
  known.add(integrand);
  return true;
}

const proven = new WeakMap<GPUDevice, Map<RegionPrecision, WeakSet<Integrand>>>();

/** The first difference found; null if there is none. */
async function prove({ integrand, cost, unit, rest, open }: Proof): Promise<string | null> {
  const regions = manyRegions(integrand);
  const halved = [...regions.keys()].filter((k) => k % EVERY === 0);
  const measures = await rest.measure(halved.map((k) => regions[k] as Region));
  // Those that are halved have the largest errors; the others are but numbers.
  const size = measures.reduce((sum, one) => Math.max(sum, one.size), 1e-300);
  const list = regions.map((region, k): Listed => {
    const own = measures[k / EVERY];
    const made = (value: number) => ({
      ...(measures[0] as Measure),
      value,
      agreed: 0,
      error: size * 2 ** -20,
    });
    // Of half of them a part of the error comes again.
    const again = k % 2 ? (own?.agreed ?? 0) / AGAIN : 0;
    const measure = own
      ? { ...own, error: 2 * size, agreed: 2 * size - again }
      : made((size * ((k % 7) - 3)) / 11);
    return { region, measure: { ...measure, size, rounding: 0, lost: null }, depth: 0 };
  });
  const records = recordsOf(list, 1, cost);
  if (!records) return null;
  const own = await open(records);
  try {
    const { count, value, error, size: whole, classes, open: may } = await own.totals();
    const sum = (of: (one: Measure) => number) => list.reduce((all, { measure }) => all + of(measure), 0);
    const near = (a: number, b: number, room: number) => Math.abs(a - b) <= room * size * list.length;
    const areSums =
      near(
        value,
        sum((one) => one.value),
        1e-10,
      ) &&
      near(
        error,
        sum((one) => one.error),
        1e-6,
      );
    if (
      !areSums ||
      !near(
        whole,
        sum((one) => one.size),
        1e-6,
      )
    )
      return "sums are wrong";
    const least = classes.findLastIndex((one) => one > 0);
    const counted = classes.reduce((all, one) => all + one, 0) === count && count === list.length;
    if (!counted || classes[least] !== halved.length || may[least] !== halved.length)
      return "counts are wrong";
    await own.split(least, halved.length);
    const words = await own.words();
    const each = records.words.length / list.length;
    if (records.words.some((word, at) => Math.floor(at / each) % EVERY !== 0 && words[at] !== word))
      return "regions change that are not halved";
    return await wrongHalves();

    async function wrongHalves() {
      const found = records?.listed(words) as Listed[];
      if (found.length < list.length + halved.length) return null;
      const parents = halved.map((k) => list[k] as Listed);
      const pairs = halved.map((k, j) => [found[k], found[list.length + j]] as [Listed, Listed]);
      const expected = parents.map(({ region, measure }) => halvesAlong(region, measure));
      const areThere = pairs.every((pair, j) =>
        pair.every(({ region }, half) => isSame(region, expected[j]?.[half] as Region)),
      );
      if (!areThere) return "halves are not where they should be";
      const others = await rest.measure(expected.flat());
      const offs = pairs.flatMap((pair, j) => {
        const both = others.slice(2 * j, 2 * j + 2) as [Measure, Measure];
        const parent = parents[j]?.measure as Measure;
        const apart = Math.abs(both[0].value + both[1].value - parent.value) / 2;
        return pair.map(({ region, measure }, half) => {
          const one = both[half] as Measure;
          const again = Math.min((parent.error - (parent.agreed as number)) * AGAIN, one.size);
          const claim = Math.max(one.agreed as number, cost * one.size) + apart + again;
          const { most, relative } = costsOf(integrand);
          const largest = Math.max(most, relative * Math.max(-one.low, one.high));
          const bound = ROOM * unit * largest * volumeOf(region);
          const isNear =
            Math.abs(measure.value - one.value) <= bound &&
            Math.abs(measure.size - one.size) <= bound + 1e-6 * one.size &&
            Math.abs(measure.error - claim) <= OF_ERROR * claim + bound + 2 ** -23 * parent.size;
          return one.lost || isNear ? 0 : 1;
        });
      });
      // Some may be on the other side of a jump.
      return offs.filter(Boolean).length > offs.length / 4 ? "values or errors are wrong" : null;
    }
  } finally {
    own.close();
  }
}

/** Large ones, of which null rules say more than rounding; many of them more than once. */
function manyRegions(integrand: Integrand): Region[] {
  let some: Region[] = firstRegions(integrand);
  for (let k = 0; some.length < LEAST; k++)
    some = some.flatMap((region) => {
      const axis = k % region.length;
      return halvesOf(region[axis] as Segment).map((half) => region.with(axis, half));
    });
  return Array.from({ length: COUNT }, (_, k) => some[k % some.length] as Region);
}

function halvesAlong(region: Region, { along }: Measure): Region[] {
  const most = Math.max(...along);
  const widths = region.map(({ from, to }) => to - from);
  const axis = most > 0 ? along.indexOf(most) : widths.indexOf(Math.max(...widths));
  return halvesOf(region[axis] as Segment).map((half) => region.with(axis, half));
}

const isSame = (a: Region, b: Region) =>
  a.every(({ from, to, centre }, axis) => {
    const other = b[axis] as Segment;
    return from === other.from && to === other.to && centre === other.centre;
  });

const volumeOf = (region: Region) =>
  region.reduce((product, { length, from, to }) => product * Math.abs(length) * (to - from), 1);
