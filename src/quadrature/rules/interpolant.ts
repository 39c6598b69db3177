import { COUNT, nodes } from "./kronrod.ts";

/** Barycentric weights of Kronrod's nodes (Berrut and Trefethen 2004, SIAM Review 46). */
const weights = nodes.map((node) =>
  nodes.reduce((product, other) => (other === node ? product : product / (4 * (node - other))), 1),
);

const factors = new Float64Array(COUNT);
const scratch = new Float64Array(COUNT * COUNT);

/** The polynomial through values at Kronrod's nodes of a box, first axis fastest, at t in [0, 1] along each axis. */
export function interpolate(values: Float64Array, t: readonly number[]): number {
  let rows = values;
  let count = values.length;
  for (let axis = 0; axis < t.length; axis++) {
    setFactors(t[axis] as number);
    count /= COUNT;
    for (let row = 0; row < count; row++) {
      let sum = 0;
      for (let k = 0; k < COUNT; k++) sum += (factors[k] as number) * (rows[row * COUNT + k] as number);
      // A row is read before its place is written.
      scratch[row] = sum;
    }
    rows = scratch;
  }
  return rows[0] as number;
}

function setFactors(t: number): void {
  let sum = 0;
  for (let k = 0; k < COUNT; k++) {
    const distance = t - (nodes[k] as number);
    if (distance === 0) {
      factors.fill(0);
      factors[k] = 1;
      return;
    }
    factors[k] = (weights[k] as number) / distance;
    sum += factors[k] as number;
  }
  for (let k = 0; k < COUNT; k++) factors[k] = (factors[k] as number) / sum;
}
