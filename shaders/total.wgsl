// The language's functions for every argument, infinities and NaN included: total_sin and so on, around
// plain_sin and so on, which each precision defines. An implementation's own log(0) may be
// -88.03 and its pow(-8, 1/3) 2 (SwiftShader).

/// v as a condition: anything but zero is true, NaN included.
fn is_true(v: f32) -> bool {
  return (bits(v) & ~SIGN) != 0u;
}

/// `value`, but `other` where a or b is NaN.
fn unless_nan(value: f32, a: f32, b: f32, other: f32) -> f32 {
  return select(value, other, is_nan(a) | is_nan(b));
}

/// A value of f; NaN if an intermediate value overflowed.
fn unless_overflowed(value: f32, overflowed: bool) -> f32 {
  return select(value, special(NAN), overflowed);
}

/// `value`, a function of x with f(0) = 0 and f(-0) = -0.
fn zero_kept(value: f32, x: f32) -> f32 {
  return select(value, x, x == 0.0);
}

/// a / b for a finite b that is not zero; scaled for |b| > 2^126, where WGSL leaves division undefined.
fn quotient(a: f32, b: f32) -> f32 {
  let scale = select(1.0, 0.25, abs(b) > 8.507059173023462e37);
  return (a * scale) / (b * scale);
}

fn total_quotient(a: f32, b: f32) -> f32 {
  let over_zero = select(copy_sign(special(INFINITY), a), special(NAN), is_nan(a) | (a == 0.0));
  let of_zero = bitcast<f32>(bitcast<u32>(over_zero) ^ (bitcast<u32>(b) & SIGN));
  return select(quotient(a, opaque(b)), of_zero, is_tiny(b));
}

fn times_jacobian(f: f32, jacobian: f32) -> f32 {
  return select(f * opaque(jacobian), 0.0, is_tiny(jacobian));
}

fn pow2(a: f32) -> f32 {
  return a * a;
}

fn pow3(a: f32) -> f32 {
  return a * a * a;
}

fn pow4(a: f32) -> f32 {
  return (a * a) * (a * a);
}

fn pow5(a: f32) -> f32 {
  return pow4(a) * a;
}

fn pow6(a: f32) -> f32 {
  return pow3(a * a);
}

/// `value`, a trigonometric function of x; NaN if x is too large for it.
fn if_reducible(value: f32, x: f32) -> f32 {
  return select(special(NAN), value, (bits(x) & ~SIGN) <= bitcast<u32>(1e7f));
}

fn total_sin(x: f32) -> f32 {
  return if_reducible(plain_sin(x), x);
}

fn total_cos(x: f32) -> f32 {
  return if_reducible(plain_cos(x), x);
}

fn total_tan(x: f32) -> f32 {
  return if_reducible(plain_tan(x), x);
}

fn total_asin(x: f32) -> f32 {
  return select(special(NAN), plain_asin(clamp(x, -1.0, 1.0)), within_one(x));
}

fn total_acos(x: f32) -> f32 {
  return select(special(NAN), plain_acos(clamp(x, -1.0, 1.0)), within_one(x));
}

fn within_one(x: f32) -> bool {
  return (bits(x) & ~SIGN) <= bitcast<u32>(1f);
}

fn total_atan(x: f32) -> f32 {
  let inside = select(plain_atan(x), copy_sign(1.5707963267948966, x), is_infinite(x));
  return unless_nan(inside, x, x, special(NAN));
}

fn total_atan2(y: f32, x: f32) -> f32 {
  // Infinite ones stand for directions along the axes and diagonals.
  let any = is_infinite(x) | is_infinite(y);
  let v = select(y, copy_sign(select(0.0, 1.0, is_infinite(y)), y), any);
  let u = select(x, copy_sign(select(0.0, 1.0, is_infinite(x)), x), any);
  return unless_nan(plain_atan2(v, u), x, y, special(NAN));
}

/// Infinite beyond the largest f32, zero below the smallest normal one.
fn total_exp(x: f32) -> f32 {
  let inside = select(plain_exp(x), 0.0, x < -87.33654);
  let above = select(inside, special(INFINITY), x > 88.72283);
  return unless_nan(above, x, x, special(NAN));
}

fn total_sinh(x: f32) -> f32 {
  let far = copy_sign(special(INFINITY), x);
  return unless_nan(select(plain_sinh(x), far, abs(x) > 89.41598), x, x, special(NAN));
}

