import { bounder, isBounded } from "../integrand/bounds.ts";
import { pointOf } from "../integrand/javascript.ts";
import type { Domain } from "../problem/domain.ts";
import { boxOf, inJoint, isPiled } from "./chart.ts";
import { doublingsOf } from "./doublings.ts";
import { mayFall } from "./far-fall.ts";
import { logPowerOf } from "./log-power.ts";
import { MOST_TENSOR } from "./region.ts";
import type { Region } from "./segments.ts";
import { NEAR, type Shells, sizesTowards } from "./shells.ts";
import { clamp, fewestOf, summit, usual } from "./summit.ts";

/** Up to here rounding hardly shows, even where f subtracts its way to 0. */
const EXACT = 20;
/** A ratio of successive shells that is no power's. */
const STEEP = 1e6;
/** As many ratios of successive shells have to agree. */
const AGREEING = 8;
/** No shell shows what f does at distances of more doublings. */
const FOLLOWED = 440;

export interface Divergence {
  /** Where the integral of |f| diverges; null where it is not seen to. */
  readonly place: readonly number[] | null;
  readonly evaluations: number;
}

type Box = Pick<Domain, "f" | "box" | "infinite">;

/** Tests a region in which f may be infinite. */
export function makeDivergenceTest({ f, box, infinite }: Box): (region: Region) => Divergence {
  const known = new Set<string>();
  const bound = bounder(f, box.length);
  const at = pointOf(f, box.length);
  const isFarther = doublingsOf(f).some((one) => one > FOLLOWED);
  const size = (point: readonly number[]) => {
    const value = Math.abs(at(point));
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
  };
  const isTame = (place: readonly number[], ends: readonly Ends[]) => {
    const around = [-1, 1].map((sign) =>
      place.map((v, k) =>
        clamp(v + sign * 1e-7 * ((ends[k] as Ends)[1] - (ends[k] as Ends)[0]), box[k] as Ends),
      ),
    ) as [number[], number[]];
    // At infinity f is that of the largest numbers.
    return isBounded(bound(...around)) && !(box.length > MOST_SEARCHED && isFar(place));
  };
  const isFar = (place: readonly number[]) =>
    place.some((v, axis) => infinite[axis] && (box[axis] as Ends).includes(v));
  return (region) => {
    // Other axes of a joint are looked at far from it.
    const ends = boxOf(region).map((own, axis) => {
      const { centre, length } = region[axis] as Region[number];
      return inJoint(region, axis) ? ([centre, centre + length] as const) : own;
    });
    const many = region.length > MOST_SEARCHED;
    // Of many axes a search for the summit takes long.
    const [lows, highs] = [0, 1].map((side) => ends.map((own) => own[side] as number)) as [
      number[],
      number[],
    ];
    if (many && !isFar(lows) && !isFar(highs) && isBounded(bound(lows, highs)))
      return { place: null, evaluations: 0 };
    const all = [...region.keys()];
    const piled = all.filter((axis) => inJoint(region, axis) || isPiled([region[axis] as Region[number]]));
    const candidates = piled.length && !many ? piled : all;
    // Across a curve or a face on lines that are nowhere special; towards a single point in all axes together.
    // And of three axes towards a curve, on planes that it crosses.
    const pairs =
      candidates.length === 3 ? candidates.map((axis) => candidates.filter((one) => one !== axis)) : [];
    const sets = [
      ...candidates.map((axis) => [axis]),
      ...pairs,
      ...(candidates.length > 1 ? [candidates] : []),
    ];
    const placeFor = (set: readonly number[]) => {
      const free = ends.map(([a, b], axis) => {
        if (!set.includes(axis)) return single(usual([a, b], axis));
        return piled.includes(axis) ? single((region[axis] as Region[number]).centre) : ([a, b] as const);
      });
      return set.every((axis) => piled.includes(axis)) ? free.map(([a]) => a) : summit(size, free);
    };
    const top = many ? placeFor(candidates) : null;
    if (top && (piled.length || !isTame(top, ends))) {
      const isWild = (set: readonly number[]) =>
        !isTame(
          top.map((v, axis) => (set.includes(axis) ? v : usual(ends[axis] as Ends, axis))),
          ends,
        );
      sets.push(...fewestOf(candidates, isWild));
      if (piled.length > 1) sets.push(piled);
    }
    let evaluations = 0;
    for (const set of sets) {
      const place = top && set === candidates ? top : placeFor(set);
      if (!set.some((axis) => piled.includes(axis)) && isTame(place, ends)) continue;
      const key = [set, ...set.map((axis) => (place[axis] as number).toPrecision(8))].join();
      if (known.has(key)) continue;
      known.add(key);
      const lengths = region.map(({ length }, axis) =>
        piled.length ? Math.abs(length) : (ends[axis] as Ends)[1] - (ends[axis] as Ends)[0],
      );
      const far = Math.max(
        ...set.map((axis) => Math.abs(place[axis] as number) / (lengths[axis] as number)),
        1,
      );
      const atInfinity = set.some(
        (axis) => infinite[axis] && (box[axis] as Ends).includes(place[axis] as number),
      );
      const found = sizesTowards(f, box, set, place, lengths, atInfinity && set.length === 1);
      evaluations += found.evaluations;
      if (
        grows(found.sizes, far, atInfinity) &&
        !((set.length === 1 && isFarther) || (set.length <= MOST_TENSOR && mayFall(found)))
      )
        return { place, evaluations };
      if (set.length === 1 && fallsSlowly(found)) return { place, evaluations };
    }
    return { place: null, evaluations };
  };
}

