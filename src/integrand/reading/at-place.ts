import { call, number, type Tree } from "../language/tree.ts";
import type { Atoms } from "./atoms.ts";
import {
  atPlace,
  beyondPlace,
  cancelsAtPlace,
  constant,
  type Polynomial,
  scaled,
  sum,
} from "./polynomial.ts";
import { sensitivity, UNIT } from "./sensitivity.ts";

/** A sum is next to 0 that is this part of its terms. */
const NEXT_TO_0 = 1e-5;

/** A sum that is 0 at the centres but for what rounding makes of its terms there, as tan(u) - 1e6 is. */
export function snapped(own: Polynomial, part: Tree, centres: readonly (number | null)[]): Polynomial {
  const { value, size } = atPlace(own);
  if (value === 0 || Math.abs(value) > NEXT_TO_0 * size) return own;
  const point = centres.map((centre) => centre ?? 0);
  return Math.abs(value) <= 2 * UNIT * sensitivity(part, point).sum ? sum(own, constant(-value, 0)) : own;
}

/** Of sides that are equal at the centres, as of v > 1 at 1: the sign of their difference. */
export function comparison(
  part: Tree,
  [a, b]: readonly (Polynomial | null)[],
  centres: readonly (number | null)[],
  atoms: Atoms,
): Tree | null {
  if (part.kind !== "call" || !/^([<>]=?|[!=]=)$/.test(part.name) || !a || !b) return null;
  const difference = snapped(sum(a, scaled(b, -1)), call("-", ...part.args), centres);
  const beyond = vanishing(difference, atoms);
  return beyond && call(part.name, beyond, number(0));
}

/** floor(n + d) is n + floor(d) for a whole n, and round is floor(v + 1/2). */
export function step(name: string, own: Polynomial | null, atoms: Atoms): Tree | null {
  if (!own || !/^(floor|ceil|round)$/.test(name)) return null;
  const argument = name === "round" ? sum(own, constant(0.5)) : own;
  const whole = Math.round(atPlace(argument).value);
  const beyond = vanishing(sum(argument, constant(-whole)), atoms);
  return beyond && call("+", number(whole), call(name === "ceil" ? "ceil" : "floor", beyond));
}

/** A part that is 0 at the centres but for rounding. */
export function vanishing(own: Polynomial, atoms: Atoms): Tree | null {
  return cancelsAtPlace(own, atoms.free) ? beyondPlace(own, atoms.list) : null;
}
