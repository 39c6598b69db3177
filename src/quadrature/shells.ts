import { around } from "../integrand/distance.ts";
import { compileValues } from "../integrand/javascript.ts";
import { STEPWISE, sensitivity, UNIT } from "../integrand/sensitivity.ts";
import { simplify } from "../integrand/simplify.ts";
import { evaluate } from "../integrand/tape.ts";
import { number, substitute, type Tree } from "../integrand/tree.ts";
import { gauss, nodes } from "./kronrod.ts";

type Ends = readonly [number, number];

/** The shells towards a place are those between 2^-k and 2^-(k+1) of a side, for k up to FAR. */
export const NEAR = 2;
const FAR = 42;
/** Others, for what happens farther away than 2^42. */
const FARTHER = Array.from({ length: 60 }, (_, k) => FAR + 4 * (k + 1));

/** Shells in which rounding is a larger part of f say nothing of it. */
const NOISY = 1e-2;

/** The integrals of |f| over dyadic shells around a place, along these axes, as long as rounding in f does not hide it; those of some shells farther on if `beyond`. */
export function sizesTowards(
  f: Tree,
  box: readonly Ends[],
  set: readonly number[],
  place: readonly number[],
  lengths: readonly number[],
  beyond: boolean,
): { sizes: number[]; farther: number[]; evaluations: number } {
  // What does not change becomes a number, so that what vanishes at the place is seen to.
  const fixed = simplify(
    substitute(f, (leaf) => (set.includes(leaf.axis) ? leaf : number(place[leaf.axis] as number))),
  );
  const apart = around(
    fixed,
    box.map((_, axis) => (set.includes(axis) ? (place[axis] as number) : null)),
  );
  const values = compileValues(apart);
  const sides = set.map((axis) => lengths[axis] as number);
  const signs = set.map((axis) => {
    const [a, b] = box[axis] as Ends;
    const v = place[axis] as number;
    return [1, -1].filter((sign) => (sign > 0 ? v < Math.max(a, b) : v > Math.min(a, b)));
  });
  let evaluations = 0;
  const sizeAt = (k: number) => {
    const { sum, count } = shellSize(
      values,
      set,
      sides.map((side) => side * 2 ** -k),
      signs,
    );
    evaluations += count;
    return sum;
  };
  const sizes: number[] = [];
  for (let k = NEAR; k <= FAR + 1; k++) {
    const own = sizeAt(k);
    // At infinity rounding is that of a phase, which leaves |f| what it is.
    if (!beyond && isNoisy(2 ** -k)) break;
    sizes.push(own);
  }
  const farther = FARTHER.slice(0, beyond ? undefined : 0).map(sizeAt);
  return { sizes, farther, evaluations };

  function isNoisy(part: number): boolean {
    const point = [0, 0, 0];
    set.forEach((axis, k) => {
      point[axis] = part * (0.75 - 0.1 * k) * (sides[k] as number) * ((signs[k] as number[])[0] ?? 1);
    });
    const rounding = UNIT * sensitivity(apart, point, STEPWISE).sum;
    return Number.isFinite(rounding) && rounding > NOISY * Math.abs(evaluate(apart, point));
  }
}

/** The integral of |f| between two boxes around a place, the inner one half as large. */
function shellSize(
  values: ReturnType<typeof compileValues>,
  set: readonly number[],
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
  const ruleOf = (axis: number) => (set.length === 1 ? ALONE : (TOGETHER[set.indexOf(axis)] as typeof ALONE));
  let sum = 0;
  let count = 0;
  for (const one of boxes) {
    if (one.every(({ inner }) => inner)) continue;
    const lines = [0, 1, 2].map((axis) => {
      const piece = one[set.indexOf(axis)];
      return piece ? ruleOf(axis).nodes.map((node) => piece.from + piece.length * node) : ONE;
    }) as [number[], number[], number[]];
    const out = new Float64Array(lines.reduce((product, line) => product * line.length, 1));
    values(...lines, out);
    count += out.length;
    const volume = one.reduce((product, { length }) => product * Math.abs(length), 1);
    const [wx, wy, wz] = lines.map((line, axis) => (line.length > 1 ? ruleOf(axis).weights : ONE)) as [
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
