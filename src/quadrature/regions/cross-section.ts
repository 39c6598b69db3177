import type { Values } from "../../integrand/code/javascript.ts";
import { isDistance, type Line, lineOf, ONE } from "../coordinates/chart.ts";
import { distanceAt, isWithin, type Region, type Segment } from "../coordinates/segments.ts";
import { kronrod } from "../rules/kronrod.ts";
import { measured } from "./region.ts";

/** Distances from a region's centres along some axes. */
export type Distances = ReadonlyMap<number, number>;

/** f over a region where some of its axes have such distances, integrated over the others. */
export interface CrossSection {
  sum(distances: Distances): Sum;
  /** The integral of 1 in place of f, and a point in the region's chart. */
  place(distances: Distances): { readonly weight: number; readonly middle: readonly number[] };
}

export interface Sum {
  /** NaN where f is not finite. */
  readonly value: number;
  readonly size: number;
  /** The error, and how far Gauss's rule is from Kronrod's along each axis of the region, as parts of the value. */
  readonly error: number;
  readonly along: readonly number[];
}

export function makeCrossSection(values: Values, region: Region): CrossSection {
  const lines = region.map((_, axis) => lineOf(region, axis));
  const jacobian = (distances: Distances) =>
    [...distances].reduce((product, [axis, distance]) => {
      const behind = region.filter((_, k) => k !== axis && isWithin(region, k, axis)).length;
      return product * Math.abs(distance / (region[axis] as Segment).length) ** behind;
    }, 1);
  return {
    sum(distances) {
      const [xs = ONE.at, ys = ONE.at, zs = ONE.at] = lines.map(({ at }, axis) => {
        const distance = distances.get(axis);
        return distance === undefined ? at : [distance];
      });
      const open = [...region.keys()].filter((axis) => !distances.has(axis));
      const [first = ONE, second = ONE, third = ONE] = open.map((axis) => lines[axis] as Line);
      const out = new Float64Array(xs.length * ys.length * zs.length);
      values(xs, ys, zs, out);
      const scale = jacobian(distances);
      if (!open.length) {
        const value = (out[0] as number) * scale;
        return { value, size: Math.abs(value), error: 0, along: region.map(() => 0) };
      }
      const others = open.map((axis) => ({ ...(region[axis] as Segment), within: null }));
      const { value, size, error, along, lost } = measured(others, [first, second, third], out);
      const part = (own: number) => own / Math.abs(value);
      const parts = region.map((_, axis) => part(along[open.indexOf(axis)] ?? 0));
      return {
        value: lost ? Number.NaN : value * scale,
        size: size * scale,
        error: part(error),
        along: parts,
      };
    },
    place: (distances) => ({
      middle: lines.map(({ at }, axis) => distances.get(axis) ?? (at[at.length >> 1] as number)),
      weight: lines.reduce(
        (product, line, axis) => (distances.has(axis) ? product : product * weightOf(line)),
        jacobian(distances),
      ),
    }),
  };
}

function weightOf({ slopes }: Line): number {
  return slopes.reduce((sum, slope, k) => sum + slope * (kronrod[k] as number), 0);
}

/** The axes along which nodes pile up from distance 0; where there are several, those along which f grows towards it. */
export function leadsOf({ sum }: CrossSection, region: Region): number[] {
  const leads = [...region.keys()].filter((axis) => {
    const { from, within } = region[axis] as Segment;
    return from === 0 && within === null && isDistance(region, axis);
  });
  if (leads.length < 2) return leads;
  const ends = farthest(region, leads);
  const far = Math.abs(sum(ends).value);
  return leads.filter(
    (axis) => Math.abs(sum(new Map(ends).set(axis, (ends.get(axis) as number) / 2)).value) > far,
  );
}

/** The largest distances along these axes. */
export function farthest(region: Region, axes: readonly number[]): Map<number, number> {
  return new Map(
    axes.map((axis) => {
      const segment = region[axis] as Segment;
      return [axis, distanceAt(segment, segment.to)];
    }),
  );
}
