import { tapeOf } from "../integrand/language/tape.ts";
import { call, isSame, number, type Tree, variable } from "../integrand/language/tree.ts";
import type { LimitTrees } from "./change.ts";

/** A value that is a sum of multiples of squares of variables and a constant, or the root of such a sum. */
interface Form {
  readonly weights: readonly number[];
  readonly constant: number;
  readonly isRoot: boolean;
}

const R = variable(0);

/**
 * The integrand over r from 0 to infinity of an f that depends on r = sqrt(Σ w x²) alone, over all space or an orthant; null
 * for other f and other limits.
 */
export function radialOf(f: Tree, limits: readonly LimitTrees[]): Tree | null {
  const ends = limits.map(({ from, to }) => [from, to].map(constantIn) as [number, number]);
  if (
    !ends.every(([a, b]) => (a === -Infinity && (b === 0 || b === Infinity)) || (a === 0 && b === Infinity))
  )
    return null;
  const axes = limits.length;
  let ratios: readonly number[] | null = null;
  const forms: (Form | null)[] = [];
  const trees: (Tree | null)[] = [];
  for (const { tree, args } of tapeOf(f)) {
    if (tree.kind === "variable" && tree.axis >= axes) return null;
    const form = formOf(
      tree,
      args.map((arg) => forms[arg] ?? null),
      axes,
    );
    forms.push(form);
    const isWhole = form?.weights.every((weight) => weight !== 0);
    if (form && isWhole) {
      const [first = 1] = form.weights;
      const own = form.weights.map((weight) => weight / first);
      ratios ??= own;
      if (!own.every((ratio, k) => isNear(ratio, (ratios as readonly number[])[k] as number) && ratio > 0))
        return null;
      trees.push(inR(form, first));
      continue;
    }
    const inside = args.map((arg) => trees[arg]);
    if (tree.kind === "number") trees.push(tree);
    else if (tree.kind === "variable" || inside.includes(null)) trees.push(null);
    else trees.push(call(tree.name, ...(inside as Tree[])));
  }
  const own = trees.at(-1);
  if (!own || !ratios) return null;
  const halves = ends.filter(([a, b]) => a === 0 || b === 0).length;
  const scale = (ratios as readonly number[]).reduce((product, ratio) => product / Math.sqrt(ratio), 1);
  const surface = (scale * sphere(axes)) / 2 ** halves;
  return call("*", number(surface), call("*", call("^", R, number(axes - 1)), own));
}

const constantIn = (tree: Tree) => (tree.kind === "number" ? tree.value : Number.NaN);
const isNear = (a: number, b: number) => Math.abs(a - b) <= 2 ** -51 * Math.abs(b);

/** The surface of the unit sphere in n dimensions: 2, 2 π, 4 π, … */
const sphere = (n: number): number =>
  n < 3 ? 2 * Math.PI ** (n - 1) : (sphere(n - 2) * 2 * Math.PI) / (n - 2);

function inR({ constant, isRoot }: Form, weight: number): Tree {
  const scaled = (factor: number, tree: Tree) => (factor === 1 ? tree : call("*", number(factor), tree));
  if (isRoot) return scaled(Math.sqrt(weight), R);
  const squares = scaled(weight, call("pow2", R));
  return constant === 0 ? squares : call("+", squares, number(constant));
}

/** A variable counts as |x|, the root of its square: only even functions of it are accepted here. */
function formOf(tree: Tree, args: readonly (Form | null)[], axes: number): Form | null {
  if (tree.kind === "number") return { weights: Array(axes).fill(0), constant: tree.value, isRoot: false };
  if (tree.kind === "variable") {
    const weights = Array.from({ length: axes }, (_, axis) => Number(axis === tree.axis));
    return { weights, constant: 0, isRoot: true };
  }
  const [a, b] = args as [Form | null, Form | null];
  if (!a || args.includes(null)) return null;
  const isTwo = b && isConstant(b) && b.constant === 2;
  switch (tree.name) {
    case "pow2":
      return a.isRoot ? { ...a, isRoot: false } : null;
    case "^":
      return a.isRoot && isTwo ? { ...a, isRoot: false } : null;
    case "sqrt":
      return !a.isRoot && a.constant === 0 && !isConstant(a) ? { ...a, isRoot: true } : null;
    case "hypot":
      return args.every((one) => one?.isRoot) ? (args as Form[]).reduce(plus) : null;
    case "abs":
      return a.isRoot ? a : null;
    case "neg":
      return times(a, -1);
    case "+":
      return b && !a.isRoot && !b.isRoot ? plus(a, b) : null;
    case "-": {
      const other = b && times(b, -1);
      return other && !a.isRoot ? plus(a, other) : null;
    }
    case "*":
      if (a.isRoot && isSame(tree.args[0] as Tree, tree.args[1] as Tree)) return { ...a, isRoot: false };
      return b && isConstant(a) ? times(b, a.constant) : b && isConstant(b) ? times(a, b.constant) : null;
    case "/":
      return b && isConstant(b) ? times(a, 1 / b.constant) : null;
    default:
      return null;
  }
}

const isConstant = ({ weights, isRoot }: Form) => !isRoot && weights.every((weight) => weight === 0);

const times = ({ weights, constant, isRoot }: Form, factor: number): Form | null =>
  isRoot ? null : { weights: weights.map((weight) => weight * factor), constant: constant * factor, isRoot };

const plus = (a: Form, b: Form): Form => ({
  weights: a.weights.map((weight, axis) => weight + (b.weights[axis] as number)),
  constant: a.constant + b.constant,
  isRoot: a.isRoot,
});
