/**
 * Gauss's rule with 7 nodes within Kronrod's with 15 on [0, 1]: nodes ascending, and both rules' weights, which add up to 1
 * (Piessens et al., QUADPACK, 1983, routine qk15).
 */
export const { count: COUNT, nodes, kronrod, gauss } = pair(
  [
    0.991455371120812639, 0.949107912342758525, 0.86486442335976907, 0.741531185599394444, 0.586087235467691137,
    0.405845151377397167, 0.207784955007898468, 0,
  ],
  [
    0.022935322010529225, 0.0630920926299785533, 0.104790010322250184, 0.140653259715525919, 0.169004726639267903,
    0.19035057806478541, 0.204432940075298892, 0.209482141084727828,
  ],
  [0, 0.129484966168869693, 0, 0.279705391489276668, 0, 0.381830050505118945, 0, 0.417959183673469388],
);

/** From the nodes of [-1, 1] that are not negative, descending, and their weights. */
function pair(nodes: readonly number[], kronrod: readonly number[], gauss: readonly number[]) {
  const mirrored = (half: readonly number[], upper: (v: number) => number, lower = upper) =>
    Float64Array.from([
      ...half.slice(0, -1).map(lower),
      upper(half[half.length - 1] as number),
      ...half.slice(0, -1).map(upper).reverse(),
    ]);
  const halved = (w: number) => w / 2;
  return {
    count: 2 * nodes.length - 1,
    nodes: mirrored(
      nodes,
      (x) => (1 + x) / 2,
      (x) => (1 - x) / 2,
    ),
    kronrod: mirrored(kronrod, halved),
    gauss: mirrored(gauss, halved),
  };
}

/**
 * QUADPACK's error of a Kronrod sum: `difference` from Gauss's sum, `spread` the integral of |f - mean|, `size` that of
 * |f|. The power 1.5 says that the Kronrod sum is far better than the difference, once that is small.
 */
export function quadpackError(difference: number, spread: number, size: number): number {
  const scaled = spread > 0 ? spread * Math.min(1, ((200 * difference) / spread) ** 1.5) : difference;
  return Math.max(scaled, 50 * 2 ** -53 * size);
}
