import { limitOf } from "../integrand/language/integrand.ts";
import { evaluate } from "../integrand/language/tape.ts";
import { axesOf } from "../integrand/language/tree.ts";
import { namesByAxis } from "../problem/family.ts";
import type { Prepared } from "../problem/problem.ts";
import type { Variable } from "../problem/variables.ts";
import { cut } from "./units.ts";

/** An integral as a line of text, in two parts. */
export interface IntegralText {
  /** `∫∫ exp(-x^2-y^2) dy dx`, in the order in which it is done, innermost first. */
  readonly integral: string;
  /** `x 0..inf` and `y 0..x`. */
  readonly limits: readonly string[];
}

/** f is cut so that the integral has at most `width` characters. */
export function integralText(
  {
    problem,
    order,
  }: {
    readonly problem: Pick<Prepared["problem"], "f" | "variables" | "parameters">;
    readonly order: readonly number[];
  },
  width = Number.POSITIVE_INFINITY,
): IntegralText {
  const { f, variables, parameters } = problem;
  const names = variables.map(({ name }) => name);
  const known = namesByAxis(names, Object.keys(parameters));
  const sign = "∫".repeat(names.length);
  const by = order.map((axis) => `d${names[axis]}`).join(" ");
  const room = Math.max(10, width - sign.length - by.length - 3);
  return {
    integral: `${sign} ${cut(f, room)} ${by}`,
    limits: variables.map(
      (one) => `${one.name} ${short(one.from, one, known)}..${short(one.to, one, known)}`,
    ),
  };
}

/** Characters of a limit. */
const LIMIT = 24;

/** Six digits of a constant; else as it is written. */
function short(limit: string, { name }: Variable, names: readonly string[]): string {
  const tree = limitOf(limit, names, name);
  if (axesOf(tree)) return cut(limit, LIMIT);
  const value = evaluate(tree);
  return Number.isFinite(value) ? String(Number(value.toPrecision(6))) : limit;
}
