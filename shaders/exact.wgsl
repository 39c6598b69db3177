// Error-free transformations in f32, safe from the shader compiler.
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

/// s + e = a + b exactly, s = fl(a + b), for a and b of any size; returns (s, e). Knuth 1969, 4.2.2,
/// theorem B. a and b must be loaded or opaque. Each opaque stops one rewrite: of s, then of the four
/// differences, whose exact algebraic values are b, a, 0 and 0.
fn two_sum(a: f32, b: f32) -> vec2f {
  let s = opaque(a + b);
  let b_part = opaque(s - a);
  let a_part = opaque(s - b_part);
  return vec2f(s, opaque(a - a_part) + opaque(b - b_part));
}

/// s + e = a - b exactly, s = fl(a - b), for |a| >= |b| or a difference that is exact; returns (s, e).
/// Dekker 1971.
fn fast_difference(a: f32, b: f32) -> vec2f {
  let s = opaque(a - b);
  return vec2f(s, opaque(opaque(a - s) - b));
}

/// v cut to 12 bits, so that products of two such are exact.
fn head(v: f32) -> f32 {
  return bitcast<f32>(bitcast<u32>(v) & 0xfffff000u);
}

/// 1.5 * 2^23: where f32 has a spacing of one. opaque(v + ROUND) - ROUND is the integer nearest to v, and its
/// bits end in that integer's.
const ROUND = 12582912.0;

/// p + e = a b exactly for |a b| >= 2^-80, from factors cut to 12 bits, whose products fit an f32. Guards: of p, of
/// the two rests, and of the three partial sums, each of which is exact.
fn two_product(a: f32, b: f32) -> vec2f {
  let p = opaque(a * b);
  let a_head = head(a);
  let b_head = head(b);
  let a_rest = opaque(a - a_head);
  let b_rest = opaque(b - b_head);
  let e = opaque(opaque(opaque(a_head * b_head - p) + a_head * b_rest) + a_rest * b_head);
  return vec2f(p, e + a_rest * b_rest);
}
