import { rootsOf } from "../integrand/roots.ts";
import { tapeOf } from "../integrand/tape.ts";
import { axesOf, type Tree } from "../integrand/tree.ts";

/** Nearer to an end than this part of an axis no node sees what is narrow; looking finds the other peaks. */
const FAR = 1e-3;
/** Boxes that a search for roots looks at, and most places. */
const SEARCHED = 2000;
const MOST = 8;

/**
 * The coordinates, on an axis with an infinite limit, of peaks that are far away from 0: where something whose magnitude
 * alone counts is 0, as x - c is in exp(-(x - c)^2).
 */
export function farPeaks(f: Tree, axis: number, ends: readonly [number, number]): number[] {
  const [a, b] = ends;
  const places = tapeOf(f).flatMap(({ tree }) => {
    const g = evenIn(tree);
    if (!g || axesOf(g) !== 1 << axis) return [];
    return rootsOf(g, ends, [0], SEARCHED).filter(
      (root) => root !== a && root !== b && Math.min(root - a, b - root) < FAR * (b - a),
    );
  });
  return [...new Set(places)].slice(0, MOST);
}

/** What a tree is an even function of. */
function evenIn(tree: Tree): Tree | null {
  if (tree.kind !== "call") return null;
  const [a, b] = tree.args as [Tree, Tree];
  if (/^(pow[246]|abs|cosh)$/.test(tree.name)) return a;
  if (tree.name === "*" && a === b) return a;
  return tree.name === "^" && b.kind === "number" && b.value % 2 === 0 ? a : null;
}
