import { evaluate } from "../language/tape.ts";
import { PARAMETERS, type Tree } from "../language/tree.ts";
import { sensitivity, uncertain } from "../reading/sensitivity.ts";
import { compiled, once, orElse } from "./compiled.ts";
import { familyText } from "./family-text.ts";
import { pointText } from "./javascript-text.ts";
import { sensitivityText } from "./sensitivity-text.ts";

/** f at fixed nodes, for one member of a family after the other. */
export type MemberValues = (parameters: ArrayLike<number>, out: Float64Array) => void;

/** Of so many points, whose coordinates along axis k start at k times `stride`. */
export type FamilyPoints = (points: Float64Array, stride: number, count: number) => MemberValues;

/** From now on this evaluates a family's tree, wherever many of its values are wanted. */
export function evaluateFamilyBy(tree: Tree, at: FamilyPoints): void {
  byPoints.set(tree, at);
}

/** What does so; null where nothing was said. */
export const familyPoints = (tree: Tree) => byPoints.get(tree) ?? null;

const byPoints = new WeakMap<Tree, FamilyPoints>();

/** The tree of a family as a function of nodes. Interpreted where code may not be made. */
export const compileFamily = once((tree): FamilyValues => {
  const at = familyPoints(tree);
  if (at)
    return (...nodes) => {
      const points = gridOf(nodes);
      return at(points, points.length / 3, points.length / 3);
    };
  return orElse<FamilyValues>(
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
  );
});

/** All points of a grid, columns first, along one axis after the other. */
export function gridOf([xs, ys, zs]: Three, into: Float64Array | null = null): Float64Array {
  const [p, q] = [xs.length, ys.length];
  const count = p * q * zs.length;
  const points = into?.length === 3 * count ? into : new Float64Array(3 * count);
  for (let l = 0, at = 0; l < zs.length; l++)
    for (let j = 0; j < q; j++)
      for (let i = 0; i < p; i++, at++) {
        points[at] = xs[i] as number;
        points[count + at] = ys[j] as number;
        points[2 * count + at] = zs[l] as number;
      }
  return points;
}

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

export type FamilyPoint = (x: number, y: number, z: number, parameters: ArrayLike<number>) => number;

/** The tree of a family as a function of a point and a member's parameters. */
export const compileFamilyPoint = once((tree) =>
  orElse<FamilyPoint>(
    () => compiled(pointText(tree)) as FamilyPoint,
    (x, y, z, parameters) => evaluate(tree, placed([x, y, z], parameters)),
  ),
);

/** The sensitivity of a family's tree, as a function of a point and a member's parameters. */
export const compileSensitivity = (tree: Tree, flat: ReadonlySet<string>): FamilyPoint =>
  orElse<FamilyPoint>(
    () => (compiled(sensitivityText(tree, flat)) as (own: typeof uncertain) => FamilyPoint)(uncertain),
    (x, y, z, parameters) => sensitivity(tree, placed([x, y, z], parameters), flat).rounding,
  );

/** A point of variables and parameters. */
function placed(point: number[], parameters: ArrayLike<number>): number[] {
  for (let k = 0; k < parameters.length; k++) point[PARAMETERS + k] = parameters[k] as number;
  return point;
}
