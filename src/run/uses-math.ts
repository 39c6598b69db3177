import { parse } from "../integrand/language/parse.ts";
import { tapeOf } from "../integrand/language/tape.ts";
import { axesOf } from "../integrand/language/tree.ts";
import { namesByAxis } from "../problem/family.ts";
import type { Work } from "../quadrature/grid/work.ts";

/** Functions of JavaScript's whose last digits are the engine's own, and a logarithmic list of values. */
const FUNCTION = /[a-z]\w*\s*\(|\^|\*\*|log:/i;
const ARITHMETIC = new Set(["+", "-", "*", "/", "neg"]);

/** Whether nodes or constants of a problem come from JavaScript's functions, though its values of f do not. */
export function usesMath({ f, variables, parameters, method }: Work["problem"]): boolean {
  if (method.kind !== "grid" || method.rule.startsWith("gauss")) return true;
  const texts = [...variables.flatMap(({ from, to }) => [from, to]), ...Object.values(parameters)];
  if (texts.some((text) => FUNCTION.test(String(text)))) return true;
  const names = namesByAxis(
    variables.map(({ name }) => name),
    Object.keys(parameters),
  );
  // Calls of constants are folded.
  return tapeOf(parse(f, names)).some(
    ({ tree }) => tree.kind === "call" && axesOf(tree) === 0 && !ARITHMETIC.has(tree.name),
  );
}
