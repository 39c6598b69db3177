// The same as exact.wgsl for devices whose fma rounds once: the variant `fused`. fma(a, one, b) with a one that the
// compiler does not know costs what a + b costs, and cannot be simplified away where fma is an instruction of its own.
// It is not as safe as XOR: the host has each function here tried on the device (probe.wgsl), and what is no function
// here is guarded by XOR in either variant.

fn one() -> f32 {
  return bitcast<f32>(0x3f800000u ^ runtime_zero);
}

fn two_sum(a: f32, b: f32) -> vec2f {
  let s = fma(a, one(), b);
  let b_part = fma(s, one(), -a);
  let a_part = fma(s, one(), -b_part);
  return vec2f(s, fma(a, one(), -a_part) + fma(b, one(), -b_part));
}

fn fast_difference(a: f32, b: f32) -> vec2f {
  let s = fma(a, one(), -b);
  return vec2f(s, fma(fma(a, one(), -s), one(), -b));
}

fn normal(a: f32, b: f32) -> vec2f {
  let s = fma(a, one(), b);
  return vec2f(s, fma(b, one(), -fma(s, one(), -a)));
}

fn nearest(x: f32, scale: f32) -> vec2f {
  let rounded = fma(x, scale, ROUND);
  return vec2f(rounded, fma(rounded, one(), -ROUND));
}

/// The error is exact for |a b| >= 2^-102.
fn two_product(a: f32, b: f32) -> vec2f {
  let p = opaque(a * b);
  return vec2f(p, fma(a, b, -p));
}
