// The language's functions for every argument, infinite and undefined ones included. WGSL lets an
// implementation assume that there are none: SwiftShader's log(0) is -88.03 and its pow(-8, 1/3) is 2.
// So the arguments outside a function's domain are found by their bits, and what the function is there
// is made of bits that the compiler does not know. Conditions are joined by & and |: && and || are branches,
// and 32 copies of a function with a branch in it took SwiftShader's compiler minutes.

const INFINITE = 0x7f800000u;
const UNDEFINED = 0x7fc00000u;
const LEAST_NORMAL = 0x00800000u;

fn bits(v: f32) -> u32 {
  return bitcast<u32>(v) ^ runtime_zero;
}

fn special(pattern: u32) -> f32 {
  return bitcast<f32>(pattern ^ runtime_zero);
}

fn is_undefined(v: f32) -> bool {
  return (bits(v) & 0x7fffffffu) > INFINITE;
}

/// v as a condition: all but zero is true, undefined included.
fn is_true(v: f32) -> bool {
  return (bits(v) & 0x7fffffffu) != 0u;
}

/// `value`, but undefined where v is infinite or undefined.
fn where_finite(value: f32, v: f32) -> f32 {
  return select(value, special(UNDEFINED), (bits(v) & INFINITE) == INFINITE);
}

/// `value`, but `other` where a or b is undefined.
fn where_defined(value: f32, a: f32, b: f32, other: f32) -> f32 {
  return select(value, other, is_undefined(a) | is_undefined(b));
}

fn total_min(a: f32, b: f32) -> f32 {
  return where_defined(min(a, b), a, b, special(UNDEFINED));
}

fn total_max(a: f32, b: f32) -> f32 {
  return where_defined(max(a, b), a, b, special(UNDEFINED));
}

/// Set when a sum or product of finite values has left the range of f32: then no value of f counts.
var<private> left_range: bool;

/// v, made of a and b by + - or *.
fn in_range(v: f32, a: f32, b: f32) -> f32 {
  let finite = ((bits(a) & INFINITE) != INFINITE) & ((bits(b) & INFINITE) != INFINITE);
  left_range = left_range | (finite & ((bits(v) & INFINITE) == INFINITE));
  return v;
}

/// `value`, a sine or cosine of x, but undefined where x is too large to be reduced.
fn where_reducible(value: f32, x: f32) -> f32 {
  return select(special(UNDEFINED), value, abs(x) <= 1e7);
}

fn copy_sign(magnitude: f32, sign: f32) -> f32 {
  return special((bitcast<u32>(magnitude) & 0x7fffffffu) | (bitcast<u32>(sign) & 0x80000000u));
}

