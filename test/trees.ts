import { parse } from "../src/integrand/language/parse.ts";
import { simplify } from "../src/integrand/language/simplify.ts";
import type { Tree } from "../src/integrand/language/tree.ts";

/** An integrand as it is evaluated, in variables of these names. Throws `usage`. */
export function integrandOf(text: string, names: readonly string[] = ["x", "y"]): Tree {
  return simplify(parse(text, names));
}
