import { type Block, compileBlock, compilePoint, type Point } from "../../integrand/code/javascript.ts";
import { tapeOf } from "../../integrand/language/tape.ts";
import { axesOf, type Tree, variable } from "../../integrand/language/tree.ts";
import { derivativeOf } from "../../integrand/reading/derivative.ts";
import { UNIT } from "../../integrand/reading/sensitivity.ts";
import { costOf, type Ends } from "../places/crossing.ts";
import { proportional, samplesOf } from "../places/faces.ts";
import { COUNT } from "../rules/kronrod.ts";
import { type Pile, pileFor } from "./pile.ts";
import { againstZero, withLeaves } from "./with-leaves.ts";

/** Writes f at these distances along an axis from a root of g. */
export type Beside = (root: readonly number[], distances: Float64Array, out: Float64Array) => void;

/** Terms of Taylor's series, and roundings that a sum may be off. */
const TERMS = 4;
const ROUNDINGS = 4;

/**
 * f next to a curve g = 0 along each axis: sums in f that are g, but for a factor, cancel there, and are taken from their
 * derivatives at the root instead, in full accuracy at any distance. Null where f has no such sum.
 */
export function besideCurve(f: Tree, g: Tree, box: readonly Ends[]): Singular {
  const axes = box.length;
  const known = new Map<number, Beside | null>();
  const found = once(() => {
    const own = againstZero(f);
    const { sums, signs } = sumsAlike(own, g, box);
    return { sums, signs, block: compileBlock(withLeaves(own, sums, (k) => variable(axes + k))) };
  });
  const power = once(() => powerOf(found(), box));
  return {
    along(axis) {
      // What diverges is not to cancel.
      if (!(power() < 1)) return null;
      if (!known.has(axis)) known.set(axis, besideOf(found(), axis, axes));
      return known.get(axis) as Beside | null;
    },
    pile: () => pileFor(power()),
  };
}

/** What is known of f next to a curve. */
export interface Singular {
  along(axis: number): Beside | null;
  /** How nodes are piled up there. */
  pile(): Pile;
}

interface Found {
  readonly sums: readonly Tree[];
  /** 1 where a sum has the sign of g, else -1. */
  readonly signs: readonly number[];
  readonly block: Block;
}

/** Where the sums are taken as 0 but for these, f grows as a power of them. */
const NEAREST = [2 ** -100, 2 ** -101, -(2 ** -100), -(2 ** -101)];

/** A power is 1 but for rounding. */
const ROUNDED = 1e-9;

/** p of an f that grows as distance^-p towards the curve on both sides, elsewhere on the axes; 0 where it is not seen. */
function powerOf({ sums, signs, block }: Found, box: readonly Ends[]): number {
  if (!sums.length) return 0;
  const points = box.map(([a, b], axis) => a + (b - a) * (0.37 + 0.11 * axis));
  const inputs = Float64Array.from([...points, ...sums.map(() => 0)].flatMap((v) => NEAREST.map(() => v)));
  for (const [k, sign] of signs.entries())
    inputs.set(
      NEAREST.map((d) => sign * d),
      (box.length + k) * NEAREST.length,
    );
  const out = new Float64Array(NEAREST.length);
  block(inputs, NEAREST.length, NEAREST.length, out);
  const [near = 0, nearer = 0, below = 0, lower = 0] = out;
  const powers = [nearer / near, lower / below].map((ratio) => Math.log2(ratio)).filter(Number.isFinite);
  const power = powers.length ? Math.max(...powers) : 0;
  return power > 1 - ROUNDED ? 1 : power;
}

/** The sums in f that vanish where g does. */
function sumsAlike(f: Tree, g: Tree, box: readonly Ends[]): Pick<Found, "sums" | "signs"> {
  const wanted = samplesOf(g, box);
  const sums = tapeOf(f)
    .map(({ tree }) => tree)
    .filter(
      (tree) =>
        tree.kind === "call" &&
        (tree.name === "+" || tree.name === "-") &&
        axesOf(tree) === axesOf(g) &&
        proportional(samplesOf(tree, box), wanted),
    );
  const signs = sums.map((sum) => Math.sign((samplesOf(sum, box)[0] as number) * (wanted[0] as number)));
  return { sums, signs };
}

function besideOf({ sums, block }: Found, axis: number, axes: number): Beside | null {
  const series = sums.map((sum) => seriesOf(sum, axis));
  if (!sums.length || series.includes(null)) return null;
  const points = new Float64Array((axes + sums.length) * COUNT);
  return (root, distances, out) => {
    for (let k = 0; k < axes; k++) {
      const at = root[k] as number;
      for (let i = 0; i < COUNT; i++) points[k * COUNT + i] = k === axis ? at + (distances[i] as number) : at;
    }
    for (const [k, one] of series.entries())
      (one as Series)(root, distances, points.subarray((axes + k) * COUNT));
    block(points, COUNT, COUNT, out);
  };
}

type Series = (root: readonly number[], distances: Float64Array, values: Float64Array) => void;

/** Values of a sum that is 0 at the root; by the sum itself where the series has not converged. */
function seriesOf(sum: Tree, axis: number): Series | null {
  const derivatives: Point[] = [];
  for (let [k, own] = [0, sum]; k < TERMS; k++) {
    const next = derivativeOf(own, axis);
    if (!next) return null;
    derivatives.push(compilePoint(next));
    own = next;
  }
  const plain = compilePoint(sum);
  const cost = costOf(sum);
  const coefficients = new Float64Array(TERMS);
  return (root, distances, values) => {
    const [x = 0, y = 0, z = 0] = root;
    for (let [k, factorial] = [0, 1]; k < TERMS; factorial *= ++k + 1)
      coefficients[k] = (derivatives[k] as Point)(x, y, z) / factorial;
    const [first, second, third, last] = coefficients as unknown as [number, number, number, number];
    const at = [x, y, z] as [number, number, number];
    const rounding = ROUNDINGS * UNIT * cost(root);
    for (let i = 0; i < COUNT; i++) {
      const d = distances[i] as number;
      const own = d * (first + d * (second + d * (third + d * last)));
      at[axis] = (root[axis] as number) + d;
      const whole = plain(...at);
      // The series has converged where both are alike but for what the sum loses to rounding.
      values[i] = Math.abs(own - whole) <= rounding ? own : whole;
    }
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
