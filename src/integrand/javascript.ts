import { IntegrateError } from "../errors.ts";
import { familyText } from "./family-text.ts";
import { MEANINGS, pointText, sumText, valuesText } from "./javascript-text.ts";
import { sensitivity } from "./sensitivity.ts";
import { sensitivityText } from "./sensitivity-text.ts";
import { evaluate } from "./tape.ts";
import { PARAMETERS, type Tree } from "./tree.ts";

/** Nodes along an axis, and their weights where the tree has any. */
export interface Nodes {
  readonly nodes: Float64Array;
  readonly weights?: Float64Array | null;
}

/** A layer: one node, and the values of a tree's parameters. */
export interface Layer extends Nodes {
  readonly parameters?: ArrayLike<number>;
}

/** Adds f, weighted where the tree is, at all these nodes of one layer to a sum. */
export type TileSum = (x: Nodes, y: Nodes, layer: Layer, sum: { add(value: number): void }) => void;

/** Writes f at all these nodes, columns first, then rows, then layers. */
export type Values = (
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  zs: ArrayLike<number>,
  out: Float64Array,
) => void;

/** The tree as a JavaScript function that sums it; code is made from the tree alone. */
export function compileJavaScript(tree: Tree): TileSum {
  return compiled(sumText(tree)) as TileSum;
}

/** f at fixed nodes, for one member of a family after the other. */
export type MemberValues = (parameters: ArrayLike<number>, out: Float64Array) => void;

/** The tree of a family as a function of nodes. Interpreted where code may not be made. */
export const compileFamily = once((tree) =>
  orElse<FamilyValues>(
    () => {
      const { text, shared } = familyText(tree);
      const { share, values } = compiled(text) as FamilyCode;
      return (xs, ys, zs) => {
        const own = new Float64Array(shared * xs.length * ys.length * zs.length);
        if (shared) share(xs, ys, zs, own);
        return (parameters, out) => values(xs, ys, zs, own, parameters, out);
      };
    },
    (xs, ys, zs) => (parameters, out) => {
      let at = 0;
      for (let l = 0; l < zs.length; l++)
        for (let j = 0; j < ys.length; j++)
          for (let i = 0; i < xs.length; i++)
            out[at++] = evaluate(
              tree,
              placed([xs[i] as number, ys[j] as number, zs[l] as number], parameters),
            );
    },
  ),
);

type Three = [xs: ArrayLike<number>, ys: ArrayLike<number>, zs: ArrayLike<number>];
type FamilyValues = (...nodes: Three) => MemberValues;

/** What the text of a family makes. */
interface FamilyCode {
  share(...nodes: [...Three, shared: Float64Array]): void;
  values(...nodes: [...Three, shared: Float64Array, parameters: ArrayLike<number>, out: Float64Array]): void;
}

/** The trees of members, and of which family's tree with which parameters each is one. */
const families = new WeakMap<Tree, { readonly tree: Tree; readonly parameters: ArrayLike<number> }>();

/** From now on a member's tree is evaluated by its family's compiled code: compiling takes longer than many an integral. */
export function evaluateAs(member: Tree, tree: Tree, parameters: ArrayLike<number>): void {
  families.set(member, { tree, parameters });
}

export const familyOf = (member: Tree) => families.get(member) ?? null;

/** The tree as a JavaScript function that writes its values; compiled once. Interpreted where code may not be made. */
export const compileValues = once((tree): Values => {
  const family = families.get(tree);
  if (family) {
    const values = compileFamily(family.tree);
    return (xs, ys, zs, out) => values(xs, ys, zs)(family.parameters, out);
  }
  return orElse<Values>(
    () => compiled(valuesText(tree)) as Values,
    (xs, ys, zs, out) => {
      let at = 0;
      for (let l = 0; l < zs.length; l++)
        for (let j = 0; j < ys.length; j++)
          for (let i = 0; i < xs.length; i++)
            out[at++] = evaluate(tree, [xs[i] as number, ys[j] as number, zs[l] as number]);
    },
  );
});

export type Point = (x: number, y: number, z: number) => number;

/** The same of one point. */
export const compilePoint = once((tree): Point => {
  const family = families.get(tree);
  if (family) {
    const point = compileFamilyPoint(family.tree);
    return (x, y, z) => point(x, y, z, family.parameters);
  }
  return orElse<Point>(
    () => compiled(pointText(tree)) as Point,
    (...point) => evaluate(tree, point),
  );
});

type FamilyPoint = (x: number, y: number, z: number, parameters: ArrayLike<number>) => number;

const compileFamilyPoint = once((tree) =>
  orElse<FamilyPoint>(
    () => compiled(pointText(tree)) as FamilyPoint,
    (x, y, z, parameters) => evaluate(tree, placed([x, y, z], parameters)),
  ),
);

/** The sensitivity of a family's tree, as a function of a point and a member's parameters. */
export const compileSensitivity = (tree: Tree, flat: ReadonlySet<string>): FamilyPoint =>
  orElse<FamilyPoint>(
    () => compiled(sensitivityText(tree, flat)) as FamilyPoint,
    (x, y, z, parameters) => sensitivity(tree, placed([x, y, z], parameters), flat).sum,
  );

/** A point of variables and parameters. */
function placed(point: number[], parameters: ArrayLike<number>): number[] {
  for (let k = 0; k < parameters.length; k++) point[PARAMETERS + k] = parameters[k] as number;
  return point;
}

function orElse<T>(make: () => T, otherwise: T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof IntegrateError && error.code === "worker") return otherwise;
    throw error;
  }
}

function once<T>(compile: (tree: Tree) => T): (tree: Tree) => T {
  const known = new WeakMap<Tree, T>();
  return (tree) => {
    const made = known.get(tree) ?? compile(tree);
    known.set(tree, made);
    return made;
  };
}

function compiled(text: string): unknown {
  // Only the meanings that it calls: each name costs time to compile.
  const names = [...new Set(text.match(/\bf\d+\b/g))];
  const values = names.map((name) => MEANINGS[Number(name.slice(1))]);
  try {
    return new Function("room", ...names, `"use strict"; return ${text};`)(makeRoom(), ...values);
  } catch (cause) {
    if (!(cause instanceof EvalError)) throw cause;
    const by = "by --disallow-code-generation-from-strings or a Content-Security-Policy";
    const message = `the CPU backends turn f into JavaScript, which is forbidden here (${by}): allow it, or use the GPU`;
    throw new IntegrateError("worker", message, { cause });
  }
}

/** Arrays that a function keeps from call to call, by their numbers. */
function makeRoom(): (k: number, length: number) => Float64Array {
  const kept: Float64Array[] = [];
  return (k, length) => {
    const found = kept[k];
    if (found && found.length >= length) return found;
    kept[k] = new Float64Array(length);
    return kept[k];
  };
}
