import { compiled, once, orElse } from "./compiled.ts";
import { familyText } from "./family-text.ts";
import { pointText } from "./javascript-text.ts";
import { sensitivity } from "./sensitivity.ts";
import { sensitivityText } from "./sensitivity-text.ts";
import { evaluate } from "./tape.ts";
import { PARAMETERS, type Tree } from "./tree.ts";

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
    () => compiled(sensitivityText(tree, flat)) as FamilyPoint,
    (x, y, z, parameters) => sensitivity(tree, placed([x, y, z], parameters), flat).sum,
  );

/** A point of variables and parameters. */
function placed(point: number[], parameters: ArrayLike<number>): number[] {
  for (let k = 0; k < parameters.length; k++) point[PARAMETERS + k] = parameters[k] as number;
  return point;
}
