import { pointOf } from "../../integrand/code/javascript.ts";
import { bounder, isBounded } from "../../integrand/reading/bounds.ts";
import type { Domain } from "../../problem/domain.ts";
import { boxOf, inJoint, isPiled } from "../coordinates/chart.ts";
import type { Region } from "../coordinates/segments.ts";
import { doublingsOf } from "../ends/doublings.ts";
import { mayFall } from "../ends/far-fall.ts";
import { fallsSlowly, grows } from "../ends/growth.ts";
import { sizesTowards } from "../ends/shells.ts";
import { clamp, fewestOf, summit, usual } from "../ends/summit.ts";
import { MOST_TENSOR } from "../rules/measure.ts";

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
