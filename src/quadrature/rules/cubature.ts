/**
 * Genz and Malik's rule of degree 7 on [-1, 1]^n, and what else its nodes tell (Genz and Malik 1980, J. Comput. Appl.
 * Math. 6, 295): the centre, two pairs on every axis, four nodes on every pair of axes, and 2^n corners of a cube.
 */
export interface Cubature {
  readonly axes: number;
  readonly count: number;
  /** By axis, then by node. */
  readonly nodes: Float64Array;
  /** From the values at the nodes: both sums, and fourth differences along each axis, written into `along`. */
  sums(values: Float64Array, along: Float64Array): Sums;
  /** Of the rule of degree 7: of the centre, of both pairs on an axis, of pairs of axes, of corners; and the same of degree 5. */
  readonly seventh: readonly [number, number, number, number, number];
  readonly fifth: readonly [number, number, number, number];
  /** The same from the values at the centre and on the axes, and from sums over the others. */
  combined(values: ArrayLike<number>, others: Others, along: Float64Array): Sums;
}

/** Sums over the nodes on pairs of axes and over the corners: of f, and of |f|. */
export interface Others {
  readonly pair: number;
  readonly corner: number;
  readonly sizePair: number;
  readonly sizeCorner: number;
}

/** Most axes of a region: it has 2^n corners. */
export const MOST_IN_REGIONS = 8;

export interface Sums {
  /** The mean of f by the rule of degree 7. */
  readonly value: number;
  /** What terms of degree 4 and of degree 6 add to the mean: null rules of degree 3 and of degree 5. */
  readonly fourth: number;
  readonly sixth: number;
  /** The mean of |f|. */
  readonly size: number;
}

/** Distances of the nodes from the centre: of two pairs on each axis, the second one for pairs of axes, too; and of corners along each axis. */
export const NEAR = Math.sqrt(9 / 70);
export const FAR = Math.sqrt(9 / 10);
export const CORNER = Math.sqrt(9 / 19);
export const RATIO = (NEAR * NEAR) / (FAR * FAR);
/** The mean of x^4 over that of the fourth difference of x^4; and the same of x^2 y^2. */
export const PURE = 1 / 5 / Math.abs(2 * NEAR ** 4 - 2 * RATIO * FAR ** 4);
export const MIXED = 1 / 9 / (4 * FAR ** 4);

export function makeCubature(n: number): Cubature {
  const corners = 2 ** n;
  const count = 1 + 4 * n + 2 * n * (n - 1) + corners;
  const nodes = new Float64Array(n * count);
  let filled = 1;
  const place = (...coordinates: (readonly [axis: number, value: number])[]) => {
    for (const [axis, value] of coordinates) nodes[axis * count + filled] = value;
    filled++;
  };
  for (const distance of [NEAR, FAR])
    for (let axis = 0; axis < n; axis++) for (const sign of [1, -1]) place([axis, sign * distance]);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++)
      for (const a of [FAR, -FAR]) for (const b of [FAR, -FAR]) place([i, a], [j, b]);
  for (let corner = 0; corner < corners; corner++)
    place(
      ...Array.from({ length: n }, (_, axis) => [axis, (corner >> axis) & 1 ? -CORNER : CORNER] as const),
    );
  const pairs = 1 + 4 * n;
  const cube = count - corners;
  const seventh = [
    (12824 - 9120 * n + 400 * n * n) / 19683,
    980 / 6561,
    (1820 - 400 * n) / 19683,
    200 / 19683,
    6859 / 19683 / corners,
  ] as const;
  const fifth = [(729 - 950 * n + 50 * n * n) / 729, 245 / 486, (265 - 100 * n) / 1458, 25 / 729] as const;
  const combined: Cubature["combined"] = (values, { pair, corner, sizePair, sizeCorner }, along) => {
    const centre = values[0] as number;
    let near = 0;
    let far = 0;
    let pure = 0;
    let sizeNear = 0;
    for (let axis = 0; axis < n; axis++) {
      const at = 1 + 2 * axis;
      const [a, b] = [values[at] as number, values[at + 1] as number];
      const [c, d] = [values[at + 2 * n] as number, values[at + 2 * n + 1] as number];
      near += a + b;
      far += c + d;
      sizeNear += Math.abs(a) + Math.abs(b) + Math.abs(c) + Math.abs(d);
      const difference = Math.abs(a + b - 2 * centre - RATIO * (c + d - 2 * centre));
      along[axis] = difference;
      pure += difference;
    }
    const value =
      seventh[0] * centre + seventh[1] * near + seventh[2] * far + seventh[3] * pair + seventh[4] * corner;
    const lower = fifth[0] * centre + fifth[1] * near + fifth[2] * far + fifth[3] * pair;
    const mixed = pair - 2 * (n - 1) * far + 2 * n * (n - 1) * centre;
    return {
      value,
      fourth: PURE * pure + MIXED * Math.abs(mixed),
      sixth: Math.abs(value - lower),
      // Some weights are negative: the mean over the nodes, the corners for most of it.
      size: Math.max(Math.abs(value), (Math.abs(centre) + sizeNear + sizePair + sizeCorner) / count),
    };
  };
  return {
    axes: n,
    count,
    nodes,
    seventh,
    fifth,
    combined,
    sums(values, along) {
      const others = { pair: 0, corner: 0, sizePair: 0, sizeCorner: 0 };
      for (let k = pairs; k < cube; k++) {
        const own = values[k] as number;
        others.pair += own;
        others.sizePair += Math.abs(own);
      }
      for (let k = cube; k < count; k++) {
        const own = values[k] as number;
        others.corner += own;
        others.sizeCorner += Math.abs(own);
      }
      return combined(values, others, along);
    },
  };
}
