import { type Grid, type Line, pointOf, startOf } from "./sample.ts";

/** Position between two nodes, number of lines, total number of positions. */
const BETWEEN = (3 - Math.sqrt(5)) / 2;
const LINES = 8;
const PLACES = 6000;

/**
 * Mean distance of f between the nodes from a straight line; 0 if second differences explain it: the ratio is 0.12 for a
 * parabola, 0.62 at a jump, and unbounded for an oscillation faster than the nodes.
 */
export function aliasedAlong(axis: number, grid: Grid, line: Line): number {
  const { values } = grid;
  const nodes = grid.nodes[axis] as Float64Array;
  const step = grid.strides[axis] as number;
  const others = values.length / nodes.length;
  const lines = Math.min(LINES, others);
  const apart = Math.max(1, Math.floor((nodes.length * lines) / PLACES));
  const places = Array.from({ length: Math.floor((nodes.length - 3) / apart) }, (_, k) => 1 + k * apart);
  const between = Float64Array.from(places, (k) => {
    const at = nodes[k] as number;
    return at + BETWEEN * ((nodes[k + 1] as number) - at);
  });
  let [off, bend, size] = [0, 0, 0];
  for (let l = 0; l < lines; l++) {
    const start = startOf(Math.floor(((l + 0.5) * others) / lines), step, nodes.length);
    const node = (k: number) => values[start + k * step] as number;
    let place = 0;
    line(between, pointOf(grid, start), (found) => {
      const k = places[place++] as number;
      const [a, b, c, d] = [node(k - 1), node(k), node(k + 1), node(k + 2)];
      off += Math.abs(found - b - BETWEEN * (c - b)) || 0;
      bend += (Math.abs(a - 2 * b + c) + Math.abs(b - 2 * c + d)) / 2;
      size += Math.abs(b);
    });
  }
  return off > 0.7 * bend + 1e-12 * size ? off / (places.length * lines) : 0;
}
