import {
  axesOf,
  call,
  number,
  PARAMETERS,
  substitute,
  type Tree,
  variable,
} from "../../integrand/language/tree.ts";
import { bounder } from "../../integrand/reading/bounds.ts";
import { rootsOf } from "../../integrand/reading/roots.ts";
import { sensitivity, UNIT } from "../../integrand/reading/sensitivity.ts";
import { switchesOf } from "../../integrand/reading/switches.ts";
import type { Switch } from "../../integrand/reading/zeros.ts";
import type { Domain } from "../../problem/domain.ts";
import type { Cut } from "../coordinates/segments.ts";
import { waveEndsOf } from "../ends/waves.ts";
import { axesAlike } from "./alike.ts";
import { markFaces, markTails, proportional, samplesOf } from "./faces.ts";
import { farPeaks } from "./far-peaks.ts";
import { levelsWithin, MOST_LEVELS } from "./levels.ts";
import { type Point, withoutPoints } from "./points.ts";
import { scalesOf } from "./scales.ts";

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
  readonly points: readonly Point[];
}

type Box = Pick<Domain, "f" | "box" | "infinite">;

/** More levels than these of a function of several axes are left to refinement. */
const MOST_CURVES = 400;

const known = new WeakMap<Box, Breaks>();

/** Those of a box, found once; of a family's, those that do not depend on its parameters. */
export function breaksOf(of: Box): Breaks {
  const breaks = known.get(of) ?? found(of);
  known.set(of, breaks);
  return breaks;
}

function found({ f, box, infinite }: Box): Breaks {
  const sorted = box.map(([a, b]) => (a < b ? ([a, b] as const) : ([b, a] as const)));
  const cuts = sorted.map((ends) => new Map<number, boolean>(ends.map((end) => [end, false])));
  const rooms = sorted.map(() => new Map<number, number>());
  const curves: (Curve & { readonly values: readonly number[] })[] = [];
  const { switches, points } = withoutPoints(
    switchesOf(f).filter(({ g }) => axesOf(g) < 1 << PARAMETERS),
    sorted,
  );
  for (const { axes, at } of points)
    axes.forEach((axis, k) => {
      const own = cuts[axis] as Map<number, boolean>;
      own.set(at[k] as number, own.get(at[k] as number) ?? false);
    });
  for (const one of switches) {
    const axes = axesOf(one.g);
    const axis = Math.log2(axes);
    if (Number.isInteger(axis))
      addCuts(
        one,
        sorted[axis] as readonly [number, number],
        cuts[axis] as Map<number, boolean>,
        rooms[axis] as Map<number, number>,
      );
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
    if (waves.length) return;
    const own = cuts[axis] as Map<number, boolean>;
    for (const place of scalesOf(f, axis, sorted, (end) => own.get(end) ?? false))
      if (!own.has(place)) own.set(place, false);
    if (far) markTails(f, axis, sorted, own);
    for (const place of farPeaks(f, axis, sorted, far)) own.set(place, true);
  });
  return {
    cuts: cuts.map((places, axis) =>
      [...places]
        .map(([at, singular]) => {
          const room = singular ? undefined : rooms[axis]?.get(at);
          return room ? { at, singular, room } : { at, singular };
        })
        .sort((a, b) => a.at - b.at),
    ),
    // Next to what is infinite, f is to have the same sum as g.
    curves: curves.map(({ g, singular }) => ({ g: singular ? g : simplest(g, sorted), singular })),
    points,
  };
}

function addCuts(
  { g, levels, kind }: Switch,
  ends: readonly [number, number],
  places: Map<number, boolean>,
  rooms: Map<number, number>,
): void {
  const own = substitute(g, () => variable(0));
  const wanted = levels ? levelsWithin(own, [ends], levels, MOST_LEVELS) : [0];
  const width = ends[1] - ends[0];
  for (const root of rootsOf(own, ends, wanted)) {
    const near = [...places.keys()].find((place) => Math.abs(root - place) <= 1e-11 * width) ?? root;
    places.set(near, (places.get(near) ?? false) || kind !== "break");
    if (kind === "break")
      rooms.set(near, Math.max(rooms.get(near) ?? 0, Math.abs(root - near) + roomOf(own, root)));
  }
}

/** How far the root of a function may be from where rounding has it: the rounding of its value over its slope. */
function roomOf(g: Tree, root: number): number {
  const { low, high } = bounder(g, 1)([root], [root]).slopes[0] as { low: number; high: number };
  const rounding = UNIT * sensitivity(g, [root]).sum;
  const room = rounding / Math.max(Math.min(Math.abs(low), Math.abs(high)), 1e-300);
  // A root where the slope is 0, too, is searched for as far as this.
  return UNIT * Math.abs(root) + (low <= 0 && high >= 0 ? 1e-13 * Math.abs(root) : room);
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

function simplest(g: Tree, ends: readonly (readonly [number, number])[]): Tree {
  const alike = axesAlike(g, ends);
  return alike ? call("-", variable(alike[0]), variable(alike[1])) : g;
}

function mayVanish(g: Tree, ends: readonly (readonly [number, number])[]): boolean {
  const bound = bounder(g, ends.length);
  const { low, high } = bound(
    ends.map(([a]) => a),
    ends.map(([, b]) => b),
  );
  return low <= 0 && high >= 0;
}
