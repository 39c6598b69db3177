import { type Step, tapeOf } from "../../integrand/language/tape.ts";
import type { Tree } from "../../integrand/language/tree.ts";
import type { Integrand } from "../integrands/integrand-rule.ts";

/** Axes whose variables occur in one sum alone, by what each is multiplied there relative to the first. */
export function groupOf({
  f,
  box,
}: Pick<Integrand, "f" | "box">): { axes: number[]; ratios: number[] } | null {
  const sums = sumsOf(f, box.length);
  const groups: { axes: number[]; ratios: number[] }[] = [];
  for (const axis of box.keys()) {
    const own = sums.map((slopes) => slopes[axis] as number);
    if (own.every((slope) => slope === 0)) continue;
    const found = groups.find(({ axes: [first = 0], ratios }) => {
      const other = sums.map((slopes) => slopes[first] as number);
      const at = other.findIndex((slope) => slope !== 0);
      const ratio = (own[at] as number) / (other[at] as number);
      if (ratio === 0 || !own.every((slope, k) => isNear(slope, ratio * (other[k] as number)))) return false;
      ratios.push(ratio);
      return true;
    });
    if (found) found.axes.push(axis);
    else groups.push({ axes: [axis], ratios: [1] });
  }
  const [most] = groups.sort((a, b) => b.axes.length - a.axes.length);
  return most && most.axes.length > 1 ? most : null;
}

const isNear = (a: number, b: number) => Math.abs(a - b) <= 2 ** -51 * Math.abs(b);

/** The slopes of a sum of multiples of variables and a constant, along each axis. */
type Slopes = readonly number[];

/** Those of the largest subexpressions that are such sums. */
function sumsOf(f: Tree, axes: number): Slopes[] {
  const tape = tapeOf(f);
  const slopes: (Slopes | null)[] = [];
  const largest = new Set<number>([tape.length - 1]);
  for (const step of tape) {
    const own = slopesOf(
      step,
      step.args.map((arg) => slopes[arg] ?? null),
      step.args.map((arg) => (tape[arg] as Step).tree),
      axes,
    );
    slopes.push(own);
    if (!own) for (const arg of step.args) largest.add(arg);
  }
  return [...largest].map((k) => slopes[k] ?? []).filter((own) => own.some((slope) => slope !== 0));
}

function slopesOf(
  { tree }: Step,
  [one = null, other = null]: readonly (Slopes | null)[],
  [a, b]: readonly Tree[],
  axes: number,
): Slopes | null {
  if (tree.kind === "number") return Array(axes).fill(0);
  if (tree.kind === "variable")
    return tree.weight ? null : Array.from({ length: axes }, (_, axis) => Number(axis === tree.axis));
  if (tree.name === "neg") return one?.map((slope) => -slope) ?? null;
  if (!one || !other) return null;
  switch (tree.name) {
    case "+":
      return one.map((slope, axis) => slope + (other[axis] as number));
    case "-":
      return one.map((slope, axis) => slope - (other[axis] as number));
    case "*":
      if (a?.kind === "number") return other.map((slope) => a.value * slope);
      return b?.kind === "number" ? one.map((slope) => b.value * slope) : null;
    case "/":
      return b?.kind === "number" ? one.map((slope) => slope / b.value) : null;
    default:
      return null;
  }
}
