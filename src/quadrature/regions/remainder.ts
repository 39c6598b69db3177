import { distanceAt, type Segment } from "../coordinates/segments.ts";
import { logPowerOf, SMOOTH } from "../ends/log-power.ts";
import type { Measure } from "../rules/measure.ts";

/** Powers of the distance agree that differ by this part of what they are above -1. */
const AGREES = 1e-3;

type Part = Pick<Measure, "value" | "error" | "size">;

/**
 * The integral from the centre of a segment to its end d of an f that is c d^p: f(d) d / (1 + p). Where the power still falls
 * to -1, as that of 1/(x log(x)^q) does, the integral of that function is the claim; null where f is seen to be neither, and
 * where rounding hides what it is. `unsure` is the part of themselves that the values of f may be off.
 */
export function remainderOf(
  f: (distance: number) => number,
  segment: Segment,
  own: Part,
  noise: (distance: number) => number,
  unsure: () => number = () => 0,
): Part | null {
  const end = distanceAt(segment, segment.to);
  let out: number[] = [];
  const outwards = FARTHER.find((doublings) => {
    const from = end * 2 ** doublings;
    if (Math.abs(from) > Math.abs(segment.length)) return false;
    out = HALVINGS.map((k) => f(from * 2 ** -k));
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
  // As far as it can be followed it does not fall.
  if (most <= 0 && Number.isFinite(product)) return { ...own, error: UNKNOWN };
  if (!(least > 0 && most < 1 && Number.isFinite(product))) return null;
  const drift = (most - least) / least;
  if (drift < AGREES) {
    const value = (product / above[0]) * 2 ** (-outwards * above[0]);
    const size = Math.abs(value);
    const rounding = (1e-15 + unsure()) / least;
    // A power that changes so much in 17 halvings changes as much again in as many of the 1 / least that count.
    const onwards = drift > rounding ? 1 / (LAST * Math.LN2 * least) : 0;
    return { value, error: size * (4 * drift * (1 + outwards + onwards) + rounding), size };
  }
  const logarithmic = ofLogPower(f, end, Math.log2(segment.length / end));
  if (logarithmic) return logarithmic;
  const depth = -Math.log(Math.abs(from));
  const power = least * depth;
  const claim = power > 1.01 ? (2 * Math.abs(product) * depth) / (power - 1) : UNKNOWN;
  return { ...own, error: Math.max(2 * own.size, claim) };
}

/** The same where f is that of a power of a logarithm. */
function ofLogPower(f: (distance: number) => number, end: number, halved: number): Part | null {
  const product = (halvings: number) => {
    const distance = end * 2 ** -halvings;
    return f(distance) * Math.abs(distance);
  };
  const fit = logPowerOf(product, Math.max(0, SMOOTH - halved));
  if (!fit || !(fit.power > 1 + fit.error)) return null;
  const { factor, shift, power } = fit;
  const away = Math.max(
    ...FITTED.map((halvings) => Math.abs(factor * (halvings + shift) ** -power - product(halvings))),
  );
  if (!(shift > 0 && Number.isFinite(away))) return null;
  const value = (Math.LN2 * factor * shift ** (1 - power)) / (power - 1);
  const size = Math.abs(value);
  return { value, error: 8 * away + (size * fit.error) / Math.min(1, power - 1), size };
}

/** Where f has to be that function, too, as halvings of the segment. */
const FITTED = [0, 0.5, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32];

/** Of values that rounding changes by a larger part of themselves no power is known. */
const CLEAR = 1e-10;
/** Doublings of the distance after which f's steps may be within the range of numbers again. */
const FARTHER = Array.from({ length: 41 }, (_, k) => 4 * k);
const HALVINGS = [0, 1, 8, 9, 16, 17];
const LAST = 17;
const UNKNOWN = 1e300;