fn total_cosh(x: f32) -> f32 {
  let far = special(INFINITY);
  return unless_nan(select(plain_cosh(x), far, abs(x) > 89.41598), x, x, special(NAN));
}

fn total_tanh(x: f32) -> f32 {
  return unless_nan(plain_tanh(clamp(x, -10.0, 10.0)), x, x, special(NAN));
}

/// `value`, a logarithm of x, but -infinity at 0, NaN below, infinity at infinity.
fn logarithm(value: f32, x: f32) -> f32 {
  let beyond = special(select(NAN, INFINITY, bits(x) == INFINITY));
  let positive = select(value, beyond, bits(x) >= INFINITY);
  return select(positive, special(INFINITY | SIGN), is_tiny(x));
}

fn total_log(x: f32) -> f32 {
  return logarithm(plain_log(x), x);
}

fn total_log2(x: f32) -> f32 {
  return logarithm(plain_log2(x), x);
}

fn total_log10(x: f32) -> f32 {
  return logarithm(plain_log10(x), x);
}

fn total_sqrt(x: f32) -> f32 {
  let beyond = special(select(NAN, INFINITY, bits(x) == INFINITY));
  return select(select(plain_sqrt(x), beyond, bits(x) >= INFINITY), 0.0, is_tiny(x));
}

fn total_cbrt(x: f32) -> f32 {
  return select(plain_cbrt(x), x, is_tiny(x) | ((bits(x) & INFINITY) == INFINITY));
}

fn total_hypot(a: f32, b: f32) -> f32 {
  let inside = select(plain_hypot(a, b), 0.0, is_tiny(a) & is_tiny(b));
  let defined = unless_nan(inside, a, b, special(NAN));
  return select(defined, special(INFINITY), is_infinite(a) | is_infinite(b));
}

/// 2^(y (log.x + log.y)), infinite beyond the largest f32, zero below the smallest normal one.
fn total_exp2_product(y: f32, log: vec2f) -> f32 {
  let within = clamp(y, -1.2676506e30, 1.2676506e30);
  let exponent = within * (log.x + log.y);
  let value = plain_exp2_product(within, log);
  // Near the ends of the range the exponent's own rounding matters, so test the value's bits.
  let inside = select(value, 0.0, (exponent < -126.5) | is_tiny(value));
  let far = (exponent > 128.5) | ((exponent > 127.0) & (bits(value) >= INFINITY));
  return unless_nan(select(inside, special(INFINITY), far), y, y, special(NAN));
}

/// As JavaScript has it: a negative base only with a whole exponent, 1 for the exponent 0, and NaN for
/// a base of 1 or -1 with an infinite exponent.
fn total_pow(a: f32, b: f32) -> f32 {
  let m = abs(a);
  let zero = is_tiny(a);
  let base = select(m, 1.0, zero | ((bits(a) & INFINITY) == INFINITY));
  let inside = total_exp2_product(b, log2_parts(base));
  let ends = select(0.0, special(INFINITY), zero == (b < 0.0));
  let magnitude = select(inside, ends, zero | is_infinite(a));
  let whole = floor(b) == b;
  let odd = whole & (abs(b) < 16777216.0) & (fract(b * 0.5) != 0.0);
  let negative = (bits(a) >> 31u) == 1u;
  let signed = select(magnitude, -magnitude, negative & odd);
  let nan_case = (negative & !whole & !zero & !is_infinite(a)) | ((m == 1.0) & is_infinite(b));
  let value = select(signed, special(NAN), nan_case);
  return select(unless_nan(value, a, b, special(NAN)), 1.0, b == 0.0);
}

/// -0 is less than 0, as JavaScript has it.
fn total_min(a: f32, b: f32) -> f32 {
  let least = select(min(a, b), bitcast<f32>(bits(a) | bits(b)), a == b);
  return unless_nan(least, a, b, special(NAN));
}

fn total_max(a: f32, b: f32) -> f32 {
  let most = select(max(a, b), bitcast<f32>(bits(a) & bits(b)), a == b);
  return unless_nan(most, a, b, special(NAN));
}

fn total_sign(x: f32) -> f32 {
  return select(sign(x), x, is_nan(x));
}

/// Halves go up.
fn round_up(x: f32) -> f32 {
  let below = floor(x);
  return copy_sign(select(below, below + 1.0, x - below >= 0.5), x);
}
