import { tapeOf } from "../../integrand/language/tape.ts";
import { call, isSame, number, type Tree } from "../../integrand/language/tree.ts";
import { UNIT } from "../../integrand/reading/sensitivity.ts";

/** A tree without terms of sums that are 0, if only but for rounding, which would hide where f is singular. */
export function withoutZeros(tree: Tree): Tree {
  const made: Tree[] = [];
  const lines: (Line | null)[] = [];
  const isZero = (part: Tree | undefined) => part?.kind === "number" && part.value === 0;
  for (const { tree: part, args } of tapeOf(tree)) {
    const [a, b] = args.map((arg) => made[arg] as Tree) as [Tree, Tree];
    const line = lineOf(
      part,
      args.map((arg) => lines[arg] ?? null),
    );
    lines.push(line);
    if (part.kind !== "call") made.push(part);
    else if (line?.slope && line.constant !== 0 && Math.abs(line.constant) <= NOTHING * line.size) {
      lines[lines.length - 1] = { ...line, constant: 0 };
      made.push(line.slope === 1 ? line.leaf : call("*", number(line.slope), line.leaf));
    } else if ((part.name === "+" || part.name === "-") && isZero(b)) made.push(a);
    else if (part.name === "+" && isZero(a)) made.push(b);
    else if (part.name === "-" && isZero(a)) made.push(call("neg", b));
    else made.push(call(part.name, ...(args.map((arg) => made[arg]) as Tree[])));
  }
  return made.at(-1) as Tree;
}

/** slope s + constant, s being one variable, and what the constant is made of. */
interface Line {
  readonly leaf: Tree;
  readonly slope: number;
  readonly constant: number;
  readonly size: number;
}

/** A part of what a constant is made of that may be rounding. */
const NOTHING = 8 * UNIT;

function lineOf(tree: Tree, [a = null, b = null]: readonly (Line | null)[]): Line | null {
  if (tree.kind === "number")
    return { leaf: tree, slope: 0, constant: tree.value, size: Math.abs(tree.value) };
  if (tree.kind === "variable") return tree.weight ? null : { leaf: tree, slope: 1, constant: 0, size: 0 };
  const times = (line: Line, by: number): Line => ({
    leaf: line.leaf,
    slope: line.slope * by,
    constant: line.constant * by,
    size: line.size * Math.abs(by),
  });
  if (a && tree.name === "neg") return times(a, -1);
  if (!a || !b) return null;
  const [own, other] = a.slope ? [a, b] : [b, a];
  switch (tree.name) {
    case "+":
    case "-": {
      if (other.slope && !isSame(own.leaf, other.leaf)) return null;
      const second = tree.name === "-" ? times(b, -1) : b;
      return {
        leaf: own.leaf,
        slope: a.slope + second.slope,
        constant: a.constant + second.constant,
        size: a.size + second.size,
      };
    }
    case "*":
      return other.slope ? null : times(own, other.constant);
    case "/":
      return b.slope ? null : times(a, 1 / b.constant);
    default:
      return null;
  }
}
