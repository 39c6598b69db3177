import { limitOf } from "../integrand/integrand.ts";
import { parse } from "../integrand/parse.ts";
import { simplify } from "../integrand/simplify.ts";
import { evaluate } from "../integrand/tape.ts";
import { axesOf, call, number, type Tree, variable } from "../integrand/tree.ts";
import type { Prepared, Problem } from "../problem/problem.ts";
import { type Axis, makeAxis, NO_AXIS, RULES } from "../quadrature/rule.ts";

/** What a picture shows of an integral: f over the ranges of its variables, blank outside their limits. */
export interface View {
  readonly problem: Problem;
  /** In the variables as they are written; not finite outside their limits. */
  readonly f: Tree;
  /** What is drawn of each variable, upwards. */
  readonly ranges: readonly Range[];
  /** Midpoints of pixels. A third variable has one: the middle of its range. */
  readonly x: Axis;
  readonly y: Axis;
  readonly z: Axis;
}

type Range = readonly [low: number, high: number];

/** Pixels along each side of a map, and along a curve. */
const SIDE = 256;
const ALONG = 512;

/** How much of the coordinate of an infinite range is drawn: tan(0.4π) = 3.1. */
const DRAWN = 0.8;

/** Samples along each axis that find the ranges, by the number of axes. */
const SAMPLES = [0, 257, 33, 13];

export function viewOf(prepared: Prepared): View {
  const { problem } = prepared;
  const names = problem.variables.map(({ name }) => name);
  const f = parse(problem.f, names);
  const inside = insideOf(problem, names);
  const ranges = rangesOf(prepared);
  const sides = names.length > 1 ? [SIDE, SIDE, 1] : [ALONG];
  const axes = ranges.map((range, k) => makeAxis(RULES.midpoint, range, sides[k] as number));
  const [x = NO_AXIS, y = NO_AXIS, z = NO_AXIS] = axes;
  return { problem, f: simplify(inside ? call("/", f, inside) : f), ranges, x, y, z };
}

/** 1 between the limits that depend on variables, 0 elsewhere; null if none depends. */
function insideOf({ variables }: Problem, names: readonly string[]): Tree | null {
  const conditions = variables.flatMap(({ name, from, to }, axis) => {
    const limits = [from, to].map((text) => simplify(limitOf(text, names, name))) as [Tree, Tree];
    if (!limits.some(axesOf)) return [];
    const v = variable(axis);
    const infinite = limits.findIndex((one) => one.kind === "number" && !Number.isFinite(one.value));
    if (infinite >= 0) {
      const upwards = (limits[infinite] as { value: number }).value > 0;
      return [call(upwards ? ">=" : "<=", v, limits[1 - infinite] as Tree)];
    }
    // Limits may cross: v is between them if they lie on different sides of it.
    const [a, b] = limits.map((limit) => call("-", v, limit)) as [Tree, Tree];
    return [call("<=", call("*", a, b), number(0))];
  });
  return conditions.length ? conditions.reduce((all, one) => call("&&", all, one)) : null;
}

function rangesOf({ at, box, infinite, mapped }: Prepared): Range[] {
  const upwards = box.map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
  if (!mapped) return upwards;
  const steps = SAMPLES[box.length] as number;
  const sides = box.map(([a, b], axis) =>
    Array.from({ length: steps }, (_, k) => (a + ((b - a) * k) / (steps - 1)) * (infinite[axis] ? DRAWN : 1)),
  );
  const points = sides.reduce<number[][]>(
    (all, side) => all.flatMap((point) => side.map((value) => [...point, value])),
    [[]],
  );
  return at.map((tree, axis): Range => {
    if (tree.kind === "variable") return upwards[axis] as Range;
    const values = points.map((point) => evaluate(tree, point)).filter(Number.isFinite);
    return values.length ? [values.reduce(least), values.reduce(most)] : [0, 1];
  });
}

const least = (a: number, b: number) => Math.min(a, b);
const most = (a: number, b: number) => Math.max(a, b);
