import type { Rule } from "../quadrature/rules/rule.ts";

/**
 * How wide a midpoint cell is that is as wrong, wherever in it f kinks or jumps, as a cell of this rule of width 1. By
 * Peano's kernels K1(t) = t − Σ w for a jump at t and K2(t) = t²/2 − Σ w (t − x) for a kink, over the nodes x below t;
 * those of midpoints are 1/2 and 1/8 at most.
 */
export function equalWidth({ nodes, weights }: Rule, breaks: "jump" | "kink"): number {
  const below = nodes.map((_, k) => weights.slice(0, k).reduce((sum, one) => sum + one, 0));
  if (breaks === "jump") {
    const ends = nodes.flatMap((x, k) => [
      x - (below[k] as number),
      x - (below[k] as number) - (weights[k] as number),
    ]);
    return 2 * Math.max(...ends.map(Math.abs));
  }
  const kernel = (t: number) =>
    nodes.reduce((sum, x, k) => sum - (weights[k] as number) * Math.max(0, t - x), (t * t) / 2);
  // Extreme at a node, or where K1 is 0 between two of them.
  return Math.sqrt(8 * Math.max(...[...nodes, ...below].map((t) => Math.abs(kernel(t)))));
}
