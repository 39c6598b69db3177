import { call, number, type Tree } from "../language/tree.ts";
import type { Atoms } from "./atoms.ts";
import {
  atPlace,
  beyondPlace,
  constant,
  isConstantAtPlace,
  type Polynomial,
  scaled,
  sum,
} from "./polynomial.ts";

/** How many quarters of a turn a wave's argument is at the centres; null if it is not a whole number. */
function quartersOf(u: Polynomial): number | null {
  const { value, size } = atPlace(u);
  const quarter = Math.round((value / Math.PI) * 2);
  return Math.abs(value - (quarter * Math.PI) / 2) <= 4e-16 * Math.max(size, 1) ? quarter : null;
}

/** sin, cos, tan, sinh or cosh of u = u0 + d, by what d adds to the value at u0. */
export function wave(name: string, u: Polynomial, atoms: Atoms): Polynomial | null {
  const d = beyondPlace(u, atoms.list);
  if (!d) return null;
  const half = call("*", number(0.5), d);
  const isRound = !name.endsWith("h");
  const quarters = isRound ? quartersOf(u) : null;
  // The sine of a multiple of pi is 0 only up to rounding.
  const zero = constant(0, quarters ? 1 : 0);
  if (name === "tan" || name === "tangent") return tangent(u, d, quarters, atoms);
  if (quarters !== null) {
    const turned = (((name === "sin" ? quarters : quarters + 1) % 4) + 4) % 4;
    const sign = turned < 2 ? 1 : -1;
    if (turned % 2 === 0) return sum(zero, scaled(atoms.of(call("sin", d)), sign));
    const square = atoms.of(call("^", call("sin", half), number(2)));
    return scaled(sum(constant(1), scaled(square, -2)), sign);
  }
  const { value } = atPlace(u);
  const shifted = call("+", number(value), half);
  const [sine, cosine] = (isRound ? ["sin", "cos"] : ["sinh", "cosh"]) as [string, string];
  const change = call("*", call(sine, half), call(name === sine ? cosine : sine, shifted));
  return sum(constant(Math[name as "sin"](value)), scaled(atoms.of(change), name === "cos" ? -2 : 2));
}

/** tan of u0 + d: tan(u0) + sin(d) / (cos(u0) cos(u0 + d)). */
function tangent(u: Polynomial, d: Tree, quarters: number | null, atoms: Atoms): Polynomial | null {
  if (quarters !== null)
    return quarters % 2 === 0 ? sum(constant(0, quarters ? 1 : 0), atoms.of(call("tan", d))) : null;
  const { value } = atPlace(u);
  const cosines = call("*", number(Math.cos(value)), call("cos", call("+", number(value), d)));
  return sum(constant(Math.tan(value)), atoms.of(call("/", call("sin", d), cosines)));
}

/** tan where it is infinite at the centres: -1 / tan of the rest. */
export function poleOf(name: string, u: Polynomial | null, { list, free }: Atoms): Tree | null {
  if (!u || (name !== "tan" && name !== "tangent") || !isConstantAtPlace(u, free)) return null;
  const quarters = quartersOf(u);
  const d = beyondPlace(u, list);
  return d && quarters !== null && quarters % 2 !== 0 ? call("/", number(-1), call("tan", d)) : null;
}
