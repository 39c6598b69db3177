import { compileBlock, compileValues } from "../../integrand/code/javascript.ts";
import type { Tree } from "../../integrand/language/tree.ts";
import { gauss, nodes } from "../rules/kronrod.ts";

/** Integrates |f|, in terms of distances, between two boxes around 0, the inner one half as large. */
export type Shell = (sides: readonly number[]) => { sum: number; count: number };

/** By the same points in every shell, but for its scale: of functions that scale these give the right ratio. */
export function ofScattered(near: Tree, signs: readonly (readonly number[])[]): Shell {
  const axes = signs.length;
  const block = compileBlock(near);
  const unit = scattered(axes, SCATTERED)
    .map((place) =>
      place.map((t, axis) => {
        const own = signs[axis] as readonly number[];
        return own.length > 1 ? 2 * t - 1 : t * (own[0] as number);
      }),
    )
    .filter((point) => Math.max(...point.map(Math.abs)) >= 0.5);
  const points = new Float64Array(axes * unit.length);
  const out = new Float64Array(unit.length);
  return (sides) => {
    for (const [axis, side] of sides.entries())
      for (const [k, point] of unit.entries())
        points[axis * unit.length + k] = side * (point[axis] as number);
    block(points, unit.length, unit.length, out);
    const volume = sides.reduce((product, side) => product * side, 1);
    return {
      sum: out.reduce((sum, one) => sum + Math.abs(one), 0) * (volume / SCATTERED),
      count: unit.length,
    };
  };
}

const SCATTERED = 128;
/** Kronecker's points in the unit cube, of square roots of primes. */
export function scattered(axes: number, count: number): number[][] {
  return Array.from({ length: count }, (_, k) =>
    Array.from({ length: axes }, (_, axis) => ((k + 1) * Math.sqrt(PRIMES[axis] as number)) % 1),
  );
}

const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37];

export function ofTensor(near: Tree, signs: readonly (readonly number[])[]): Shell {
  const values = compileValues(near);
  return (sides) => shellSize(values, sides, signs);
}

function shellSize(
  values: ReturnType<typeof compileValues>,
  sides: readonly number[],
  signs: readonly (readonly number[])[],
): { sum: number; count: number } {
  // From 0 to half the side, and from there on: all but those boxes that are inside along every axis.
  const pieces = sides.map((side, k) =>
    (signs[k] as readonly number[]).flatMap((sign) => [
      { from: 0, length: (sign * side) / 2, inner: true },
      { from: (sign * side) / 2, length: (sign * side) / 2, inner: false },
    ]),
  );
  const boxes = pieces.reduce<(typeof pieces)[number][]>(
    (all, own) => all.flatMap((one) => own.map((piece) => [...one, piece])),
    [[]],
  );
  const ruleOf = (k: number) => (sides.length === 1 ? ALONE : (TOGETHER[k] as typeof ALONE));
  let sum = 0;
  let count = 0;
  for (const one of boxes) {
    if (one.every(({ inner }) => inner)) continue;
    const lines = [0, 1, 2].map((k) => {
      const piece = one[k];
      return piece ? ruleOf(k).nodes.map((node) => piece.from + piece.length * node) : ONE;
    }) as [number[], number[], number[]];
    const out = new Float64Array(lines.reduce((product, line) => product * line.length, 1));
    values(...lines, out);
    count += out.length;
    const volume = one.reduce((product, { length }) => product * Math.abs(length), 1);
    const [wx, wy, wz] = lines.map((line, k) => (line.length > 1 ? ruleOf(k).weights : ONE)) as [
      number[],
      number[],
      number[],
    ];
    let at = 0;
    for (const c of wz)
      for (const b of wy) for (const a of wx) sum += a * b * c * volume * Math.abs(out[at++] as number);
  }
  return { sum, count };
}

// Of functions that scale any rule gives the right ratio, so that Gauss's with three nodes is enough along several axes.
const ALONE = {
  nodes: [...nodes].filter((_, k) => gauss[k]),
  weights: [...gauss].filter((weight) => weight),
};
// Different ones along each, lest all nodes be on a ridge along the diagonal, or none.
const TOGETHER = [
  { nodes: [0.5 - Math.sqrt(0.15), 0.5, 0.5 + Math.sqrt(0.15)], weights: [5 / 18, 8 / 18, 5 / 18] },
  {
    nodes: [0.06943184420297371, 0.3300094782075719, 0.6699905217924281, 0.9305681557970263],
    weights: [0.17392742256872692, 0.3260725774312731, 0.3260725774312731, 0.17392742256872692],
  },
  { nodes: [0.5 - Math.sqrt(1 / 12), 0.5 + Math.sqrt(1 / 12)], weights: [0.5, 0.5] },
];
const ONE = [1];
