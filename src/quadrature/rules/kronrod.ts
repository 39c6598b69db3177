/**
 * Gauss's rule with 7 nodes within Kronrod's with 15 on [0, 1]: nodes ascending, and both rules' weights, which add up to 1
 * (Piessens et al., QUADPACK, 1983, routine qk15).
 */
export const {
  count: COUNT,
  nodes,
  kronrod,
  gauss,
} = pair(
  [
    0.9914553711208126, 0.9491079123427585, 0.8648644233597691, 0.7415311855993945, 0.5860872354676911,
    0.4058451513773972, 0.20778495500789848, 0,
  ],
  [
    0.022935322010529224, 0.06309209262997856, 0.10479001032225019, 0.14065325971552592, 0.1690047266392679,
    0.19035057806478542, 0.20443294007529889, 0.20948214108472782,
  ],
  [0, 0.1294849661688697, 0, 0.27970539148927664, 0, 0.3818300505051189, 0, 0.4179591836734694],
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

/** The rounding of a sum, as a part of the sum of magnitudes. */
export const SUMMING = 50 * 2 ** -53;

/**
 * QUADPACK's error of a Kronrod sum: `difference` from Gauss's sum, `spread` the integral of |f - mean|, or what it is at
 * least and at most. The power 1.5
 * says that the Kronrod sum is far better than the difference, once that is small.
 */
export function quadpackError(difference: number, spread: number, most = spread): number {
  const part = (200 * difference) / spread;
  return part < 1 ? spread * part * Math.sqrt(part) : part >= 1 && most > 0 ? most : difference;
}
