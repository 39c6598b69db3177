import { wasmBlock } from "../../src/integrand/wasm/block.ts";
import { integrandOf } from "../trees.ts";
import { exactly, TRUTHS, ulps } from "./fixed.ts";
import { generator } from "./generator.ts";

/** The largest and the mean error of a function of the backend `simd`, in units of the last place of an f64. */
export interface SimdErrors {
  readonly name: string;
  readonly f: string;
  readonly count: number;
  readonly mostUlp: number;
  readonly meanUlp: number;
  readonly at: readonly [number, number];
}

/** Every function at `count` arguments, against 60 digits and more. */
export function measureSimd(count: number, names = Object.keys(DRAWS)): SimdErrors[] {
  return names.map((name) => {
    const { f = `${name}(x)`, x: draws, y = [() => 0] } = DRAWS[name] as Drawn;
    const random = generator(3);
    const points = new Float64Array(2 * count);
    const out = new Float64Array(count);
    for (let k = 0; k < count; k++) {
      const own = (draws[k % draws.length] as Draw)(random);
      points[k] = own;
      points[count + k] = (y[k % y.length] as Draw)(random, own);
    }
    wasmBlock(integrandOf(f))(points, count, count, out);
    const truth = TRUTHS[name] as (typeof TRUTHS)[string];
    let [most, sum, judged] = [0, 0, 0];
    let at: [number, number] = [0, 0];
    for (let k = 0; k < count; k++) {
      const [a, b, value] = [points[k] as number, points[count + k] as number, out[k] as number];
      const near = NEAR[name]?.(a, b) ?? 0;
      const known = truth(exactly(a), exactly(b), near);
      const error = Number.isFinite(value) ? ulps(value, known) : Number.POSITIVE_INFINITY;
      judged++;
      sum += error;
      if (error > most) [most, at] = [error, [a, b]];
    }
    return { name, f, count: judged, mostUlp: most, meanUlp: sum / judged, at };
  });
}

/** Where the iteration for an inverse function starts. */
const NEAR: Readonly<Record<string, (x: number, y: number) => number>> = {
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  atan2: Math.atan2,
};

type Draw = (random: () => number, x?: number) => number;
interface Drawn {
  readonly f?: string;
  readonly x: readonly Draw[];
  readonly y?: readonly Draw[];
}

const uniform =
  (most: number): Draw =>
  (random) =>
    (2 * random() - 1) * most;
const sized =
  (least: number, most: number): Draw =>
  (random) =>
    Math.sign(random() - 0.5) * 10 ** (least + random() * (most - least));
/** The value or one of a few hundred neighbours, with either sign. */
const near =
  (value: number): Draw =>
  (random) =>
    Math.sign(random() - 0.5) * value * (1 + Math.round((random() - 0.5) * 512) * 2 ** -52);
const multiple =
  (most: number): Draw =>
  (random) =>
    Math.round((2 * random() - 1) * most) * (Math.PI / 2) * (1 + Math.round((random() - 0.5) * 6) * 2 ** -52);
const positive =
  (draw: Draw): Draw =>
  (random) =>
    Math.abs(draw(random));
/** Exponents that take a power up to the ends of f64. */
const exponent: Draw = (random, x = 1) =>
  Math.max(-1e15, Math.min(1e15, ((2 * random() - 1) * 706) / Math.abs(Math.log(x) || 1))) *
  (random() < 0.5 ? 1 : random());

const ANGLES = [
  uniform(1e7),
  uniform(1e4),
  uniform(12),
  multiple(6e6),
  multiple(20),
  sized(7, 22),
  sized(-20, 0),
];
const LOGARITHMS = [
  sized(-290, 290),
  uniform(4),
  near(1),
  near(Math.SQRT1_2),
  (random: () => number) => 1 + (random() - 0.5) / 50,
].map(positive);
const HYPERBOLIC = [uniform(700), uniform(3), sized(-20, 0), near(1), near(0.55)];
const ARCS = [uniform(1), sized(-20, 0), near(1), near(0.5)];

const DRAWS: Readonly<Record<string, Drawn>> = {
  sin: { x: ANGLES },
  cos: { x: ANGLES },
  tan: { x: ANGLES },
  asin: { x: ARCS.map((draw) => (random) => Math.max(-1, Math.min(1, draw(random)))) },
  acos: { x: ARCS.map((draw) => (random) => Math.max(-1, Math.min(1, draw(random)))) },
  atan: { x: [uniform(9), sized(-20, 20), near(0.6), near(1), near(1 / 0.6)] },
  atan2: {
    f: "atan2(x, y)",
    x: [sized(-3, 3), uniform(1), sized(-12, 12)],
    y: [sized(-3, 3), uniform(1), sized(-12, 12)],
  },
  sinh: { x: HYPERBOLIC },
  cosh: { x: HYPERBOLIC },
  tanh: { x: [uniform(12), uniform(2), sized(-20, 0), near(0.55)] },
  exp: { x: [uniform(700), uniform(3), sized(-20, 0)] },
  log: { x: LOGARITHMS },
  log2: { x: LOGARITHMS },
  log10: { x: LOGARITHMS },
  pow: {
    f: "x^y",
    x: [
      sized(-3, 3),
      sized(-290, 290),
      (random: () => number) => 1 + (random() - 0.5) / 50,
      (random: () => number) => 1 + random(),
    ].map(positive),
    y: [exponent],
  },
  sqrt: { x: [sized(-290, 290), uniform(4)].map(positive) },
  cbrt: { x: [sized(-290, 290), uniform(9), near(1), near(2)] },
  hypot: {
    f: "hypot(x, y)",
    x: [sized(-3, 3), uniform(1), sized(-140, 140)],
    y: [sized(-3, 3), uniform(1), sized(-140, 140)],
  },
};
