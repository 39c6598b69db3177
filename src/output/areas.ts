import type { Domain } from "../problem/domain.ts";
import { kronrod, nodes } from "../quadrature/rules/kronrod.ts";
import { overGrid } from "./view.ts";

/**
 * The signed lengths or areas of n cells along each axis of a finite domain of one or two variables. The outer variable is
 * its own coordinate, so that an area is the integral of the inner one's width.
 */
export function areasOf({ box, at, order }: Pick<Domain, "box" | "at" | "order">, n: number): Float64Array {
  const outer = order.at(-1) as number;
  const inner = 1 - outer;
  const ends = (axis: number) => {
    const [a, b] = box[axis] as readonly [number, number];
    return Float64Array.from({ length: n + 1 }, (_, k) => (a * (n - k) + b * k) / n);
  };
  const tree = at[box.length > 1 ? inner : 0];
  if (!tree) return new Float64Array();
  if (box.length < 2) {
    const along = overGrid([ends(0), new Float64Array(1)], tree);
    return Float64Array.from({ length: n }, (_, k) => (along[k + 1] as number) - (along[k] as number));
  }
  const [across, upper] = [ends(outer), ends(inner)];
  const count = nodes.length;
  // Nodes pile up at both ends, where widths may be like √(1 - x²).
  const places = Float64Array.from({ length: n * count }, (_, k) => {
    const [from, to] = [across[Math.floor(k / count)], across[Math.floor(k / count) + 1]] as [number, number];
    const s = nodes[k % count] as number;
    return from + (to - from) * s * s * (3 - 2 * s);
  });
  const values = overGrid(outer ? [upper, places] : [places, upper], tree);
  const value = (place: number, end: number) =>
    values[outer ? place * (n + 1) + end : end * places.length + place] as number;
  const areas = new Float64Array(n * n);
  for (let k = 0; k < n * n; k++) {
    const [i, j] = [k % n, Math.floor(k / n)];
    const [o, e] = outer ? [j, i] : [i, j];
    const width = (across[o + 1] as number) - (across[o] as number);
    nodes.forEach((s, q) => {
      const weight = 6 * s * (1 - s) * (kronrod[q] as number) * width;
      areas[k] = (areas[k] as number) + weight * (value(o * count + q, e + 1) - value(o * count + q, e));
    });
  }
  return areas;
}
