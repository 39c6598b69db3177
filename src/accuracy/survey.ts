import { costOf } from "../integrand/code/wgsl.ts";
import { evaluate } from "../integrand/language/tape.ts";
import type { Tree } from "../integrand/language/tree.ts";
import { sensitivity } from "../integrand/reading/sensitivity.ts";
import { placeOf } from "../problem/place.ts";
import type { Prepared } from "../problem/problem.ts";
import { makeAxis, midpoints, RULES } from "../quadrature/rules/rule.ts";
import { dependsOn } from "./boxes.ts";
import { breaksOf } from "./breaks.ts";
import { type Ladder, ladderOf, ladderValues } from "./ladder.ts";
import { insideOf, rangeOf } from "./ranges.ts";
import { linesOf, pointsOf, sample } from "./sample.ts";
import { meansOf, type Side, sideOf } from "./sides.ts";
import { hasTips } from "./tips.ts";
import { lookBetween } from "./unseen.ts";

/** What the estimate's own grids show about f: one of midpoints, whatever the run's, and for other rules a few small ones. */
export interface Survey {
  readonly sum: number;
  /** The integral of |f|. */
  readonly size: number;
  /** Largest sum of |v df/dv|, on average, times the volume: the cost of a relative error of 1 in every operation. */
  readonly sensitivity: number;
  readonly breaks: ReturnType<typeof breaksOf>;
  /** Whether f may be singular within the box. */
  readonly tips: boolean;
  /** Whether intervals prove that f is finite everywhere. */
  readonly bounded: boolean;
  /** Along each axis that f depends on. */
  readonly sides: readonly Side[];
  /** Of a rule other than midpoints, along the same axes. */
  readonly ladder: Ladder | null;
  /** A place where f is outside the range of the nearby nodes by more than they explain, if found. */
  readonly unseen: { readonly place: string; readonly value: number; readonly mass: number } | null;
}

/** Nodes per side are a multiple of 4 or 2 times 27: for four nested grids; even, because poles tend to lie in the middle. */
const UNIT = 108;
const UNIT_OF_THREE = 54;

/** Whether a survey takes at most about 50 ms, or a tenth of the run's evaluations. */
export function isCheap(prepared: Prepared): boolean {
  const axes = dependsOn(prepared.f, prepared.box.length);
  const { rule, n } = prepared.problem.method;
  const run = prepared.box.reduce(
    (product, limits, axis) => product * makeAxis(RULES[rule], limits, n[axis] as number).count,
    1,
  );
  const values = nodesFor(prepared, axes) ** axes.length + ladderValues(prepared, axes);
  return values * costOf(prepared.f, false) <= 3e6 || values <= run / 10;
}

/** Nodes per side, scaled by the cost of f so that sampling takes about 5 ms, or a fortieth of the run, up to 20 ms. */
function nodesFor({ problem, f }: Prepared, axes: readonly number[]): number {
  const cells = problem.method.n.reduce((product, side) => product * side, 1);
  const values = Math.min(Math.max(cells / 40, 120_000), 400_000) / Math.max(1, costOf(f, false) / 2);
  const unit = axes.length > 2 ? UNIT_OF_THREE : UNIT;
  return unit * Math.max(1, Math.floor(values ** (1 / Math.max(1, axes.length)) / unit));
}

/** Throws `not-finite` where f has no finite value at a node. */
export function survey(prepared: Prepared): Survey {
  const { f, box } = prepared;
  const volume = box.reduce((product, [a, b]) => product * (b - a), 1);
  const axes = dependsOn(f, box.length);
  const nodes = nodesFor(prepared, axes);
  const lines = linesOf(f);
  const grid = sample(
    prepared,
    box.map((limits, axis) => midpoints(limits, axes.includes(axis) ? nodes : 1)),
    lines,
  );
  const { mean, size } = meansOf(grid);
  const breaks = breaksOf(prepared);
  const unseen = lookBetween(prepared, grid);
  return {
    sum: mean * volume,
    size: size * Math.abs(volume),
    sensitivity: Math.abs(volume) * meanSensitivity(f, box),
    breaks,
    tips: hasTips(prepared),
    bounded: rangeOf(f, insideOf(prepared)) !== null,
    sides: axes.map((axis) => sideOf(axis, grid, lines, volume)),
    ladder: breaks ? null : ladderOf(prepared, axes),
    unseen: unseen && {
      place: placeOf(prepared, unseen.point),
      value: evaluate(integrandIn(f), unseen.point),
      mass: unseen.mass,
    },
  };
}

/** The integrand itself, without the Jacobians of changed variables. */
function integrandIn(f: Tree): Tree {
  return f.kind === "call" && f.name === "times_jacobian" ? integrandIn(f.args[0] as Tree) : f;
}

/** The mean over a coarse grid of 64 points. */
function meanSensitivity(f: Tree, box: Prepared["box"]): number {
  const sides = box.map((limits) => midpoints(limits, Math.round(64 ** (1 / box.length))));
  const found = pointsOf(sides).map((point) => sensitivity(f, point).sum);
  return found.reduce((sum, one) => sum + (Number.isFinite(one) ? one : 0), 0) / found.length;
}
