// Roots in f32, to a few units in the last place on every adapter, for positive normal arguments.

/// One step of Newton's iteration from the adapter's own inverse root, of which the standard says 2 ulp.
/// In halves, since the square of a root rounded up may overflow.
fn plain_sqrt(x: f32) -> f32 {
  let inverse = opaque(inverseSqrt(x));
  let root = opaque(x * inverse);
  return root + inverse * opaque(0.5 * x - root * (0.5 * root));
}

fn plain_cbrt(x: f32) -> f32 {
  return cube_root(x);
}

/// Scaled by a power of two, so that squares neither overflow nor vanish; not for two zeros.
fn plain_hypot(a: f32, b: f32) -> f32 {
  let exponent = min(bitcast<u32>(max(abs(a), abs(b))) & INFINITY, 0x7e800000u);
  let down = bitcast<f32>(0x7f000000u - exponent);
  let p = a * down;
  let q = b * down;
  return plain_sqrt(p * p + q * q) * bitcast<f32>(exponent);
}