type Ends = readonly [number, number];
const single = (v: number): Ends => [v, v];

/** Axes up to which no set but single ones and all together is tested. */
const MOST_SEARCHED = 3;

/**
 * Whether the integrals over shells do not fall: their ratio is 2^-(p + m) for a power p of the distance and m axes. Slower
 * falls, such as those of logarithms, are not told from convergence. `far` is how far the place is from 0, in sides.
 */
function grows(sizes: readonly number[], far: number, atInfinity: boolean): boolean {
  const beyond = sizes.findIndex((size) => !Number.isFinite(size));
  // What does not rise to it has a part that overflows, as log(1 + exp(x)) - x has.
  const rises = beyond < 2 || (sizes[beyond - 1] as number) > STEEP * (sizes[beyond - 2] as number);
  if (
    beyond >= 0 &&
    atInfinity &&
    rises &&
    sizes.slice(beyond).every((size) => size === Number.POSITIVE_INFINITY)
  )
    return true;
  const finite = beyond < 0 ? sizes : sizes.slice(0, beyond);
  const ratios = finite.slice(1).map((size, k) => size / (finite[k] as number));
  // Beyond any power f overflows after a few shells.
  const overflows = beyond >= 2 && sizes.slice(beyond).every((size) => size === Number.POSITIVE_INFINITY);
  if (overflows && ratios.every((ratio) => ratio > STEEP)) return true;
  const end = Math.max(AGREEING, EXACT - NEAR - Math.round(Math.log2(far)));
  if (ratios.length < end)
    return ratios.length >= 3 && ratios.slice(-AGREEING).every((ratio) => ratio >= 1 - 1e-9);
  const [before, after] = [finite.slice(end - AGREEING, end), finite.slice(-AGREEING)];
  if (Math.min(...after) > 4 * Math.max(...before)) return true;
  const fall = Math.abs(1 - (ratios[end - 1] as number));
  const room = (k: number) => far * 2 ** (k + NEAR - 48) + fall + 1e-9;
  return (
    settles(ratios.slice(end - AGREEING, end)) &&
    ratios.slice(end).every((ratio, k) => ratio >= 1 - room(end + k))
  );
}

/** Whether f falls as 1 / (d log(1/d)^p) with p <= 1. */
function fallsSlowly({ product }: Shells): boolean {
  const fit = logPowerOf(product);
  return fit !== null && fit.error < 1e-6 && fit.power <= 1 + fit.error;
}

/** Whether ratios are 1 or more, or come to it as a power of the distance. */
function settles(ratios: readonly number[]): boolean {
  if (!ratios.every(Number.isFinite)) return false;
  if (ratios.every((ratio) => ratio >= 1 - 1e-9)) return true;
  const falls = ratios.map((ratio) => Math.abs(1 - ratio));
  const shrinks = falls.every((one, k) => k === 0 || one < 1e-9 || one <= 0.75 * (falls[k - 1] as number));
  return shrinks && (falls.at(-1) as number) < 1e-5;
}
