// Elementary functions in f32 with a stated accuracy on every adapter, whatever its own are worth.
//
// Arguments are reduced by Cody and Waite's method (1980, chapter 8): pi is split in three parts, of
// which the first two have 8 and 12 bits, so that k * PI_1 and k * PI_2 are exact for |x| <= 1e4 and
// a fused multiply-add changes nothing. The integer nearest to a value is found by adding and taking
// away 1.5 * 2^23, where f32 has a spacing of one; compilers fold that pair, so the sum is opaque.

const INV_PI = 0.31830988618379067;
const PI_1 = 3.140625;
const PI_2 = 0.0009675025939941406;
const PI_3 = 1.5099580252808664e-7;
const ROUND = 12582912.0;

/// sin(x): 2 ulp where |sin x| > 0.01, 1.5e-7 absolute elsewhere, for |x| <= 1e4.
fn f32_sin(x: f32) -> f32 {
  let rounded = opaque(x * INV_PI + ROUND);
  let k = rounded - ROUND;
  return sin_near_multiple(x, k, bitcast<u32>(rounded) << 31u);
}

/// cos(x), through the sine around the nearest odd multiple of pi/2: bounds as for f32_sin.
fn f32_cos(x: f32) -> f32 {
  let rounded = opaque(opaque(x * INV_PI - 0.5) + ROUND);
  let k = opaque(rounded - ROUND) + 0.5;
  return sin_near_multiple(x, k, ~bitcast<u32>(rounded) << 31u);
}

fn f32_tan(x: f32) -> f32 {
  return divide(f32_sin(x), f32_cos(x));
}

/// sin(x - k pi) with the sign bit flipped by `sign`, for |x - k pi| <= pi/2 and a bit beyond.
/// The polynomial is the minimax one for (sin r - r) / r^3 in r^2 on [0, (pi/2)^2], relative error of
/// sin r 6.2e-9.
fn sin_near_multiple(x: f32, k: f32, sign: u32) -> f32 {
  let r1 = opaque(x - k * PI_1);
  let r2 = opaque(r1 - k * PI_2);
  let r = r2 - k * PI_3;
  let z = r * r;
  let p = ((2.606095677037956e-6 * z - 0.00019809776858892292) * z + 0.008333069272339344) * z
    - 0.16666659712791443;
  return bitcast<f32>(bitcast<u32>(r + (r * z) * p) ^ sign);
}
