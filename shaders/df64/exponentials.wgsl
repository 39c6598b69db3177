// Exponentials, logarithms and powers in double-single. `table` has, from row EXP on, 2^(j / 256) as value and slope,
// and from row LOG on, -log(c) in two parts for c = j / 256.

const EXP = 2048u;
const LOG = 2304u;
const LOG2_E_256 = 369.3299304675746;
const LN2 = vec2f(0.6931471824645996, -1.9046542121259336e-9);
const LOG2_E = vec2f(1.4426950216293335, 1.925963033500011e-8);
const LOG10_E = vec2f(0.4342944920063019, -1.0103049952192578e-8);

/// 2^k 2^(j/256) e^r with |r| <= ln 2 / 512.
fn plain_exp(x: vec2f) -> vec2f {
  let n = nearest(x.x, LOG2_E_256);
  // Normalised, since the second part of a large x is not small beside r.
  let left = less_steps(x, n.y, EXP_STEP);
  let r = normal(left.x, left.y);
  let integer = bitcast<u32>(n.x);
  let row = table[EXP + (integer & 255u)];
  let sum = row_sum(row, r);
  // e^r - 1 - r needs no more than f32.
  let small = (r.x * r.x) * (0.5 + r.x * (0.16666666666666666 + r.x * 0.041666666666666664));
  let result = normal(sum.x, opaque(sum.y + (row.y + (sum.z + (row.w * r.x + row.x * small)))));
  return scaled(result, bitcast<i32>(integer << 10u) >> 18u);
}

/// v 2^k for |k| <= 252, in two steps.
fn scaled(v: vec2f, k: i32) -> vec2f {
  let half = k >> 1u;
  return (v * power_of_two(half)) * power_of_two(k - half);
}

fn power_of_two(k: i32) -> f32 {
  return bitcast<f32>(u32(k + 127) << 23u);
}

fn total_exp(x: vec2f) -> vec2f {
  let inside = select(plain_exp(vec2f(clamp(x.x, -89.0, 88.72283), x.y)), vec2f(), x.x < -87.33654);
  return unless_nan(select(inside, vec2f(special(INFINITY), 0.0), x.x > 88.72283), x, x);
}

/// x = 2^k m, m c = 1 + z with c = j / 256 near 1 / m: log x = k ln 2 - log c + log(1 + z), |z| < 0.003.
fn plain_log(x: vec2f) -> vec2f {
  let k = bitcast<i32>(bitcast<u32>(x.x) - 0x3f3504f3u) >> 23u;
  let m = scaled(x, -k);
  let rounded = opaque(256.0 / m.x + ROUND);
  let c = opaque(rounded - ROUND) * 0.00390625;
  let m_head = head(m.x);
  let z_sum = two_sum(opaque(m_head * c - 1.0), opaque(opaque(m.x - m_head) * c));
  // Near 1 little of m_head c - 1 is left, and the second part of m counts in full.
  let more = two_product(m.y, c);
  let z_all = two_sum(z_sum.x, more.x);
  let z = normal(z_all.x, z_all.y + (z_sum.y + more.y));
  let q = two_product(z.x, z.x);
  let sum = normal(z.x, -0.5 * q.x);
  let cubic = (z.x * q.x) * (0.3333333333333333 - z.x * (0.25 - z.x * 0.2));
  let rest = opaque(sum.y + ((z.y - 0.5 * q.y) + (cubic - z.x * z.y)));
  let near = normal(sum.x, rest);
  let row = table[LOG + (bitcast<u32>(rounded) & 511u)].xy;
  return plain_add(plain_add(plain_multiply(LN2, vec2f(f32(k), 0.0)), row), near);
}

fn total_log(x: vec2f) -> vec2f {
  let beyond = special(select(NAN, INFINITY, bits(x.x) == INFINITY));
  let positive = select(plain_log(x), vec2f(beyond, 0.0), bits(x.x) >= INFINITY);
  return select(positive, vec2f(special(INFINITY | SIGN), 0.0), is_tiny(x.x));
}

fn total_log2(x: vec2f) -> vec2f {
  let log = total_log(x);
  return settled(plain_multiply(log, LOG2_E), log.x);
}

