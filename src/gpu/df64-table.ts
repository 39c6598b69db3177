import { fromNumber, head } from "./df64.ts";

/** Rows of the multiples of 2 pi / 2,048, of the powers 2^(j / 32), and of the logarithms of 256 / j. */
const TURN = 2048;
const EXP = 32;
const LOG = 512;
/** Rows on either side of 0 whose cosine stands as 1 + rest, for sines that are good to their own size. */
const NEAR_ZERO = 10;

/**
 * What the double-single functions look up, four f32 a row: (sin, rest, head of cos, rest), then (2^(j/32), rest),
 * then (-log(j / 256), rest). From f64, whose functions are good to 2^-52.
 */
export function df64Table(): Float32Array<ArrayBuffer> {
  const rows: number[][] = [];
  for (let k = 0; k < TURN; k++) {
    const cosine = sine(k + TURN / 4);
    const nearZero = Math.min(k, TURN - k) <= NEAR_ZERO;
    // 1 - cos(a) without cancellation.
    const less = 2 * sine(k / 2) ** 2;
    rows.push([...fromNumber(sine(k)), ...(nearZero ? [1, Math.fround(-less)] : headAndRest(cosine))]);
  }
  for (let j = 0; j < EXP; j++) rows.push([...fromNumber(2 ** (j / EXP)), 0, 0]);
  for (let j = 0; j < LOG; j++) rows.push([...fromNumber(j ? -Math.log(j / 256) : 0), 0, 0]);
  return Float32Array.from(rows.flat());
}

/** sin(2 pi k / 2,048), from the octant in which pi's rounding counts least. */
function sine(k: number): number {
  const part = ((k % TURN) + TURN) % TURN;
  if (part >= TURN / 2) return -sine(part - TURN / 2);
  if (part > TURN / 4) return sine(TURN / 2 - part);
  const angle = (2 * Math.PI * part) / TURN;
  return part > TURN / 8 ? Math.cos((2 * Math.PI * (TURN / 4 - part)) / TURN) : Math.sin(angle);
}

function headAndRest(value: number): [number, number] {
  const first = head(Math.fround(value));
  return [first, Math.fround(value - first)];
}
