import type { Point } from "./camera.ts";
import type { Scene } from "./space.ts";

/**
 * The point of the mesh that is seen at a place of the screen, -1 to 1 to the right and up; null beside it. Parts of the
 * surface above or below the heights that are drawn are not seen.
 */
export function pickOn(
  { side, points }: Pick<Scene, "side" | "points">,
  matrix: ArrayLike<number>,
  [right, up]: readonly [number, number],
  [low, high]: readonly [number, number],
): Point | null {
  const row = side + 1;
  const m = (k: number) => matrix[k] as number;
  const p = (k: number) => points[k] as number;
  // Of each vertex: how far right and up of the place it is, and how far away.
  const seen = new Float64Array(3 * row * row);
  for (let k = 0; k < row * row; k++) {
    const [x, y, z] = [p(4 * k), p(4 * k + 1), p(4 * k + 2)];
    const away = m(3) * x + m(7) * y + m(11) * z + m(15);
    seen[3 * k] = (m(0) * x + m(4) * y + m(8) * z + m(12)) / away - right;
    seen[3 * k + 1] = (m(1) * x + m(5) * y + m(9) * z + m(13)) / away - up;
    seen[3 * k + 2] = away;
  }
  /** Whether all of a cell is to one side of the place, or above or below it. */
  const beside = (k: number, axis: number) => {
    const at = (vertex: number) => (seen[3 * vertex + axis] as number) > 0;
    const first = at(k);
    return first === at(k + 1) && first === at(k + row) && first === at(k + row + 1);
  };
  let found: Point | null = null;
  let nearest = Number.POSITIVE_INFINITY;
  const take = (corners: readonly number[]) => {
    const at = (corner: number, k: number) => seen[3 * (corners[corner % 3] as number) + k] as number;
    const turns = [0, 1, 2].map((k) => at(k + 1, 0) * at(k + 2, 1) - at(k + 2, 0) * at(k + 1, 1));
    if (!(turns.every((one) => one >= 0) || turns.every((one) => one <= 0))) return;
    if (corners.some((one) => !p(4 * one + 3))) return;
    // Shares of the corners, for which perspective is undone.
    const shares = turns.map((one, k) => one / at(k, 2));
    const all = shares.reduce((sum, one) => sum + one, 0);
    const away = turns.reduce((sum, one) => sum + one, 0) / all;
    const [x, y, z] = [0, 1, 2].map((axis) =>
      shares.reduce((sum, one, k) => sum + (one / all) * p(4 * (corners[k] as number) + axis), 0),
    ) as unknown as Point;
    if (!(away < nearest) || z < low - EDGE || z > high + EDGE) return;
    nearest = away;
    found = [x, y, z];
  };
  for (let k = 0; k < row * side; k++) {
    if (k % row === side || beside(k, 0) || beside(k, 1)) continue;
    take([k, k + 1, k + row + 1]);
    take([k, k + row + 1, k + row]);
  }
  return found;
}

/** As in the shader. */
const EDGE = 1e-4;
