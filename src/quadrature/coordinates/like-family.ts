import { evaluateAs, familyOf } from "../../integrand/code/family-code.ts";
import { isSame, type Tree } from "../../integrand/language/tree.ts";
import { bound } from "../../problem/family.ts";

/** f in other coordinates, evaluated as its family's tree is in these. */
export function likeFamily(f: Tree, key: string, make: (tree: Tree) => Tree): Tree {
  const made = make(f);
  const family = familyOf(f);
  if (family) {
    const { tree, parameters } = family;
    const common = cached(tree, key, () => make(tree));
    // Where a member's values cancel, as a and a centre do in 1 - a x, only its own tree has the distance.
    if (isSame(made, bound(common, parameters))) evaluateAs(made, common, parameters);
  }
  return made;
}

const charts = new WeakMap<Tree, Map<string, Tree>>();

/** The tree of a family in a chart's coordinates, made once. */
function cached(tree: Tree, key: string, make: () => Tree): Tree {
  const known = charts.get(tree) ?? new Map<string, Tree>();
  charts.set(tree, known);
  const made = known.get(key) ?? make();
  known.set(key, made);
  return made;
}
