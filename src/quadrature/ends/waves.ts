import { familyOf } from "../../integrand/code/family-code.ts";
import { compilePoint, compileValues, type Point, type Values } from "../../integrand/code/javascript.ts";
import { evaluate } from "../../integrand/language/tape.ts";
import type { Tree } from "../../integrand/language/tree.ts";
import { around } from "../../integrand/reading/distance.ts";
import type { Domain } from "../../problem/domain.ts";
import { fromPlace } from "../coordinates/chart.ts";
import { distanceAt, type Region, type Segment } from "../coordinates/segments.ts";
import { doublingsOf } from "./doublings.ts";
import type { Waves } from "./one-wave.ts";
import { firstPlaces, passedBy, phasesOf } from "./phases.ts";
import { type WaveSum, waveSum } from "./wave-sum.ts";

/** An end of the axis towards which f oscillates or jumps without end. */
export interface WaveEnd {
  readonly at: number;
  /** Where the first waves begin, from the other end on. */
  readonly first: readonly number[];
  /** The integral from a distance on, which has the sign of the way to the other end. */
  readonly sum: (distance: number) => Waves | null;
}

/** Doublings of the first wave's place up to the farthest ones that are summed. */
const FARTHEST = 30;

/** An end towards which waves have no sum; null where none is found. */
export function wavesDivergeAt({ f, box }: Pick<Domain, "f" | "box">): number | null {
  if (box.length > 1 || !phasesOf(f).length) return null;
  // What falls only beyond the farthest waves that are summed has a sum.
  if (Math.max(...doublingsOf(f)) > FARTHEST) return null;
  return (
    endsOf(box).find(({ at, inwards }) => towards({ f, at, inwards }, compileValues).sum === "diverges")
      ?.at ?? null
  );
}

/** `valuesOf` compiles f, which a page's own thread may not. */
export function waveEndsOf(
  { f, box }: Pick<Domain, "f" | "box">,
  valuesOf: (tree: Tree) => Values = (tree) => (familyOf(tree) ? compileValues(tree) : interpreted(tree)),
): WaveEnd[] {
  if (box.length > 1 || !phasesOf(f).length) return [];
  const own = familyOf(f) ? known.get(f) : null;
  if (own) return own;
  const found = foundIn({ f, box }, valuesOf);
  known.set(f, found);
  return found;
}

/** Of members of families, each of which is asked for twice. */
const known = new WeakMap<Tree, WaveEnd[]>();

function foundIn({ f, box }: Pick<Domain, "f" | "box">, valuesOf: (tree: Tree) => Values): WaveEnd[] {
  return endsOf(box).flatMap(({ at, inwards }) => {
    const { found, sum } = towards({ f, at, inwards }, valuesOf);
    if (!found || !sum || sum === "diverges") return [];
    const finite = (distance: number) => {
      const own = found.sum(distance);
      return own === "diverges" ? null : own;
    };
    return [{ at, first: found.first.map((d) => at + d), sum: finite }];
  });
}

interface End {
  readonly at: number;
  /** The way to the other end. */
  readonly inwards: number;
}

function endsOf(box: Domain["box"]): End[] {
  const [a, b] = box[0] as readonly [number, number];
  const side = Math.abs(b - a);
  return [
    { at: Math.min(a, b), inwards: side },
    { at: Math.max(a, b), inwards: -side },
  ];
}

function towards({ f, at, inwards }: End & { f: Tree }, valuesOf: (tree: Tree) => Values) {
  const found = sumTowards(f, at, inwards, valuesOf);
  return { found, sum: found?.sum(found.first.at(-1) ?? inwards / 8) ?? null };
}

/** The integral over a segment of one axis that goes on to such an end, wave by wave; null for others. */
export function makeWaves(ends: readonly WaveEnd[]): (region: Region) => Waves | null {
  return (region) => {
    const [segment] = region as [Segment];
    const { centre, length, from, to } = segment;
    const isAt = (at: number, place: number) => Math.abs(at - place) <= 1e-14 * Math.abs(length);
    const far = centre + length;
    const one = ends.find(({ at }) => (from === 0 && isAt(at, centre)) || (to === 1 && isAt(at, far)));
    if (!one) return null;
    return one.sum(
      isAt(one.at, centre) ? distanceAt(segment, to) : centre + distanceAt(segment, from) - one.at,
    );
  };
}

function interpreted(tree: Tree): Values {
  return (xs, _ys, _zs, out) => {
    for (let k = 0; k < xs.length; k++) out[k] = evaluate(tree, [xs[k] as number]);
  };
}

/** An error that another length of waves need not better, as a part of the whole. */
const SETTLED = 1e-8;

/** The slowest waves after as many of which the others repeat, too. */
const TIMES = Array.from({ length: 10 }, (_, k) => k + 1);

interface Towards {
  readonly first: readonly number[];
  readonly sum: (distance: number) => WaveSum;
}

/** What goes on towards an end; null where f has no waves without end there, or those of several kinds. */
function sumTowards(f: Tree, end: number, side: number, valuesOf: (tree: Tree) => Values): Towards | null {
  const phases = phasesOf(f).map((phase) => {
    const g = around(phase.g, [end]);
    return { ...phase, at: asked(g) };
  });
  const endless = phases.flatMap((phase) => {
    const passed = passedBy(phase, side);
    return passed ? [{ ...phase, passed }] : [];
  });
  const [slowest] = endless.toSorted((one, other) => Math.abs(one.passed) - Math.abs(other.passed));
  if (!slowest || endless.some(({ jumps }) => jumps !== slowest.jumps)) return null;
  const ratios = endless.map(({ passed }) => Math.abs(passed / slowest.passed));
  // Steps of several kinds never stop together, and waves of such do not repeat.
  const times = TIMES.find((k) => ratios.every((ratio) => isWhole(ratio * k)));
  if (!times || (slowest.jumps && ratios.some((ratio) => ratio > 1.5))) return null;
  const values = valuesOf(fromPlace(f, end));
  const direction = Math.sign(slowest.passed);
  // Half a wave may be as large as the next but not like it, as those of 1 - cos(x) are.
  const each = slowest.jumps ? [times] : endless.length > 1 ? [2 * times, times] : [times, 2 * times];
  const sums = each.map((k) => waveSum(values, slowest.at, slowest.step * k, slowest.offset, direction));
  return {
    first: firstPlaces(slowest, direction, side),
    sum(distance) {
      const found: Waves[] = [];
      for (const sum of sums) {
        const own = sum(distance);
        if (own === "diverges") return own;
        if (own) found.push(own);
        if (endless.length === 1 && own && own.error < SETTLED * own.size) break;
      }
      return found.toSorted((one, other) => one.error - other.error)[0] ?? null;
    },
  };
}

/** The tree's value at a place; compiled once that has been asked for often. */
function asked(tree: Tree): (d: number) => number {
  let calls = 0;
  let compiled: Point | null = null;
  return (d) => {
    if (compiled) return compiled(d, 0, 0);
    if (++calls === OFTEN) compiled = compilePoint(tree);
    return evaluate(tree, [d]);
  };
}

/** Calls of an interpreted tree that take as long as compiling it. */
const OFTEN = 200;

const isWhole = (v: number) => Math.abs(v - Math.round(v)) < 1e-6 * v && Math.round(v) > 0;