fn total_log10(x: vec2f) -> vec2f {
  let log = total_log(x);
  return settled(plain_multiply(log, LOG10_E), log.x);
}

fn plain_exp2_product(y: vec2f, log: vec2f) -> vec2f {
  return plain_exp(plain_multiply(y, log));
}

fn total_exp2_product(y: vec2f, log: vec2f) -> vec2f {
  let within = vec2f(clamp(y.x, -1.2676506e30, 1.2676506e30), y.y);
  return unless_nan(total_exp(plain_multiply(within, log)), y, y);
}

/// In double-single the natural logarithm is enough.
fn log2_parts(x: vec2f) -> vec2f {
  return plain_log(x);
}

/// As in f32: see total.wgsl.
fn total_pow(a: vec2f, b: vec2f) -> vec2f {
  let m = absolute(a);
  let zero = is_tiny(a.x);
  let base = select(m, vec2f(1.0, 0.0), zero | ((bits(a.x) & INFINITY) == INFINITY));
  let inside = total_exp2_product(b, log2_parts(base));
  let ends = vec2f(select(0.0, special(INFINITY), zero == (b.x < 0.0)), 0.0);
  let magnitude = select(inside, ends, zero | is_infinite(a.x));
  let whole = is_equal(total_floor(b), b);
  let odd = whole & is_finite(b.x) & (fract(b.x * 0.5) + fract(b.y * 0.5) != 0.0) & (fract(b.x * 0.5) + fract(b.y * 0.5) != 1.0);
  let below = (bits(a.x) >> 31u) == 1u;
  let signed = select(magnitude, -magnitude, below & odd);
  let none = (below & !whole & !zero & !is_infinite(a.x)) | (is_equal(m, vec2f(1.0, 0.0)) & is_infinite(b.x));
  let value = unless_nan(select(signed, vec2f(special(NAN), 0.0), none), a, b);
  return select(value, vec2f(1.0, 0.0), b.x == 0.0);
}

fn total_cosh(x: vec2f) -> vec2f {
  let half = plain_half_exp(x);
  let inside = plain_add(half, plain_divide(vec2f(0.25, 0.0), half));
  return unless_nan(select(inside, vec2f(special(INFINITY), 0.0), abs(x.x) > 89.41598), x, x);
}

/// e^|x| / 2 for |x| up to 89.4.
fn plain_half_exp(x: vec2f) -> vec2f {
  let near = absolute(vec2f(clamp(x.x, -90.0, 90.0), x.y));
  return plain_exp(plain_subtract(near, LN2));
}

fn total_sinh(x: vec2f) -> vec2f {
  let half = plain_half_exp(x);
  let far = plain_subtract(half, plain_divide(vec2f(0.25, 0.0), half));
  let signed = select(far, -far, x.x < 0.0);
  let inside = select(signed, sinh_series(x), abs(x.x) < 0.5);
  return unless_nan(select(inside, vec2f(copy_sign(special(INFINITY), x.x), 0.0), abs(x.x) > 89.41598), x, x);
}

/// Taylor's series to x^15 / 15!, for |x| < 1/2: the coefficients up to that of x^7 in double-single.
fn sinh_series(x: vec2f) -> vec2f {
  let near = vec2f(clamp(x.x, -0.5, 0.5), x.y);
  let z = plain_multiply(near, near);
  let tail = 2.7557319223985893e-6 + z.x * (2.505210838544172e-8 + z.x * (1.6059043836821613e-10 + z.x * 7.647163731819816e-13));
  var sum = plain_add(vec2f(0.00019841270113829523, -2.725596874933456e-12), plain_multiply(z, vec2f(tail, 0.0)));
  sum = plain_add(vec2f(0.008333333767950535, -4.34617203337595e-10), plain_multiply(z, sum));
  sum = plain_add(vec2f(0.1666666716337204, -4.967053879312289e-9), plain_multiply(z, sum));
  return plain_add(near, plain_multiply(plain_multiply(near, z), sum));
}

fn total_tanh(x: vec2f) -> vec2f {
  let near = vec2f(clamp(x.x, -20.0, 20.0), select(x.y, 0.0, abs(x.x) > 20.0));
  return unless_nan(plain_divide(total_sinh(near), total_cosh(near)), x, x);
}
