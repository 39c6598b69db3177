import { finite, type Interval } from "../language/interval.ts";
import { call, type Tree } from "../language/tree.ts";
import { reduction } from "./dialects.ts";

const SUMS: Readonly<Record<string, string>> = { "+": "loose_add", "-": "loose_subtract" };

/**
 * A tree for df64 in which sums that are the angle of a sine are not normalised, and, where it is only summed, neither is
 * a sine that is the whole tree: both take a second part of any size up to 2^-20.
 */
export function loosened(tree: Tree, summed: boolean, range: (tree: Tree) => Interval | null): Tree {
  const done = new Map<Tree, Tree>();
  const within = (part: Tree): Tree => {
    if (part.kind !== "call") return part;
    const known = done.get(part);
    if (known) return known;
    const made = call(part.name, ...(isSine(part, range) ? angle(part) : part.args).map(within));
    done.set(part, made);
    return made;
  };
  /** The angle of a sine. */
  const angle = ({ args: [sum] }: Extract<Tree, { kind: "call" }>): Tree[] => {
    if (sum?.kind !== "call" || !SUMS[sum.name] || !finite(sum.args.map(range))) return [sum as Tree];
    return [call(SUMS[sum.name] as string, ...sum.args)];
  };
  const made = within(tree);
  return summed && made.kind === "call" && isSine(tree, range)
    ? call(`loose_${made.name}`, ...made.args)
    : made;
}

function isSine(tree: Tree, range: (tree: Tree) => Interval | null): boolean {
  if (tree.kind !== "call" || (tree.name !== "sin" && tree.name !== "cos")) return false;
  const angle = range(tree.args[0] as Tree);
  return angle !== null && reduction(angle) === "plain";
}
