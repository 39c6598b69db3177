import type { BigNumber } from "mathjs";
import { fromNumber } from "../../src/gpu/df64.ts";
import { toNumber } from "../double-single.ts";
import { valuesOnGpu } from "../gpu-values.ts";
import { integrandOf } from "../trees.ts";
import { exact, math } from "./exact.ts";
import { FUNCTIONS, type Measured } from "./functions.ts";
import { generator } from "./generator.ts";

/** The largest error of a function in df64 and its bound, as powers of two relative to a scale. */
export interface DoubleErrors {
  readonly name: string;
  readonly count: number;
  readonly mostBits: number;
  readonly promisedBits: number;
  /** The scale, for the table. */
  readonly of: string;
  readonly at: readonly [number, number];
}

/** The magnitudes within which df64 keeps all its digits. */
const LEAST = 2 ** -80;
const MOST = 2 ** 127;

/** Every function at `count` arguments of double-single, against 60 digits. */
export async function measureDouble(device: GPUDevice, count: number): Promise<DoubleErrors[]> {
  const found: DoubleErrors[] = [];
  for (const measured of FUNCTIONS) {
    const random = generator(2);
    const points = Float64Array.from(measured.sample(count, generator(1)), (v) => {
      return toNumber(fromNumber(v * (1 + (random() - 0.5) * 2 ** -22)));
    });
    const [values] = (await valuesOnGpu(device, [integrandOf(measured.f)], points, "df64")) as [Float64Array];
    found.push(compare(measured, points, values));
  }
  return found;
}

function compare({ name, f }: Measured, points: Float64Array, values: Float64Array): DoubleErrors {
  const { bits, of, scale } = promiseOf(name);
  // mathjs's own hypot drops small terms.
  const compiled = math.compile(name === "hypot" ? "sqrt(x^2 + y^2)" : f);
  let [count, most] = [0, 0];
  let at: [number, number] = [0, 0];
  for (let k = 0; k < values.length; k++) {
    const [x, y] = [points[2 * k] as number, points[2 * k + 1] as number];
    if (![x, y].every((v) => v === 0 || (Math.abs(v) > LEAST && Math.abs(v) < MOST))) continue;
    const known = compiled.evaluate({ x: exact(x), y: exact(y) });
    // A neighbour of the domain's end may lie outside, where mathjs returns a complex number.
    if (!math.isBigNumber(known)) continue;
    const truth = Number(known);
    if (!(Math.abs(truth) > LEAST && Math.abs(truth) < MOST)) continue;
    count++;
    const value = values[k] as number;
    const off = Number.isFinite(value)
      ? Math.abs(Number(math.subtract(exact(value), known as BigNumber)))
      : Infinity;
    const error = off / scale(truth, x, y);
    if (error > most) [most, at] = [error, [x, y]];
  }
  return { name, count, mostBits: Math.log2(most), promisedBits: bits, of, at };
}

/** The error bound of a function in df64, and the scale it is relative to. */
function promiseOf(name: string) {
  const size = (truth: number) => Math.abs(truth);
  if (name === "sin" || name === "cos") return { bits: -41, of: "1", scale: () => 1 };
  if (name === "tan")
    return { bits: -40, of: String.raw`$1 + \tan^2 x$`, scale: (truth: number) => 1 + truth * truth };
  if (name === "pow") {
    const scale = (truth: number, x: number, y: number) =>
      size(truth) * Math.max(1, Math.abs(y * Math.log(x)));
    return { bits: -41, of: String.raw`$\vert f\vert \max(1, \vert y \ln x\vert)$`, scale };
  }
  return { bits: /^(exp|log|sqrt)$/.test(name) ? -41 : -40, of: String.raw`$\vert f\vert$`, scale: size };
}
