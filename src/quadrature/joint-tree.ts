import { degreeOf } from "../integrand/homogeneous.ts";
import { simplify } from "../integrand/simplify.ts";
import { call, number, substitute, type Tree, type Variable, variable } from "../integrand/tree.ts";
import { isWithin, type Region, type Segment } from "./segments.ts";

/**
 * A tree of distances in the coordinates of a region at a joint. What is the same at all distances is taken at one, so that
 * enclosures see it: of x < y, with y = x u, is left 1 < u.
 */
export function inJointCoordinates(tree: Tree, region: Region): Tree {
  const done = new Map<Tree, Tree>();
  const within = (part: Tree): Tree => {
    if (part.kind === "number") return part;
    if (part.kind === "variable") return coordinateOf(part, region);
    const known = done.get(part);
    if (known) return known;
    const args = isComparison(part.name) ? unscaled(part.args, region) : part.args.map(within);
    const made = call(part.name, ...args);
    done.set(part, made);
    return made;
  };
  return simplify(within(tree));
}

/** Trees of distances in these coordinates, which are all multiplied by the same power of each distance that is left out. */
export function unscaled(trees: readonly Tree[], region: Region): Tree[] {
  const axes = [...region.keys()];
  const isLeft = axes.map((lead) => {
    const behind = axes.filter((axis) => axis === lead || isWithin(region, axis, lead));
    const bits = behind.reduce((all, axis) => all | (1 << axis), 0);
    const [first, ...others] = trees.filter((tree) => !isZero(tree)).map((tree) => degreeOf(tree, bits));
    return behind.length > 1 && first != null && others.every((degree) => degree === first);
  });
  const leaf = (own: Variable) => {
    if (!isLeft[own.axis]) return own;
    const { within, length } = region[own.axis] as Segment;
    return number(within === null ? length : 1);
  };
  return trees.map((tree) =>
    substitute(
      substitute(tree, (own) => coordinateOf(own, region)),
      leaf,
    ),
  );
}

const isComparison = (name: string) => /^([<>]=?|[!=]=)$/.test(name);
const isZero = (tree: Tree) => tree.kind === "number" && tree.value === 0;

function coordinateOf(leaf: Variable, region: Region): Tree {
  const segment = region[leaf.axis];
  if (!segment || segment.within === null) return leaf;
  const { within, length } = segment;
  const ratio = length / (region[within] as Segment).length;
  const scaled = call("*", coordinateOf(variable(within), region), variable(leaf.axis));
  return ratio === 1 ? scaled : call("*", number(ratio), scaled);
}
