import { tapeOf } from "../../integrand/language/tape.ts";
import type { Tree } from "../../integrand/language/tree.ts";

/** Doublings between 1 and each constant of a tree, by which its scales are apart. */
export function doublingsOf(f: Tree): number[] {
  const constants = tapeOf(f).map(({ tree }) => (tree.kind === "number" ? Math.abs(tree.value) : 1));
  return [...new Set(constants)].map((one) => (one ? Math.abs(Math.log2(one)) : 0));
}
