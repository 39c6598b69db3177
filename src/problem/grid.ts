import { UsageError } from "../errors.ts";
import type { Domain } from "./domain.ts";

/** Most cells along one side of a grid. */
export const MAX_SIDE = 1_000_000;

/** Most cells of a grid. */
export const MAX_CELLS = 1e12;

/** Most variables that a grid takes. */
export const MAX_AXES = 3;

export const RULE_NAMES = [
  "midpoint",
  "trapezoid",
  "simpson",
  ...([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16] as const).map((k) => `gauss${k}` as const),
] as const;
export type RuleName = (typeof RULE_NAMES)[number];

interface Sides {
  readonly n?: number;
  readonly nx?: number;
  readonly ny?: number;
  readonly nz?: number;
}

const LETTERS = ["x", "y", "z"] as const;

/** Cells along each axis: `nx` is for the variable x or, where there is none, for the first. Throws `usage`. */
export function sidesOf(given: Sides, names: readonly string[]): number[] {
  if (names.length > MAX_AXES) {
    throw new UsageError(
      "variables",
      names.join(","),
      "a grid takes one, two or three variables; for more, ask for an accuracy (--tol, or tolerance)",
    );
  }
  const { n = names.length > 2 ? 1000 : 10_000 } = given;
  const sides = names.map(() => checkSide("n", n));
  const taken = new Set<number>();
  for (const [position, letter] of LETTERS.entries()) {
    const option = `n${letter}` as const;
    const side = given[option];
    if (side === undefined) continue;
    const named = names.indexOf(letter);
    const axis = named >= 0 ? named : position;
    if (axis >= names.length || taken.has(axis)) {
      const advice = `there is no such axis; the variables are ${names.join(", ")}`;
      throw new UsageError(option, side, advice);
    }
    taken.add(axis);
    sides[axis] = checkSide(option, side);
  }
  return sides;
}

function checkSide(name: string, side: number): number {
  if (!Number.isInteger(side) || side < 1 || side > MAX_SIDE) {
    throw new UsageError(name, side, "must be a whole number of cells from 1 to 1,000,000");
  }
  return side;
}

/** Checks what a rule and its sides need of a domain. Throws `usage`. */
export function checkSides(
  { rule, n }: { readonly rule: RuleName; readonly n: readonly number[] },
  names: readonly string[],
  { infinite }: Pick<Domain, "infinite">,
  members = 1,
): void {
  if (!RULE_NAMES.includes(rule)) {
    throw new UsageError("rule", rule, "must be midpoint, trapezoid, simpson, or gauss2 to gauss16");
  }
  for (const side of n) checkSide("n", side);
  const cells = n.reduce((product, side) => product * side, members);
  if (cells > MAX_CELLS) {
    const all = members > 1 ? `the grids of all ${members} members have` : "a grid has";
    throw new UsageError("n", n.join(" x "), `${all} at most 10^12 cells, not ${cells.toExponential(1)}`);
  }
  const axis = infinite.indexOf(true);
  if (axis >= 0 && hasEdgeNodes(rule)) {
    const advice = `evaluates f at the limits, and ${names[axis]} has an infinite one: use midpoint or gauss`;
    throw new UsageError("rule", rule, advice);
  }
}

/** Whether a rule has nodes at the edges of its cells. */
export function hasEdgeNodes(rule: RuleName): boolean {
  return rule === "trapezoid" || rule === "simpson";
}
