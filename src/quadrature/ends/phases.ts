import { tapeOf } from "../../integrand/language/tape.ts";
import { axesOf, type Tree } from "../../integrand/language/tree.ts";
import { whereZero } from "./wave-sum.ts";

/** Distances from an end, as parts of the side, at which waves without end are seen. */
const SHELLS = Array.from({ length: 20 }, (_, k) => 2 ** -(k + 1));
/** As many waves at least are between the last of these. */
const MANY = 100;
/** Waves between which an axis is cut, before the others become a series. */
const FIRST = 16;

/** The argument of a wave or a step in f. */
export interface Phase {
  readonly g: Tree;
  /** The length of half a wave, or of a step. */
  readonly step: number;
  readonly offset: number;
  readonly jumps: boolean;
}

/** Those of f. */
export function phasesOf(f: Tree): Phase[] {
  return tapeOf(f).flatMap(({ tree }): Phase[] => {
    if (tree.kind !== "call" || axesOf(tree) === 0) return [];
    const g = tree.args[0] as Tree;
    if (tree.name === "sin") return [{ g, step: Math.PI, offset: 0, jumps: false }];
    if (tree.name === "cos") return [{ g, step: Math.PI, offset: Math.PI / 2, jumps: false }];
    if (tree.name === "floor" || tree.name === "ceil") return [{ g, step: 1, offset: 0, jumps: true }];
    return tree.name === "round" ? [{ g, step: 1, offset: 0.5, jumps: true }] : [];
  });
}

/** How many waves pass between places near an end, if there are ever more; else 0. */
export function passedBy({ at, step }: Phase & { at: (d: number) => number }, side: number): number {
  const phases = SHELLS.map((part) => at(side * part) / step);
  const last = phases.findIndex((one) => !Number.isFinite(one));
  const own = last < 0 ? phases : phases.slice(0, last);
  if (own.length < 3) return 0;
  const [p, q, r] = own.slice(-3) as [number, number, number];
  const grows = Math.abs(r - q) > 1.1 * Math.abs(q - p);
  return grows && Math.abs(r - p) > MANY ? r - p : 0;
}

/** The places of the first levels on the way to an end. */
export function firstPlaces(
  { at, step, offset }: Phase & { at: (d: number) => number },
  direction: number,
  side: number,
): number[] {
  const level = (d: number) => (direction * (at(d) - offset)) / step;
  // The other end may be as endless.
  const from = Math.abs(level(side / 2) - level(side)) < MANY ? side : side / 2;
  const start = Math.floor(level(from)) + 1;
  return Array.from({ length: FIRST }, (_, k) => whereZero((d) => level(d) - (start + k), from));
}
