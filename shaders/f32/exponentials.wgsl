// Exponentials, logarithms and powers in f32, to a few units in the last place on every adapter, for
// arguments and values that are normal numbers.

const LOG2_E = 1.4426950408889634;
/// ln 2 in two parts, of which the first has 16 bits: its products with k are exact.
const LN2_1 = 0.693145751953125;
const LN2_2 = 1.428606765330187e-6;

fn plain_exp(x: f32) -> f32 {
  return exp_shifted(x, 0u);
}

/// e^x / 2, which has room where e^x has none.
fn plain_half_exp(x: f32) -> f32 {
  return exp_shifted(x, 0x00800000u);
}

/// 2^k e^r with r = x - k ln 2, |r| <= ln 2 / 2, and `shift` taken from its bits.
fn exp_shifted(x: f32, shift: u32) -> f32 {
  let k = nearest(x, LOG2_E);
  let r = opaque(x - k.y * LN2_1) - k.y * LN2_2;
  let value = 1.0 + r * (1.0 + r * exp_polynomial(r));
  return bitcast<f32>(bitcast<u32>(value) + (bitcast<u32>(k.x) << 23u) - shift);
}

fn plain_sinh(x: f32) -> f32 {
  let half = plain_half_exp(max(abs(x), 1.0));
  let z = x * x;
  return select(copy_sign(half - 0.25 / half, x), x + (x * z) * sinh_polynomial(z), abs(x) < 1.0);
}

fn plain_cosh(x: f32) -> f32 {
  let half = plain_half_exp(abs(x));
  return half + 0.25 / half;
}

fn plain_tanh(x: f32) -> f32 {
  let z = x * x;
  // 1 in f32 from 9.02 on.
  let far = 1.0 - 1.0 / (plain_half_exp(2.0 * min(abs(x), 10.0)) + 0.5);
  return select(copy_sign(far, x), x + (x * z) * tanh_polynomial(z), abs(x) < 0.6);
}

/// x = 2^k (1 + r) with 1 + r between sqrt(1/2) and sqrt(2).
struct Binary {
  k: f32,
  r: f32,
}

const SQRT_HALF = 0x3f3504f3u;

fn binary(x: f32) -> Binary {
  let k = bitcast<u32>(i32(bitcast<u32>(x) - SQRT_HALF) >> 23u);
  let m = bitcast<f32>(bitcast<u32>(x) - (k << 23u));
  return Binary(opaque_sum(bitcast<f32>(k + 0x4b400000u), -ROUND), opaque_sum(m, -1.0));
}

/// log(1 + r) - r.
fn log_rest(r: f32) -> f32 {
  return (r * r) * (r * log_polynomial(r) - 0.5);
}

fn plain_log(x: f32) -> f32 {
  let b = binary(x);
  return b.k * LN2_1 + (b.r + (log_rest(b.r) + b.k * LN2_2));
}

fn plain_log2(x: f32) -> f32 {
  let b = binary(x);
  return b.k + (b.r + log_rest(b.r)) * LOG2_E;
}

const LOG10_E = 0.43429448190325183;
const LOG10_2_1 = 0.301025390625;
const LOG10_2_2 = 4.605039066518657e-6;

fn plain_log10(x: f32) -> f32 {
  let b = binary(x);
  return b.k * LOG10_2_1 + ((b.r + log_rest(b.r)) * LOG10_E + b.k * LOG10_2_2);
}

/// log2(x) as a head of 12 bits and a rest, together to about 2^-32 of it: k + log2((1 + s) / (1 - s)) with
/// s = r / (2 + r), a quotient in two parts after Dekker (1971). Heads are cut by their bits, which no rewrite passes.
fn log2_parts(x: f32) -> vec2f {
  let b = binary(x);
  let sum = 2.0 + b.r;
  let sum_head = head(sum);
  let sum_rest = b.r - opaque_sum(sum_head, -2.0);
  let s_head = head(b.r / sum);
  let s_rest = (opaque(b.r - s_head * sum_head) - s_head * sum_rest) / sum;
  // 2 / ln 2 in two parts, the first of 12 bits.
  let main = s_head * 2.8857421875;
  let s = s_head + s_rest;
  let rest = s_rest * 2.885390043258667 + (s_head * -0.0003521057078614831 + (s * s * s) * log2_ratio_polynomial(s * s));
  let value_head = head(b.k + main);
  return vec2f(value_head, opaque_sum(opaque_sum(opaque_sum(b.k, -value_head), main), rest));
}

/// 2^(y (log.x + log.y)), log.x of 12 bits.
fn plain_exp2_product(y: f32, log: vec2f) -> f32 {
  let y_head = head(y);
  let main = y_head * log.x;
  let rest = (y - y_head) * log.x + y * log.y;
  let rounded = opaque_sum(opaque_sum(main, rest), ROUND);
  let r = -opaque_sum(opaque_sum(opaque_sum(rounded, -ROUND), -main), -rest);
  return bitcast<f32>(bitcast<u32>(1.0 + r * exp2_polynomial(r)) + (bitcast<u32>(rounded) << 23u));
}
