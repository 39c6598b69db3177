import { simplify } from "../../integrand/language/simplify.ts";
import {
  axesOf,
  call,
  number,
  substitute,
  type Tree,
  type Variable,
  variable,
} from "../../integrand/language/tree.ts";
import { degreesOf } from "../../integrand/reading/homogeneous.ts";
import { isWithin, type Region, type Segment } from "./segments.ts";

/**
 * Rewrites a tree of distances in the coordinates of a region at a joint. Parts of degree 0 lose the distance, which interval
 * bounds would not cancel: with y = x u, x < y becomes 1 < u, and y / (x + y) becomes u / (1 + u).
 */
export function inJointCoordinates(tree: Tree, region: Region): Tree {
  const scales = scalesOf(tree, region);
  const done = new Map<Tree, Tree>();
  const within = (part: Tree): Tree => {
    if (part.kind === "number") return part;
    if (part.kind === "variable") return coordinateOf(part, region);
    const known = done.get(part);
    if (known) return known;
    const isSame = scales.some(({ bits, degree }) => axesOf(part) & bits && degree(part) === 0);
    const made = isSame
      ? unscaled([part], region, (degree) => degree === 0)[0]
      : call(part.name, ...(isComparison(part.name) ? unscaled(part.args, region) : part.args.map(within)));
    done.set(part, made as Tree);
    return made as Tree;
  };
  return simplify(within(tree));
}

/** Trees of distances in these coordinates, without each distance in which all of them have the same degree, if that `counts`. */
export function unscaled(
  trees: readonly Tree[],
  region: Region,
  counts: (degree: number) => boolean = () => true,
): Tree[] {
  const own = trees.filter((tree) => !isZero(tree));
  const isLeft = new Set(
    [...region.keys()].filter((lead) => {
      const degrees = own.map((tree) => scaleOf(tree, region, lead)?.degree(tree) ?? null);
      const [first] = degrees;
      return first != null && counts(first) && degrees.every((degree) => degree === first);
    }),
  );
  const leaf = (one: Variable) => {
    if (!isLeft.has(one.axis)) return one;
    const { within, length } = region[one.axis] as Segment;
    return number(within === null ? length : 1);
  };
  return trees.map((tree) =>
    substitute(
      substitute(tree, (one) => coordinateOf(one, region)),
      leaf,
    ),
  );
}

/** For each distance that scales others: the bits of all their axes, and the degrees of a tree's parts in them. */
const scalesOf = (tree: Tree, region: Region) =>
  [...region.keys()].flatMap((lead) => scaleOf(tree, region, lead) ?? []);

function scaleOf(tree: Tree, region: Region, lead: number) {
  const behind = [...region.keys()].filter((axis) => axis === lead || isWithin(region, axis, lead));
  if (behind.length < 2) return null;
  const bits = behind.reduce((all, axis) => all | (1 << axis), 0);
  return { bits, degree: degreesOf(tree, bits) };
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
