// Sine and its relatives in double-single. `table` holds, made by the host in f64 (src/gpu/df64-table.ts), 2,048 rows
// (sin, its rest, the head of cos, its rest) of the multiples of 2 pi / 2,048.

const TURN = 2048u;
const PER_TURN = 325.94932345220167;
/// 2 pi in parts of 11 bits, and the rest: products with whole numbers up to 2^12 are exact.
const TURN_1 = 6.28125;
const TURN_2 = 0.0019359588623046875;
const TURN_3 = -6.51925802230835e-7;
const TURN_4 = 2.432898327242583e-10;
const TURN_5 = -2.0581245854713742e-13;

/// x less the nearest multiple of 2 pi `turns`, a power of two, for |x| up to 1e5 turns: exact but for the last
/// three terms, which are below 4e-6 turns.
fn less_turns(x: vec2f, turns: f32) -> vec2f {
  let m = opaque(opaque(x.x * (0.15915494309189535 / turns) + ROUND) - ROUND) * turns;
  let first = opaque(opaque(x.x - m * TURN_1) - m * TURN_2);
  let second = fast_difference(first, m * TURN_3);
  let whole = two_sum(second.x, x.y);
  return normal(whole.x, opaque(whole.y + second.y) - m * TURN_4 - m * TURN_5);
}

/// x within half a turn, for |x| <= 1e5.
fn within_turn(x: vec2f) -> vec2f {
  return less_turns(x, 1.0);
}

/// The same for |x| <= 1e7: what is beyond 1e5 first within 512 turns, where it has 2^-37 left, as it had before.
fn far_within_turn(x: vec2f) -> vec2f {
  return less_turns(select(x, less_turns(x, 1024.0), abs(x.x) > 1e5), 1.0);
}

/// sin(x + quarters pi / 2), for |x| up to a turn and a bit: by the addition theorem from the nearest row. Off by
/// 2^-43 and, where a row's cosine stands as 1 + rest, by a part of itself: small sines have their digits, too.
fn sine_from(x: vec2f, quarters: u32) -> vec2f {
  let s = loose_sine_from(x, quarters);
  return normal(s.x, opaque(s.y));
}

/// The same not normalised: for sums. |x.y| may be up to 2^-20.
fn loose_sine_from(x: vec2f, quarters: u32) -> vec2f {
  let k = nearest(x.x, PER_TURN);
  // |r| <= pi / 2,048.
  let r = less_steps(x, k.y, TURN_STEP);
  let row = table[(bitcast<u32>(k.x) + quarters * (TURN / 4u)) & (TURN - 1u)];
  let sum = row_sum(row, r);
  // What is squared, cubed or multiplied by a rest needs no more than f32.
  let t = r.x + r.y;
  let q = t * t;
  let small = q * (row.x * (0.5 - q * 0.041666666666666664) + (t * row.z) * 0.16666666666666666);
  return vec2f(sum.x, sum.y + ((row.y + (sum.z + row.w * t)) - small));
}

fn loose_sin(x: vec2f) -> vec2f {
  return loose_sine_from(x, 0u);
}

fn loose_cos(x: vec2f) -> vec2f {
  return loose_sine_from(x, 1u);
}

/// plain: |x| within a turn; reduced: |x| <= 1e5; total: any x, and NaN beyond 1e7.
fn plain_sin(x: vec2f) -> vec2f {
  return sine_from(x, 0u);
}

fn plain_cos(x: vec2f) -> vec2f {
  return sine_from(x, 1u);
}

fn reduced_sin(x: vec2f) -> vec2f {
  return sine_from(within_turn(x), 0u);
}

fn reduced_cos(x: vec2f) -> vec2f {
  return sine_from(within_turn(x), 1u);
}

fn total_sin(x: vec2f) -> vec2f {
  return if_reducible(sine_from(far_within_turn(x), 0u), x);
}

fn total_cos(x: vec2f) -> vec2f {
  return if_reducible(sine_from(far_within_turn(x), 1u), x);
}

fn total_tan(x: vec2f) -> vec2f {
  let turned = far_within_turn(x);
  return if_reducible(total_divide(sine_from(turned, 0u), sine_from(turned, 1u)), x);
}

