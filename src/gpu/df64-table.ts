import { fromNumber, head } from "./df64.ts";

/** Number of rows for sine and cosine, for powers of two and for logarithms. */
const TURN = 2048;
const EXP = 256;
const LOG = 512;
/** Rows on either side of angle 0 with the cosine as 1 + rest, to keep the relative error of small sines small. */
const NEAR_ZERO = 10;

/**
 * The lookup table of the double-single functions, four f32 per row: (sin, rest, head of cos, rest) of 2 pi k / 2048, then
 * the same of 2^(j / 256) as value and slope, then (-log(j / 256), rest, 0, 0). Computed in f64, to about 2^-52.
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
  for (let j = 0; j < EXP; j++) {
    const power = 2 ** (j / EXP);
    rows.push([...fromNumber(power), ...headAndRest(power)]);
  }
  for (let j = 0; j < LOG; j++) rows.push([...fromNumber(j ? -Math.log(j / 256) : 0), 0, 0]);
  return Float32Array.from(rows.flat());
}

/** sin(2 pi k / 2048), reduced to the first octant, where the rounding of pi matters least. */
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
