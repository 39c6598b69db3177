import { evaluate, tapeOf } from "../../integrand/language/tape.ts";
import { axesOf, type Tree } from "../../integrand/language/tree.ts";
import { bounder } from "../../integrand/reading/bounds.ts";
import { rootsOf } from "../../integrand/reading/roots.ts";
import { zerosOf } from "../../integrand/reading/zeros.ts";
import { samplesOf } from "./faces.ts";
import { levelsWithin } from "./levels.ts";

/** Nearer to an end than this part of an axis no node sees what is narrow; looking finds the other peaks. */
const FAR = 1e-3;
/** Boxes that a search for roots looks at, and most places. */
const SEARCHED = 2000;
const MOST = 8;

/** So much higher than elsewhere a peak may be too narrow for halving. */
const SHARP = 1e14;

/**
 * The coordinates of peaks that are far away from 0 on an axis with an infinite limit, or on any too narrow for halving: where
 * something whose magnitude alone counts is 0, as x - c is in exp(-(x - c)^2) and 1/((x - c)^2 + 1e-40).
 */
export function farPeaks(
  f: Tree,
  axis: number,
  all: readonly (readonly [number, number])[],
  far: boolean,
): number[] {
  const [a, b] = all[axis] as readonly [number, number];
  const isFar = (root: number) => far && Math.min(root - a, b - root) < FAR * (b - a);
  const largest = (at?: number) =>
    Math.max(
      0,
      ...samplesOf(f, all, at === undefined ? at : { axis, at })
        .map(Math.abs)
        .filter(Number.isFinite),
    );
  let usual: number | null = null;
  const isSharp = (root: number) => {
    usual ??= largest();
    return usual > 0 && largest(root) > SHARP * usual;
  };
  const even = tapeOf(f).flatMap(({ tree }) => {
    const g = evenIn(tree);
    return g && axesOf(g) === 1 << axis ? [g] : [];
  });
  if (!even.length || !(far || mayBeSharp())) return [];
  const places = even.flatMap((one) =>
    // Not where an exponential is below the least number.
    zerosOf(one, "break")
      .flatMap(({ g, levels }) => {
        const wanted = levels ? levelsWithin(g, all, levels, MOST) : [0];
        return axesOf(g) ? rootsOf(g, [a, b], wanted, SEARCHED) : [];
      })
      .filter((root) => root !== a && root !== b && (isFar(root) || isSharp(root))),
  );
  return [...new Set(places)].slice(0, MOST);

  function mayBeSharp(): boolean {
    const bound = bounder(f, all.length);
    const { low, high, wild } = bound(
      all.map(([from]) => from),
      all.map(([, to]) => to),
    );
    usual ??= largest();
    return wild !== 0 || !(Math.max(-low, high) <= SHARP * usual);
  }
}

/** Whether such a thing may be 0 along a curve, on which f may have a ridge. */
export function hasRidge(f: Tree, ends: readonly (readonly [number, number])[]): boolean {
  return tapeOf(f).some(({ tree }) => {
    const g = evenIn(tree);
    if (!g || Number.isInteger(Math.log2(axesOf(g)))) return false;
    const { low, high } = bounder(g, ends.length)(
      ends.map((own) => Math.min(...own)),
      ends.map((own) => Math.max(...own)),
    );
    return !(low >= 0 || high <= 0);
  });
}

/** The largest |f| along a line where such a thing is 0. */
export function ridgeHeight(f: Tree, ends: readonly [number, number]): number {
  const [a, b] = ends[0] < ends[1] ? ends : [ends[1], ends[0]];
  const heights = tapeOf(f).flatMap(({ tree }) => {
    const g = evenIn(tree);
    return g && axesOf(g)
      ? rootsOf(g, [a, b], [0], SEARCHED).map((root) => Math.abs(evaluate(f, [root])))
      : [];
  });
  return Math.max(0, ...heights.filter((one) => !Number.isNaN(one)));
}

/** What a tree is an even function of. */
export function evenIn(tree: Tree): Tree | null {
  if (tree.kind !== "call") return null;
  const [a, b] = tree.args as [Tree, Tree];
  if (/^(pow[246]|abs|cosh)$/.test(tree.name)) return a;
  if (tree.name === "*" && a === b) return a;
  return tree.name === "^" && b.kind === "number" && b.value % 2 === 0 ? a : null;
}
