// Error-free transformations in f32, safe from the shader compiler, that do not rest on fma being fused: the variant
// `xor`.

/// a + b, which takes part in no rewrite.
fn opaque_sum(a: f32, b: f32) -> f32 {
  return opaque(a + b);
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

/// a + b for |a| >= |b| or a = 0, in two parts: s = fl(a + b) and the error. Dekker 1971.
fn normal(a: f32, b: f32) -> vec2f {
  let s = opaque(a + b);
  return vec2f(s, opaque(b - opaque(s - a)));
}

/// ROUND + n and n, the integer nearest to x scale, which the last bits of the first are.
fn nearest(x: f32, scale: f32) -> vec2f {
  let rounded = opaque(x * scale + ROUND);
  return vec2f(rounded, rounded - ROUND);
}

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
