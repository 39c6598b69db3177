// Roots, steps, comparisons and small powers in double-single.

const ONE = vec2f(1.0, 0.0);

/// One step of Newton's iteration from the root in f32, in which only the residual needs all digits.
fn total_cbrt(x: vec2f) -> vec2f {
  let outside = is_tiny(x.x) | ((bits(x.x) & INFINITY) == INFINITY);
  let near = cube_root(select(x.x, 1.0, outside));
  let square = two_product(near, near);
  let cube = plain_multiply(square, vec2f(near, 0.0));
  let left = plain_subtract(x, cube).x;
  return select(normal(near, left / (3.0 * square.x)), vec2f(x.x, 0.0), outside);
}

/// Scaled by a power of two, so that squares neither overflow nor lose digits.
fn total_hypot(a: vec2f, b: vec2f) -> vec2f {
  let exponent = min(bits(max(abs(a.x), abs(b.x))) & INFINITY, 0x7e000000u);
  let down = bitcast<f32>(0x7f000000u - exponent);
  let p = a * down;
  let q = b * down;
  let sum = plain_add(plain_multiply(p, p), plain_multiply(q, q));
  let inside = select(plain_sqrt(sum) * bitcast<f32>(exponent), vec2f(), is_tiny(a.x) & is_tiny(b.x));
  let infinite = is_infinite(a.x) | is_infinite(b.x);
  return select(unless_nan(inside, a, b), vec2f(special(INFINITY), 0.0), infinite);
}

fn is_true(v: vec2f) -> bool {
  return (bits(v.x) & ~SIGN) != 0u;
}

fn truth(condition: bool) -> vec2f {
  return select(vec2f(), ONE, condition);
}

fn neither_nan(a: vec2f, b: vec2f) -> bool {
  return !(is_nan(a.x) | is_nan(b.x));
}

fn total_less(a: vec2f, b: vec2f) -> vec2f {
  return truth(is_less(a, b) & neither_nan(a, b));
}

fn total_less_equal(a: vec2f, b: vec2f) -> vec2f {
  return truth(!is_less(b, a) & neither_nan(a, b));
}

fn total_equal(a: vec2f, b: vec2f) -> vec2f {
  return truth(is_equal(a, b) & neither_nan(a, b));
}

fn total_not_equal(a: vec2f, b: vec2f) -> vec2f {
  return truth(!(is_equal(a, b) & neither_nan(a, b)));
}

fn total_min(a: vec2f, b: vec2f) -> vec2f {
  return unless_nan(select(b, a, is_less(a, b) | (is_equal(a, b) & ((bits(a.x) & SIGN) != 0u))), a, b);
}

fn total_max(a: vec2f, b: vec2f) -> vec2f {
  return unless_nan(select(a, b, is_less(a, b) | (is_equal(a, b) & ((bits(b.x) & SIGN) == 0u))), a, b);
}

fn total_sign(x: vec2f) -> vec2f {
  return vec2f(select(sign(x.x), x.x, is_nan(x.x)), 0.0);
}

/// Where the first part is whole, the second decides.
fn total_floor(x: vec2f) -> vec2f {
  let whole = floor(x.x);
  return select(vec2f(whole, 0.0), normal(whole, floor(x.y)), (whole == x.x) & !is_infinite(x.x));
}

fn total_ceil(x: vec2f) -> vec2f {
  return -total_floor(-x);
}

/// Halves go up.
fn total_round(x: vec2f) -> vec2f {
  let below = total_floor(x);
  let up = is_less(plain_subtract(x, below), vec2f(0.5, 0.0));
  let whole = select(plain_add(below, ONE), below, up | ((bits(x.x) & INFINITY) == INFINITY));
  return vec2f(copy_sign(whole.x, x.x), whole.y);
}

fn total_pow2(a: vec2f) -> vec2f {
  return total_multiply(a, a);
}

fn total_pow3(a: vec2f) -> vec2f {
  return total_multiply(total_pow2(a), a);
}

fn total_pow4(a: vec2f) -> vec2f {
  return total_pow2(total_pow2(a));
}

fn total_pow5(a: vec2f) -> vec2f {
  return total_multiply(total_pow4(a), a);
}

fn total_pow6(a: vec2f) -> vec2f {
  return total_pow3(total_pow2(a));
}

fn plain_pow2(a: vec2f) -> vec2f {
  let p = two_product(a.x, a.x);
  return normal(p.x, p.y + 2.0 * a.x * a.y);
}
