// Infinities and NaN, which WGSL lets an implementation assume away: they are recognised by their bits and made
// from bits the compiler does not know. Conditions are joined by & and |: && and || are branches, and SwiftShader
// takes minutes to compile 32 copies of a function with a branch.

const INFINITY = 0x7f800000u;
const NAN = 0x7fc00000u;
const MIN_NORMAL = 0x00800000u;
const SIGN = 0x80000000u;

fn bits(v: f32) -> u32 {
  return bitcast<u32>(v) ^ runtime_zero;
}

fn special(pattern: u32) -> f32 {
  return bitcast<f32>(pattern ^ runtime_zero);
}

fn is_nan(v: f32) -> bool {
  return (bits(v) & ~SIGN) > INFINITY;
}

fn is_infinite(v: f32) -> bool {
  return (bits(v) & ~SIGN) == INFINITY;
}

/// Zero, or so small that f32 may flush it to zero.
fn is_tiny(v: f32) -> bool {
  return (bits(v) & ~SIGN) < MIN_NORMAL;
}

fn copy_sign(magnitude: f32, sign: f32) -> f32 {
  return special((bitcast<u32>(magnitude) & ~SIGN) | (bitcast<u32>(sign) & SIGN));
}

fn is_finite(v: f32) -> bool {
  return (bits(v) & INFINITY) != INFINITY;
}

/// Neither infinite or NaN nor so small that f32 may flush it to zero.
fn is_normal(v: f32) -> bool {
  return ((bits(v) & ~SIGN) - MIN_NORMAL) < INFINITY - MIN_NORMAL;
}
