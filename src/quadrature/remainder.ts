import type { Values } from "../integrand/javascript.ts";
import type { Measure } from "./region.ts";
import { distanceAt, type Segment } from "./segments.ts";

/** Powers of the distance agree that differ by this part of what they are above -1. */
const AGREES = 1e-3;

type Part = Pick<Measure, "value" | "error" | "size">;

/**
 * The integral from the centre of a segment to its end d where f is c d^p: f(d) d / (1 + p). Where the power still falls
 * to -1, as that of 1/(x log(x)^q) does, the integral of that function is the claim; null where f is seen to be neither, and
 * where rounding hides what it is.
 */
export function remainderOf(
  values: Values,
  segment: Segment,
  own: Part,
  noise: (distance: number) => number,
): Part | null {
  const end = distanceAt(segment, segment.to);
  const out = new Float64Array(HALVINGS.length);
  const outwards = FARTHER.find((doublings) => {
    values(
      HALVINGS.map((k) => end * 2 ** (doublings - k)),
      ZERO,
      ZERO,
      out,
    );
    return out.every(Number.isFinite);
  });
  if (outwards === undefined) return null;
  const from = end * 2 ** outwards;
  if (!HALVINGS.every((k, at) => noise(from * 2 ** -k) <= CLEAR * Math.abs(out[at] as number))) return null;
  // 1 + p, from three pairs of places.
  const above = [0, 2, 4].map((k) => 1 + Math.log2((out[k] as number) / (out[k + 1] as number))) as [
    number,
    number,
    number,
  ];
  const [least, most] = [Math.min(...above), Math.max(...above)];
  const product = (out[0] as number) * Math.abs(from);
  if (!(least > 0 && most < 1 && Number.isFinite(product))) return null;
  const drift = (most - least) / least;
  if (drift < AGREES) {
    const value = (product / above[0]) * 2 ** (-outwards * above[0]);
    const size = Math.abs(value);
    return { value, error: size * (4 * drift * (1 + outwards) + 1e-15 / least), size };
  }
  const depth = -Math.log(Math.abs(from));
  const power = least * depth;
  const claim = power > 1.01 ? (2 * Math.abs(product) * depth) / (power - 1) : UNKNOWN;
  return { ...own, error: Math.max(2 * own.size, claim) };
}

/** Of values that rounding changes by a larger part of themselves no power is known. */
const CLEAR = 1e-10;
/** Doublings of the distance after which f's steps may be within the range of numbers again. */
const FARTHER = [0, 40, 80, 160];
const HALVINGS = [0, 1, 8, 9, 16, 17];
const ZERO = [0];
const UNKNOWN = 1e300;