fn divide(a: f32, b: f32) -> f32 {
  let over_zero = select(copy_sign(special(INFINITE), a), special(UNDEFINED), is_undefined(a) | (a == 0.0));
  let sign = bitcast<u32>(b) & 0x80000000u;
  return select(a / b, bitcast<f32>(bitcast<u32>(over_zero) ^ sign), (bits(b) & 0x7fffffffu) < LEAST_NORMAL);
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

/// `value`, a logarithm of x, but -infinity at 0, undefined below, infinite at infinity.
fn logarithm(value: f32, x: f32) -> f32 {
  let b = bits(x);
  let beyond = special(select(UNDEFINED, INFINITE, b == INFINITE));
  let positive = select(value, beyond, b >= INFINITE);
  return select(positive, special(INFINITE | 0x80000000u), (b & 0x7fffffffu) < LEAST_NORMAL);
}

fn total_log(x: f32) -> f32 {
  return logarithm(log(x), x);
}

fn total_log2(x: f32) -> f32 {
  return logarithm(log2(x), x);
}

fn total_log10(x: f32) -> f32 {
  return logarithm(log2(x) * 0.30102999566398120, x);
}

/// Infinite from where f32 ends, zero where f32 has no smaller number.
fn total_exp(x: f32) -> f32 {
  let inside = select(exp(x), 0.0, x < -87.33654);
  let above = select(inside, special(INFINITE), x > 88.72283);
  return select(above, special(UNDEFINED), is_undefined(x));
}

fn total_sqrt(x: f32) -> f32 {
  let b = bits(x);
  let beyond = special(select(UNDEFINED, INFINITE, b == INFINITE));
  let positive = select(sqrt(x), beyond, b >= INFINITE);
  return select(positive, 0.0, (b & 0x7fffffffu) < LEAST_NORMAL);
}

fn total_asin(x: f32) -> f32 {
  return select(asin(clamp(x, -1.0, 1.0)), special(UNDEFINED), is_undefined(x) | (abs(x) > 1.0));
}

fn total_acos(x: f32) -> f32 {
  return select(acos(clamp(x, -1.0, 1.0)), special(UNDEFINED), is_undefined(x) | (abs(x) > 1.0));
}

fn total_atan(x: f32) -> f32 {
  let far = copy_sign(1.5707963267948966, x);
  return select(select(atan(x), far, abs(x) > 1e30), special(UNDEFINED), is_undefined(x));
}

/// By octants, since WGSL's own is undefined on the axes.
fn total_atan2(y: f32, x: f32) -> f32 {
  let a = abs(y);
  let b = abs(x);
  let most = max(a, b);
  let both_infinite = (bits(a) == INFINITE) & (bits(b) == INFINITE);
  let ratio = select(select(min(a, b) / most, 0.0, most == 0.0), 1.0, both_infinite);
  let angle = atan(ratio);
  let first = select(angle, 1.5707963267948966 - angle, a > b);
  let half = select(first, 3.1415926535897932 - first, (bits(x) >> 31u) == 1u);
  return where_defined(copy_sign(half, y), x, y, special(UNDEFINED));
}

/// Half of exp(|x|), without exp(|x|) itself, which may be beyond f32 where the half is not.
fn half_exp(x: f32) -> f32 {
  let root = total_exp(0.5 * abs(x));
  return 0.5 * root * root;
}

fn total_cosh(x: f32) -> f32 {
  return half_exp(x) + 0.5 * total_exp(-abs(x));
}

fn total_sinh(x: f32) -> f32 {
  let z = x * x;
  // Taylor's series to x^11 / 11!, below 1e-8 of the value for |x| < 1.
  let series = x + x * z * (1.6666667e-1 + z * (8.3333333e-3 + z * (1.9841270e-4 + z * (2.7557319e-6 + z * 2.5052108e-8))));
  return select(copy_sign(half_exp(x) - 0.5 * total_exp(-abs(x)), x), series, abs(x) < 1.0);
}

fn total_tanh(x: f32) -> f32 {
  let inside = clamp(x, -10.0, 10.0);
  return where_defined(total_sinh(inside) / total_cosh(inside), x, x, special(UNDEFINED));
}

fn total_sign(x: f32) -> f32 {
  return select(sign(x), x, is_undefined(x));
}

/// Halves go up.
fn round_up(x: f32) -> f32 {
  let below = floor(x);
  return copy_sign(select(below, below + 1.0, x - below >= 0.5), x);
}

fn total_cbrt(x: f32) -> f32 {
  let a = abs(x);
  let near = exp2(log2(a) / 3.0);
  let root = near - (near * near * near - a) / (3.0 * near * near);
  let outside = (a == 0.0) | ((bits(x) & INFINITE) == INFINITE);
  return select(copy_sign(root, x), x, outside);
}

fn total_hypot(a: f32, b: f32) -> f32 {
  let most = max(abs(a), abs(b));
  let ratio = min(abs(a), abs(b)) / most;
  let inside = select(most * sqrt(1.0 + ratio * ratio), 0.0, most == 0.0);
  let infinite = ((bits(a) & 0x7fffffffu) == INFINITE) | ((bits(b) & 0x7fffffffu) == INFINITE);
  return select(where_defined(inside, a, b, special(UNDEFINED)), special(INFINITE), infinite);
}

/// As IEEE 754 has it: a negative base only with a whole exponent, and 1 for the exponent 0.
fn total_pow(a: f32, b: f32) -> f32 {
  let magnitude = total_exp2(b * total_log2(abs(a)));
  let whole = floor(b) == b;
  let odd = whole & (abs(b) < 16777216.0) & (fract(b * 0.5) != 0.0);
  let negative = (bits(a) >> 31u) == 1u;
  let signed = select(magnitude, -magnitude, negative & odd);
  let value = select(signed, special(UNDEFINED), negative & !whole & (a != 0.0));
  return select(where_defined(value, a, b, special(UNDEFINED)), 1.0, b == 0.0);
}

fn total_exp2(x: f32) -> f32 {
  let inside = select(exp2(x), 0.0, x < -126.0);
  let above = select(inside, special(INFINITE), x >= 128.0);
  return select(above, special(UNDEFINED), is_undefined(x));
}
