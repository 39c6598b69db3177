// What keeps error-free transformations safe from the shader compiler.
//
// WGSL lets a compiler reassociate and contract floating-point expressions, and some do: (a + b) - a
// becomes b, and the rounding error that compensated arithmetic lives on is gone. A value that has
// passed through an integer XOR with a number unknown at compile time can take part in no such rewrite.
// The number is always zero; it is read from a read_write storage buffer, because drivers specialise
// shaders on uniforms.

/// Zero, as far as the host knows and the compiler does not. Set at the start of every entry point.
var<private> runtime_zero: u32;

/// v itself, cut off from algebraic simplification.
fn opaque(v: f32) -> f32 {
  return bitcast<f32>(bitcast<u32>(v) ^ runtime_zero);
}

/// v cut to 12 bits, so that products of two such are exact.
fn head(v: f32) -> f32 {
  return bitcast<f32>(bitcast<u32>(v) & 0xfffff000u);
}

/// 1.5 * 2^23: where f32 has a spacing of one. opaque(v + ROUND) - ROUND is the integer nearest to v, and its
/// bits end in that integer's.
const ROUND = 12582912.0;

/// s + e = a - b exactly, s = fl(a - b), for |a| >= |b| or a difference that is exact; returns (s, e).
/// Dekker 1971.
fn fast_difference(a: f32, b: f32) -> vec2f {
  let s = opaque(a - b);
  return vec2f(s, opaque(opaque(a - s) - b));
}
