// The same as exact.wgsl for devices whose fma rounds once: the variant `fused`. fma(a, one, b) with a one that the
// compiler does not know costs what a + b costs, and cannot be simplified away where fma is an instruction of its own.
// It is not as safe as XOR. A sum so guarded goes into the next as its multiplied operand: a one - (a one + b) is -b to
// Mesa. The host has each function here tried on the device (probe.wgsl), and what is no function here is guarded by XOR
// in either variant.

fn one() -> f32 {
  return bitcast<f32>(0x3f800000u ^ runtime_zero);
}

/// Where one such sum goes into another, it is the first operand there.
fn opaque_sum(a: f32, b: f32) -> f32 {
  return fma(a, one(), b);
}

fn two_sum(a: f32, b: f32) -> vec2f {
  let s = fma(a, one(), b);
  let b_part = fma(s, one(), -a);
  let a_rest = fma(b_part, one(), -s);
  return vec2f(s, fma(a_rest, one(), a) + fma(-b_part, one(), b));
}

fn normal(a: f32, b: f32) -> vec2f {
  let s = fma(a, one(), b);
  let b_part = fma(s, one(), -a);
  return vec2f(s, fma(-b_part, one(), b));
}

fn nearest(x: f32, scale: f32) -> vec2f {
  let rounded = fma(x, scale, ROUND);
  return vec2f(rounded, fma(rounded, one(), -ROUND));
}

/// The error is exact for |a b| >= 2^-102. Opaque, too: a b - p + a c is a (b + c) - p to a compiler.
fn two_product(a: f32, b: f32) -> vec2f {
  let p = opaque(a * b);
  return vec2f(p, opaque(fma(a, b, -p)));
}
