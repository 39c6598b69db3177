import { intervalOf, type Ranges } from "../integrand/code/enclosure.ts";
import { limitOf } from "../integrand/language/integrand.ts";
import { around } from "../integrand/language/interval.ts";
import { parse } from "../integrand/language/parse.ts";
import { simplify } from "../integrand/language/simplify.ts";
import { evaluate, evaluatorOf } from "../integrand/language/tape.ts";
import { axesOf, call, number, PARAMETERS, type Tree, variable } from "../integrand/language/tree.ts";
import { bound, namesByAxis, valuesAt } from "../problem/family.ts";
import { memberOf } from "../problem/parsed.ts";
import type { PreparedOf, ProblemOf } from "../problem/problem.ts";
import type { Points } from "./picture.ts";

/** What a picture shows of an integral: f over the ranges of its variables, blank outside their limits. */
export interface View {
  readonly prepared: PreparedOf<unknown>;
  readonly names: readonly string[];
  /** In the variables as they are written, and parameters. */
  readonly f: Tree;
  /** The same, not finite outside the limits. */
  readonly masked: Tree;
  /** What is drawn of each variable, upwards. */
  readonly ranges: readonly Range[];
  /** The ranges of variables and parameters, for compilers; null where they exceed f32. */
  readonly domain: Ranges;
  /** Whether f is certainly finite on it. */
  readonly bounded: boolean;
  /** The member of a family that is drawn, and the values of its parameters. */
  readonly member: number;
  readonly parameters: Float64Array;
  /** Where a third variable is cut. */
  readonly z: number;
}

export type Range = readonly [low: number, high: number];

/** How much of the coordinate of an infinite range is drawn: tan(0.4π) = 3.1. */
const DRAWN = 0.8;

/** Samples along each axis that find the ranges, by the number of axes. */
const SAMPLES = [0, 257, 33, 13];

/** A mesh keeps off the edges by this part of its coordinate, since rounding may make f undefined there. */
const INSET = 1e-5;

/** `part` of the third variable's range, from 0 to 1, is where it is cut. */
export function viewOf(prepared: PreparedOf<unknown>, member = 0, part = 0.5): View {
  const { problem, members } = prepared;
  const names = problem.variables.map(({ name }) => name);
  const all = namesByAxis(names, members.names);
  const f = simplify(parse(problem.f, all));
  const inside = insideOf(problem, all);
  const ranges = rangesOf(prepared, member);
  const axes = Array.from({ length: PARAMETERS }, (_, k) => around(...(ranges[k] ?? [0, 0])));
  const domain = [
    ...axes,
    ...members.values.map((values) => around(values.reduce(least), values.reduce(most))),
  ];
  const [low, high] = ranges[2] ?? [0, 0];
  return {
    prepared,
    names,
    f,
    masked: inside ? call("/", f, inside) : f,
    ranges,
    domain,
    bounded: intervalOf(f, domain) !== null,
    member,
    parameters: valuesAt(members, member),
    z: low + (high - low) * part,
  };
}

/** The points of a grid over the first two ranges, row by row from below; midpoints of so many pixels. */
export function pixelsOf({ ranges, z, parameters }: View, columns: number, rows: number): Points {
  const [[left, right] = [0, 0], [low, high] = [0, 0]] = ranges;
  const xs = new Float64Array(columns * rows);
  const ys = new Float64Array(columns * rows);
  for (let k = 0; k < xs.length; k++) {
    xs[k] = left + ((right - left) * ((k % columns) + 0.5)) / columns;
    ys[k] = rows > 1 ? low + ((high - low) * (Math.floor(k / columns) + 0.5)) / rows : 0;
  }
  return { xs, ys, z, parameters };
}

/** The vertices of a mesh of side × side cells that follows the limits, row by row. */
export function meshOf({ prepared, ranges, member, z, parameters }: View, side: number): Points {
  const { box, infinite, at, mapped } = memberOf(prepared, member);
  const follows = mapped && box.length < 3;
  const coordinates = [0, 1].map((axis) =>
    Float64Array.from({ length: side + 1 }, (_, k) => {
      const part = INSET + ((1 - 2 * INSET) * k) / side;
      if (!follows) return mix(ranges[axis] as Range, part);
      return mix(box[axis] as Range, part) * (infinite[axis] ? DRAWN : 1);
    }),
  ) as [Float64Array, Float64Array];
  const [xs, ys] = [0, 1].map((axis) =>
    overGrid(coordinates, follows ? (at[axis] as Tree) : variable(axis)),
  ) as [Float64Array, Float64Array];
  return { xs, ys, z, parameters };
}

/** A tree's values over a grid, row by row. */
export function overGrid([us, vs]: readonly [Float64Array, Float64Array], tree: Tree): Float64Array {
  const of = evaluatorOf(tree);
  // Most coordinates are those of one axis.
  if (!(axesOf(tree) & 2)) {
    const row = us.map((u) => of([u, 0]));
    return Float64Array.from({ length: us.length * vs.length }, (_, k) => row[k % us.length] as number);
  }
  const all = new Float64Array(us.length * vs.length);
  const point = [0, 0];
  vs.forEach((v, j) => {
    point[1] = v;
    us.forEach((u, i) => {
      point[0] = u;
      all[j * us.length + i] = of(point);
    });
  });
  return all;
}

/** Where a part of the box's side, from 0 to 1, is on the mesh's side, which ends where the picture does. */
export function onMesh({ prepared }: View, axis: number): (part: number) => number {
  const limits = prepared.box[axis] as Range;
  const drawn = prepared.infinite[axis] ? DRAWN : 1;
  const [from, to] = prepared.mapped ? limits : [Math.min(...limits), Math.max(...limits)];
  return (part) => (mix(limits, part) / drawn - from) / (to - from);
}

function mix([a, b]: Range, part: number): number {
  return a * (1 - part) + b * part;
}

/** 1 between the limits that depend on variables, 0 elsewhere; null if none depends. */
function insideOf({ variables }: ProblemOf<unknown>, names: readonly string[]): Tree | null {
  const conditions = variables.flatMap(({ name, from, to }, axis) => {
    const limits = [from, to].map((text) => simplify(limitOf(text, names, name))) as [Tree, Tree];
    if (!limits.some((one) => axesOf(one) & ((1 << PARAMETERS) - 1))) return [];
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

function rangesOf(prepared: PreparedOf<unknown>, member: number): Range[] {
  const { at, box, infinite, mapped } = memberOf(prepared, member);
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

/** f with the parameters of the member that is drawn. */
export function ownF({ f, parameters }: Pick<View, "f" | "parameters">): Tree {
  return bound(f, parameters);
}

const least = (a: number, b: number) => Math.min(a, b);
const most = (a: number, b: number) => Math.max(a, b);
