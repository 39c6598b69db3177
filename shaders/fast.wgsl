// The functions as the adapter has them, in f32: `fast`.

fn plain_sin(x: f32) -> f32 {
  return sin(x);
}

fn plain_cos(x: f32) -> f32 {
  return cos(x);
}

fn near_sin(x: f32) -> f32 {
  return sin(x);
}

fn near_cos(x: f32) -> f32 {
  return cos(x);
}

fn plain_tan(x: f32) -> f32 {
  return tan(x);
}

fn plain_asin(x: f32) -> f32 {
  return asin(x);
}

fn plain_acos(x: f32) -> f32 {
  return acos(x);
}

fn plain_atan(x: f32) -> f32 {
  return select(atan(x), copy_sign(1.5707963267948966, x), abs(x) > 1e30);
}

/// By octants, since WGSL's own is undefined on the axes.
fn plain_atan2(y: f32, x: f32) -> f32 {
  let a = abs(y);
  let b = abs(x);
  let near = atan(select(min(a, b) / max(a, b), 0.0, max(a, b) == 0.0));
  let first = select(near, 1.5707963267948966 - near, a > b);
  return copy_sign(select(first, 3.1415926535897932 - first, (bits(x) >> 31u) == 1u), y);
}

fn plain_exp(x: f32) -> f32 {
  return exp(x);
}

fn plain_half_exp(x: f32) -> f32 {
  let root = exp(0.5 * x);
  return 0.5 * root * root;
}

fn plain_sinh(x: f32) -> f32 {
  let half = plain_half_exp(max(abs(x), 1.0));
  let z = x * x;
  // Taylor's series to x^9 / 9!.
  let series = x + x * z * (1.6666667e-1 + z * (8.3333333e-3 + z * (1.9841270e-4 + z * 2.7557319e-6)));
  return select(copy_sign(half - 0.25 / half, x), series, abs(x) < 1.0);
}

fn plain_cosh(x: f32) -> f32 {
  let half = plain_half_exp(abs(x));
  return half + 0.25 / half;
}

fn plain_tanh(x: f32) -> f32 {
  return tanh(clamp(x, -10.0, 10.0));
}

fn plain_log(x: f32) -> f32 {
  return log(x);
}

fn plain_log2(x: f32) -> f32 {
  return log2(x);
}

fn plain_log10(x: f32) -> f32 {
  return log2(x) * 0.30102999566398120;
}

fn log2_parts(x: f32) -> vec2f {
  return vec2f(log2(x), 0.0);
}

fn plain_exp2_product(y: f32, log: vec2f) -> f32 {
  return exp2(y * log.x);
}

fn plain_sqrt(x: f32) -> f32 {
  return sqrt(x);
}

fn plain_cbrt(x: f32) -> f32 {
  return copy_sign(exp2(log2(abs(x)) / 3.0), x);
}

fn plain_hypot(a: f32, b: f32) -> f32 {
  let most = max(abs(a), abs(b));
  let ratio = min(abs(a), abs(b)) / most;
  return most * sqrt(1.0 + ratio * ratio);
}
