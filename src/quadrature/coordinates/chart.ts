import type { Tree } from "../../integrand/language/tree.ts";
import { around } from "../../integrand/reading/distance.ts";
import { COUNT, nodes } from "../rules/kronrod.ts";
import { inJointCoordinates } from "./joint-tree.ts";
import { likeFamily } from "./like-family.ts";
import type { Region } from "./segments.ts";
import { distanceAt, endsOf, isWithin, type Segment, slopeAt } from "./segments.ts";

/**
 * The coordinates in which a region is a box: distances from the centres of its segments where nodes pile up, and parts
 * of another axis' distance within it (Duffy 1982, SIAM J. Numer. Anal. 19, 1260): v_j = c_j + l_j (r / l_k) u. There f is
 * smooth along every axis though it be singular where all distances are 0.
 */
export interface Chart {
  readonly key: string;
  /** f in these coordinates, without a Jacobian. */
  tree(): Tree;
}

export function chartOf(f: Tree, region: Region): Chart {
  const centres = region.map((one, axis) => (isDistance(region, axis) ? one.centre : null));
  const key = region
    .map(({ within, length }, axis) => {
      const scale = within === null ? "" : `${within}:${length / (region[within] as Segment).length}`;
      return `${centres[axis] ?? ""}/${scale}`;
    })
    .join();
  return {
    key,
    tree: () => likeFamily(f, key, (tree) => inCoordinates(tree, centres, region)),
  };
}

/** f in the distance from a place on its only axis. */
export function fromPlace(f: Tree, place: number): Tree {
  return likeFamily(f, `from ${place}`, (tree) => around(tree, [place]));
}

function inCoordinates(f: Tree, centres: readonly (number | null)[], region: Region): Tree {
  const apart = around(f, centres);
  return isJoint(region) ? inJointCoordinates(apart, region) : apart;
}

/** Whether an axis depends on another. */
export const isJoint = (region: Region) => region.some(({ within }) => within !== null);

/** Whether the region is where distances are 0, or begins there along some axis. */
export const isPiled = (region: Region) =>
  region.some(
    ({ from, power }, axis) => from === 0 && (power > 1 || region.some(({ within }) => within === axis)),
  );

/** Whether f is taken in the distance from a segment's centre. */
export const isApart = ({ power, within }: Segment) => power > 1 || within !== null;

/** Whether an axis depends on another or another on it. */
export function inJoint(region: Region, axis: number): boolean {
  return region.some(({ within }, k) => within !== null && (k === axis || within === axis));
}

/** Whether the coordinate of an axis is a distance or a part of one. */
export const isDistance = (region: Region, axis: number) =>
  isApart(region[axis] as Segment) || inJoint(region, axis);

/** Nodes along one axis in the coordinates of the chart; and the length of t times their share of the Jacobian. */
export interface Line {
  readonly at: Float64Array;
  readonly slopes: Float64Array;
}

/** Of an axis that is not there. */
export const ONE: Line = { at: Float64Array.of(0), slopes: Float64Array.of(1) };

export function lineOf(region: Region, axis: number): Line {
  const line = { at: new Float64Array(COUNT), slopes: new Float64Array(COUNT) };
  setLine(line, region, axis);
  return line;
}

/** The same in place. */
export function setLine({ at, slopes }: Line, region: Region, axis: number): void {
  const segment = region[axis] as Segment;
  const { centre, length, from, to, within } = segment;
  const shift = isDistance(region, axis) ? 0 : centre;
  const behind = followers(region, axis);
  for (let k = 0; k < COUNT; k++) {
    const t = from + (to - from) * (nodes[k] as number);
    const distance = distanceAt(segment, t);
    at[k] = within === null ? shift + distance : distance / length;
    slopes[k] = (to - from) * slopeAt(segment, t) * (behind ? (distance / length) ** behind : 1);
  }
}

/** How many axes depend on one. */
function followers(region: Region, axis: number): number {
  return region.filter((_, k) => k !== axis && isWithin(region, k, axis)).length;
}

/** The region in the coordinates of its chart, and the largest Jacobian of these. */
export function inChart(region: Region): { region: Region; scale: number } {
  const scale = region.reduce((product, segment, axis) => {
    const reach = Math.abs(distanceAt(segment, segment.to) / segment.length);
    return (
      product * reach ** followers(region, axis) * (segment.within === null ? 1 : Math.abs(segment.length))
    );
  }, 1);
  return {
    scale,
    region: region.map((segment, axis) =>
      isDistance(region, axis)
        ? { ...segment, centre: 0, length: segment.within === null ? segment.length : 1, within: null }
        : segment,
    ),
  };
}

/** The place at these t. */
export function pointAt(region: Region, at: readonly number[]): number[] {
  const distance = (axis: number): number => {
    const segment = region[axis] as Segment;
    const own = distanceAt(segment, at[axis] as number);
    const { within } = segment;
    return within === null ? own : (own * distance(within)) / (region[within] as Segment).length;
  };
  return region.map(({ centre }, axis) => centre + distance(axis));
}

/** The least box around a region. */
export function boxOf(region: Region): (readonly [number, number])[] {
  const part = (axis: number, end: "from" | "to"): number => {
    const segment = region[axis] as Segment;
    const own = distanceAt(segment, segment[end]) / segment.length;
    return segment.within === null ? own : own * part(segment.within, end);
  };
  return region.map((segment, axis) => {
    if (segment.within === null) return endsOf(segment);
    const [a, b] = [part(axis, "from"), part(axis, "to")].map((one) => segment.centre + segment.length * one);
    return (a as number) < (b as number) ? [a as number, b as number] : [b as number, a as number];
  });
}
