import { bounder } from "../integrand/bounds.ts";
import { rootsOf } from "../integrand/roots.ts";
import { type Switch, switchesOf } from "../integrand/switches.ts";
import { evaluate } from "../integrand/tape.ts";
import { axesOf, call, number, substitute, type Tree, variable } from "../integrand/tree.ts";
import type { Domain } from "../problem/domain.ts";
import { isolatedZeros } from "./isolated.ts";
import type { Cut } from "./segments.ts";
import { waveEndsOf } from "./waves.ts";

/** A curve or a surface g = 0 along which f is not smooth. */
export interface Curve {
  readonly g: Tree;
  /** Whether f or a derivative may be infinite there. */
  readonly singular: boolean;
}

/** Where f is not smooth: at places on an axis, its ends included, and along curves. */
export interface Breaks {
  readonly cuts: readonly (readonly Cut[])[];
  readonly curves: readonly Curve[];
  /** Where f is singular at a place on several axes, though not along any of these. */
  readonly points: readonly { readonly axes: readonly number[]; readonly at: readonly number[] }[];
}

type Box = Pick<Domain, "f" | "box" | "infinite">;

/** More levels than these of a function of one axis, or of several, are left to refinement. */
const MOST_LEVELS = 5000;
const MOST_CURVES = 400;

export function breaksOf({ f, box, infinite }: Box): Breaks {
  const sorted = box.map(([a, b]) => (a < b ? ([a, b] as const) : ([b, a] as const)));
  const cuts = sorted.map((ends) => new Map<number, boolean>(ends.map((end) => [end, false])));
  const curves: (Curve & { readonly values: readonly number[] })[] = [];
  const { switches, points } = withoutPoints(switchesOf(f), sorted);
  for (const { axes, at } of points)
    axes.forEach((axis, k) => {
      const own = cuts[axis] as Map<number, boolean>;
      own.set(at[k] as number, own.get(at[k] as number) ?? false);
    });
  for (const one of switches) {
    const axes = axesOf(one.g);
    const axis = Math.log2(axes);
    if (Number.isInteger(axis))
      addCuts(one, sorted[axis] as readonly [number, number], cuts[axis] as Map<number, boolean>);
    else addCurves(one, sorted, curves);
  }
  for (const one of switches) if (one.kind !== "break" && !one.levels) markFaces(one.g, sorted, cuts);
  const waves = waveEndsOf({ f, box });
  for (const { at, first } of waves) {
    const own = cuts[0] as Map<number, boolean>;
    for (const place of first) if (!own.has(place)) own.set(place, false);
    // Nodes that pile up there would be lost between the waves.
    own.set(at, false);
  }
  infinite.forEach((far, axis) => {
    if (far && !waves.length) markTails(f, axis, sorted, cuts[axis] as Map<number, boolean>);
  });
  return {
    cuts: cuts.map((places) =>
      [...places].map(([at, singular]) => ({ at, singular })).sort((a, b) => a.at - b.at),
    ),
    curves: curves.map(({ g, singular }) => ({ g, singular })),
    points,
  };
}

type Point = Breaks["points"][number];

/** Switches that vanish at single places, as x² + y² does, are points instead. */
function withoutPoints(all: readonly Switch[], ends: readonly (readonly [number, number])[]) {
  const found = all.map((one) => {
    if (one.meeting) return { one, points: pointsOf(one.meeting, ends) };
    const across = axesOf(one.g) && !Number.isInteger(Math.log2(axesOf(one.g)));
    return {
      one,
      points: across && !one.levels && one.kind !== "break" ? isolatedZeros(one.g, ends) : null,
    };
  });
  const points = found.flatMap((each) => each.points ?? []);
  const isFirst = (point: Point, k: number) =>
    points.findIndex(({ axes, at }) => axes.join() === point.axes.join() && at.join() === point.at.join()) ===
    k;
  return {
    switches: found.flatMap((each) => (each.points ? [] : [each.one])),
    points: points.filter(isFirst),
  };
}

/** The places on two or more axes where each of these vanishes, with a root on every axis that matters. */
function pointsOf(
  meeting: readonly (readonly Switch[])[],
  ends: readonly (readonly [number, number])[],
): Point[] {
  return meeting
    .reduce<Map<number, number>[]>(
      (all, zeros) =>
        all.flatMap((one) =>
          zeros.flatMap(({ g, levels }) => {
            const axis = Math.log2(axesOf(g));
            const own = ends[axis] as readonly [number, number];
            const tree = substitute(g, () => variable(0));
            const roots = rootsOf(tree, own, levels ? levelsWithin(tree, [own], levels, MOST_LEVELS) : [0]);
            return roots
              .map((root) => own.find((end) => Math.abs(root - end) <= 1e-11 * (own[1] - own[0])) ?? root)
              .filter((root) => (one.get(axis) ?? root) === root)
              .map((root) => new Map(one).set(axis, root));
          }),
        ),
      [new Map()],
    )
    .filter(({ size }) => size > 1)
    .map((one) => {
      const axes = [...one.keys()].sort((a, b) => a - b);
      return { axes, at: axes.map((axis) => one.get(axis) as number) };
    });
}