fn if_reducible(value: vec2f, x: vec2f) -> vec2f {
  return select(vec2f(special(NAN), 0.0), value, (bits(x.x) & ~SIGN) <= bitcast<u32>(1e7f));
}

const PI = vec2f(3.1415927410125732, -8.742277657347586e-8);
const HALF_PI = vec2f(1.5707963705062866, -4.371138828673793e-8);

/// By octants; scaled so that nothing overflows. Not for two zeros.
fn plain_atan2(y: vec2f, x: vec2f) -> vec2f {
  let exponent = min(bits(max(abs(x.x), abs(y.x))) & INFINITY, 0x7e000000u);
  let scale = bitcast<f32>(0x7f000000u - exponent);
  let v = absolute(y * scale);
  let u = absolute(x * scale);
  let steep = is_less(u, v);
  let near = atan_up_to_one(select(v, u, steep), select(u, v, steep));
  let first = select(near, plain_subtract(HALF_PI, near), steep);
  let second = select(first, plain_subtract(PI, first), (bits(x.x) & SIGN) != 0u);
  return select(second, -second, (bits(y.x) & SIGN) != 0u);
}

/// 2 pi / 2,048.
const STEP = vec2f(0.003067961661145091, -8.537380524753502e-11);

/// atan(v / u) for 0 <= v <= u: (u, v) is turned back by the nearest row's angle, and atan w = w - w^3 / 3 + ...
/// of what is left, |w| <= pi / 2,048, added to it.
fn atan_up_to_one(v: vec2f, u: vec2f) -> vec2f {
  let t = v.x / u.x;
  let rounded = opaque((t + (t * t * t) * atan_polynomial(t * t)) * PER_TURN + ROUND);
  let k = bitcast<u32>(rounded) & (TURN - 1u);
  let s = table[k].xy;
  let c = table[(k + TURN / 4u) & (TURN - 1u)].xy;
  let across = plain_subtract(plain_multiply(v, c), plain_multiply(u, s));
  let along = plain_add(plain_multiply(u, c), plain_multiply(v, s));
  let w = plain_divide(across, along);
  let z = w.x * w.x;
  let rest = normal(w.x, w.y - (z * w.x) * (0.3333333333333333 - z * 0.2));
  return plain_add(plain_multiply(vec2f(opaque(rounded - ROUND), 0.0), STEP), rest);
}

fn total_atan2(y: vec2f, x: vec2f) -> vec2f {
  let any = is_infinite(x.x) | is_infinite(y.x);
  let v = select(y, vec2f(copy_sign(select(0.0, 1.0, is_infinite(y.x)), y.x), 0.0), any);
  let u = select(x, vec2f(copy_sign(select(0.0, 1.0, is_infinite(x.x)), x.x), 0.0), any);
  let sign = select(1.0, -1.0, (bits(v.x) & SIGN) != 0u);
  // On the axis the angle is known, and (0, 0) has no row to turn back by.
  let axis = select(vec2f(copy_sign(0.0, v.x), 0.0), PI * sign, (bits(u.x) & SIGN) != 0u);
  let inside = select(plain_atan2(v, u), axis, is_tiny(v.x));
  return unless_nan(inside, x, y);
}

fn total_atan(x: vec2f) -> vec2f {
  return total_atan2(x, vec2f(1.0, 0.0));
}

fn total_asin(x: vec2f) -> vec2f {
  return where_within_one(total_atan2(x, other_side(x)), x);
}

fn total_acos(x: vec2f) -> vec2f {
  return where_within_one(total_atan2(other_side(x), x), x);
}

/// sqrt(1 - x^2), without cancellation.
fn other_side(x: vec2f) -> vec2f {
  let one = vec2f(1.0, 0.0);
  return total_sqrt(plain_multiply(plain_subtract(one, x), plain_add(one, x)));
}

fn where_within_one(value: vec2f, x: vec2f) -> vec2f {
  let outside = is_less(vec2f(1.0, 0.0), absolute(x)) | is_nan(x.x);
  return select(value, vec2f(special(NAN), 0.0), outside);
}

fn unless_nan(value: vec2f, a: vec2f, b: vec2f) -> vec2f {
  return select(value, vec2f(special(NAN), 0.0), is_nan(a.x) | is_nan(b.x));
}
