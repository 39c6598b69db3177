// The same as steps.wgsl for devices whose fma rounds once: products need not be cut to be exact.

struct Step {
  first: f32,
  second: f32,
}

/// 2 pi / 2,048.
const TURN_STEP = Step(0.003067961661145091, -8.537380524753502e-11);
/// ln 2 / 256.
const EXP_STEP = Step(0.0027076061815023422, -7.440055516116928e-12);

/// x - k step, the first part exact, and opaque: k c1 + k c2 is k (c1 + c2) to a compiler.
fn less_steps(x: vec2f, k: f32, step: Step) -> vec2f {
  return vec2f(opaque(fma(-k, step.first, x.x)), fma(-k, step.second, x.y));
}

/// row.x + row.z r.x in two parts, and row.z r.y. Not a FastTwoSum of the product: that is never rounded. Exact, since
/// row.x is 0 or at least twice row.z r.x.
fn row_sum(row: vec4f, r: vec2f) -> vec3f {
  let s = fma(row.z, r.x, row.x);
  return vec3f(s, opaque(fma(row.z, r.x, -fma(s, one(), -row.x))), row.z * r.y);
}