function addCuts(
  { g, levels, kind }: Switch,
  ends: readonly [number, number],
  places: Map<number, boolean>,
): void {
  const own = substitute(g, () => variable(0));
  const wanted = levels ? levelsWithin(own, [ends], levels, MOST_LEVELS) : [0];
  const width = ends[1] - ends[0];
  for (const root of rootsOf(own, ends, wanted)) {
    const near = [...places.keys()].find((place) => Math.abs(root - place) <= 1e-11 * width) ?? root;
    places.set(near, (places.get(near) ?? false) || kind !== "break");
  }
}

function addCurves(
  { g, levels, kind }: Switch,
  ends: readonly (readonly [number, number])[],
  curves: (Curve & { readonly values: readonly number[] })[],
): void {
  const values = levels ? levelsWithin(g, ends, levels, MOST_CURVES) : [0];
  for (const level of values) {
    const own = level === 0 ? g : call("-", g, number(level));
    if (!mayVanish(own, ends)) continue;
    const samples = samplesOf(own, ends);
    // The same curve may be written with another factor.
    const same = curves.findIndex((other) => proportional(samples, other.values));
    const singular = kind !== "break" || (curves[same]?.singular ?? false);
    if (same < 0) curves.push({ g: own, singular, values: samples });
    else curves[same] = { ...(curves[same] as (typeof curves)[number]), singular };
  }
}

/** The levels that g may take; none if there are too many. */
function levelsWithin(
  g: Tree,
  ends: readonly (readonly [number, number])[],
  { step, offset }: NonNullable<Switch["levels"]>,
  most: number,
): number[] {
  const bound = bounder(g, ends.length);
  const { low, high } = bound(
    ends.map(([a]) => a),
    ends.map(([, b]) => b),
  );
  const first = Math.ceil(((low[bound.root] as number) - offset) / step);
  const last = Math.floor(((high[bound.root] as number) - offset) / step);
  if (!(last - first < most)) return [];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => offset + (first + k) * step);
}

function mayVanish(g: Tree, ends: readonly (readonly [number, number])[]): boolean {
  const bound = bounder(g, ends.length);
  const { low, high } = bound(
    ends.map(([a]) => a),
    ends.map(([, b]) => b),
  );
  return (low[bound.root] as number) <= 0 && (high[bound.root] as number) >= 0;
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Values at a few places that are nowhere special. */
function samplesOf(
  g: Tree,
  ends: readonly (readonly [number, number])[],
  fixed?: { axis: number; at: number },
): number[] {
  return Array.from({ length: 6 }, (_, k) => {
    const point = ends.map(([a, b], axis) => a + (b - a) * ((0.31 + (k + 1) * GOLDEN * (axis + 1.3)) % 1));
    if (fixed) point[fixed.axis] = fixed.at;
    return evaluate(g, point);
  });
}

function proportional(a: readonly number[], b: readonly number[]): boolean {
  const factor = (a[0] as number) / (b[0] as number);
  return (
    Number.isFinite(factor) &&
    a.every((value, k) => Math.abs(value - factor * (b[k] as number)) <= 1e-13 * Math.abs(value))
  );
}

/** An end that stands for infinity is singular where f is not smooth in the distance from it. */
function markTails(
  f: Tree,
  axis: number,
  ends: readonly (readonly [number, number])[],
  places: Map<number, boolean>,
): void {
  const [a, b] = ends[axis] as readonly [number, number];
  for (const [end, inwards] of [
    [a, 1],
    [b, -1],
  ] as const) {
    const at = (distance: number) =>
      samplesOf(f, ends, { axis, at: end + inwards * distance * (b - a) }).reduce(
        (sum, value) => sum + value,
        0,
      );
    const values = [1e-2, 1e-3, 1e-4, 1e-5].map(at) as [number, number, number, number];
    const [first, second] = [values[2] - values[1], values[3] - values[2]].map(Math.abs) as [number, number];
    // A smooth function's differences fall as the distances do, by ten.
    const size = Math.max(...values.map(Math.abs));
    if (second > 0.15 * first && second > 1e-10 * size) places.set(end, true);
  }
}

/** A whole side of the box on which g vanishes, as that of 1/sqrt(x y) at x = 0, is singular. */
function markFaces(
  g: Tree,
  ends: readonly (readonly [number, number])[],
  cuts: readonly Map<number, boolean>[],
): void {
  const axes = axesOf(g);
  if (Number.isInteger(Math.log2(axes))) return;
  const size = Math.max(...samplesOf(g, ends).map(Math.abs));
  ends.forEach((both, axis) => {
    if (!((axes >> axis) & 1)) return;
    for (const at of both) {
      const here = samplesOf(g, ends, { axis, at });
      if (here.every((value) => Math.abs(value) <= 1e-13 * size))
        (cuts[axis] as Map<number, boolean>).set(at, true);
    }
  });
}
