import { parse } from "../src/integrand/parse.ts";
import { simplify } from "../src/integrand/simplify.ts";
import type { Tree } from "../src/integrand/tree.ts";

/** An integrand as it is evaluated, in variables of these names. Throws `usage`. */
export function integrandOf(text: string, names: readonly string[] = ["x", "y"]): Tree {
  return simplify(parse(text, names));
}
