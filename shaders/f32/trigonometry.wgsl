// Sine and its relatives in f32, to a few units in the last place on every adapter; bounds and what was
// measured are in docs/accuracy.md.
//
// Arguments are reduced by Cody and Waite's method (1980, chapter 8): pi is cut into parts so short that
// their products with k are exact for |x| <= 1e4, and a fused multiply-add changes nothing. near_ is for |x| <= 7.85,
// where two parts will do.

const INV_PI = 0.31830988618379067;
const PI_1 = 3.140625;
const PI_2 = 0.0009675025939941406;
const PI_3 = 1.5099580252808664e-7;

fn plain_sin(x: f32) -> f32 {
  let k = nearest(x, INV_PI);
  return short_sine(without_multiple(x, k.y), k.x);
}

/// Through the sine around the nearest odd multiple of pi/2: cos((k + 1/2) pi + r) = sin(k pi - r).
fn plain_cos(x: f32) -> f32 {
  let rounded = opaque(opaque(x * INV_PI - 0.5) + ROUND);
  return short_sine(-without_multiple(x, opaque(rounded - ROUND) + 0.5), rounded);
}

/// x - k pi.
fn without_multiple(x: f32, k: f32) -> f32 {
  return opaque(opaque(x - k * PI_1) - k * PI_2) - k * PI_3;
}

/// sin(r + k pi) for |r| <= pi/2 and a bit beyond, and rounded = ROUND + k.
fn short_sine(r: f32, rounded: f32) -> f32 {
  let z = r * r;
  // Adding to the sign bit flips it, in one instruction with the shift.
  return bitcast<f32>(bitcast<u32>(r + (r * z) * sin_polynomial(z)) + (bitcast<u32>(rounded) << 31u));
}

/// pi in two parts, of which the first has 21 bits: its products with multiples of 1/2 up to 5/2 are exact.
const NEAR_PI_1 = 3.141592025756836;
const NEAR_PI_2 = 6.278329465203569e-7;

fn near_sin(x: f32) -> f32 {
  let k = nearest(x, INV_PI);
  return short_sine(without_near_multiple(x, k.y), k.x);
}

fn near_cos(x: f32) -> f32 {
  let rounded = opaque(opaque(x * INV_PI - 0.5) + ROUND);
  return short_sine(-without_near_multiple(x, opaque(rounded - ROUND) + 0.5), rounded);
}

fn without_near_multiple(x: f32, k: f32) -> f32 {
  return opaque(x - k * NEAR_PI_1) - k * NEAR_PI_2;
}

const TWO_OVER_PI = 0.63661977236758134;
const HALF_PI_1 = 1.5703125;
const HALF_PI_2 = 0.0004839897155761719;
const HALF_PI_3 = -1.6298145055770874e-7;
const HALF_PI_4 = 6.082245818106458e-11;
const HALF_PI_5 = -5.1453114636784356e-14;

/// From r = x - k pi/2, which has to be known to 1e-7 of itself however small it is, since the poles and
/// zeros of the tangent are there: 2^-27 for x <= 1e4.
fn plain_tan(x: f32) -> f32 {
  let rounded = opaque(x * TWO_OVER_PI + ROUND);
  let k = opaque(rounded - ROUND);
  let exact = opaque(opaque(x - k * HALF_PI_1) - k * HALF_PI_2);
  let third = fast_difference(exact, k * HALF_PI_3);
  let fourth = fast_difference(third.x, k * HALF_PI_4);
  let r = fourth.x;
  let rest = opaque(third.y + fourth.y) - k * HALF_PI_5;
  let z = r * r;
  let near = r + (r * z) * tan_polynomial(z);
  let tangent = near + rest * (1.0 + near * near);
  return select(tangent, -1.0 / tangent, (bitcast<u32>(rounded) & 1u) == 1u);
}

const HALF_PI_HIGH = 1.5707963705062866;
const HALF_PI_LOW = -4.371138828673793e-8;

fn plain_asin(x: f32) -> f32 {
  let near = half_asin(x);
  let far = (HALF_PI_HIGH - 2.0 * near) + HALF_PI_LOW;
  return copy_sign(select(near, far, abs(x) > 0.5), x);
}

fn plain_acos(x: f32) -> f32 {
  let near = half_asin(x);
  let middle = HALF_PI_HIGH - opaque(copy_sign(near, x) - HALF_PI_LOW);
  let far = select(2.0 * HALF_PI_HIGH - opaque(2.0 * near - 2.0 * HALF_PI_LOW), 2.0 * near, x > 0.0);
  return select(middle, far, abs(x) > 0.5);
}

/// asin |x| up to 1/2, beyond it asin sqrt((1 - |x|) / 2), which is half of pi/2 - asin |x|.
fn half_asin(x: f32) -> f32 {
  let a = abs(x);
  let z = select(a * a, 0.5 - 0.5 * a, a > 0.5);
  let s = select(a, select(0.0, plain_sqrt(z), z > 0.0), a > 0.5);
  return s + (s * z) * asin_polynomial(z);
}

fn plain_atan(x: f32) -> f32 {
  let a = abs(x);
  let near = atan_up_to_one(select(a, 1.0 / a, a > 1.0));
  return copy_sign(select(near, (HALF_PI_HIGH - near) + HALF_PI_LOW, a > 1.0), x);
}

/// By octants; x and y finite.
fn plain_atan2(y: f32, x: f32) -> f32 {
  let a = abs(y);
  let b = abs(x);
  let near = atan_up_to_one(select(quotient(min(a, b), max(a, b)), 0.0, max(a, b) == 0.0));
  let first = select(near, (HALF_PI_HIGH - near) + HALF_PI_LOW, a > b);
  let second = 2.0 * HALF_PI_HIGH - opaque(first - 2.0 * HALF_PI_LOW);
  return copy_sign(select(first, second, (bits(x) >> 31u) == 1u), y);
}

fn atan_up_to_one(t: f32) -> f32 {
  let z = t * t;
  return t + (t * z) * atan_polynomial(z);
}
