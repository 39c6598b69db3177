// Double-single arithmetic: a number is the unevaluated sum of two f32, x + y with |y| at most half a unit in the
// last place of x, about 48 bits (Dekker 1971). Nothing here rests on fma being fused, and every difference that
// a compiler might simplify is opaque. Infinities and NaN are in x, with 0 in y.

alias Value = vec2f;

/// v, but `first`, its value in f32, where that is infinite or NaN, or v is a zero whose sign `first` has.
fn settled(v: vec2f, first: f32) -> vec2f {
  return select(v, vec2f(first, 0.0), !is_finite(first) | (v.x == 0.0));
}

/// a + b, whose second part may be any part of it where the first parts cancel.
fn loose_add(a: vec2f, b: vec2f) -> vec2f {
  let s = two_sum(a.x, b.x);
  return vec2f(s.x, s.y + opaque(a.y + b.y));
}

fn loose_subtract(a: vec2f, b: vec2f) -> vec2f {
  return loose_add(a, -b);
}

fn plain_add(a: vec2f, b: vec2f) -> vec2f {
  let s = loose_add(a, b);
  return normal(s.x, s.y);
}

fn plain_subtract(a: vec2f, b: vec2f) -> vec2f {
  return plain_add(a, -b);
}

fn plain_multiply(a: vec2f, b: vec2f) -> vec2f {
  let p = two_product(a.x, b.x);
  return normal(p.x, p.y + (a.x * b.y + a.y * b.x));
}

/// From the quotient of the first parts, corrected by what it leaves.
fn plain_divide(a: vec2f, b: vec2f) -> vec2f {
  let q = opaque(a.x / b.x);
  let p = two_product(q, b.x);
  let left = opaque(opaque(a.x - p.x) - p.y) + (a.y - q * b.y);
  return normal(q, left / b.x);
}

fn plain_sqrt(x: vec2f) -> vec2f {
  let inverse = opaque(inverseSqrt(x.x));
  let s = opaque(x.x * inverse);
  let p = two_product(s, s);
  let left = opaque(opaque(x.x - p.x) - p.y) + x.y;
  return normal(s, 0.5 * left * inverse);
}

fn total_add(a: vec2f, b: vec2f) -> vec2f {
  return settled(plain_add(a, b), a.x + opaque(b.x));
}

fn total_subtract(a: vec2f, b: vec2f) -> vec2f {
  return total_add(a, -b);
}

fn total_multiply(a: vec2f, b: vec2f) -> vec2f {
  return settled(plain_multiply(a, b), a.x * opaque(b.x));
}

/// Scaled for |b| > 2^126, where WGSL leaves division undefined; by the f32's bits where b is zero.
fn total_divide(a: vec2f, b: vec2f) -> vec2f {
  let scale = select(1.0, 0.25, abs(b.x) > 8.507059173023462e37);
  let over_zero = select(copy_sign(special(INFINITY), a.x), special(NAN), is_nan(a.x) | (a.x == 0.0));
  let of_zero = bitcast<f32>(bitcast<u32>(over_zero) ^ (bitcast<u32>(b.x) & SIGN));
  let inside = settled(plain_divide(a * scale, b * scale), (a.x * scale) / opaque(b.x * scale));
  // a / infinity is 0, infinity / b infinity, infinity / infinity NaN.
  let any = is_infinite(b.x) | is_infinite(a.x);
  let far = copy_sign(select(special(INFINITY), 0.0, is_infinite(b.x)), bitcast<f32>(bits(a.x) ^ bits(b.x)));
  let end = vec2f(select(far, special(NAN), (is_infinite(a.x) & is_infinite(b.x)) | is_nan(a.x) | is_nan(b.x)), 0.0);
  return select(select(inside, end, any), vec2f(of_zero, 0.0), is_tiny(b.x));
}

fn total_sqrt(x: vec2f) -> vec2f {
  let beyond = special(select(NAN, INFINITY, bits(x.x) == INFINITY));
  let outside = vec2f(select(beyond, 0.0, is_tiny(x.x)), 0.0);
  return select(plain_sqrt(x), outside, is_tiny(x.x) | (bits(x.x) >= INFINITY));
}

/// As in f32: see total.wgsl.
fn unless_overflowed(value: vec2f, overflowed: bool) -> vec2f {
  return select(value, vec2f(special(NAN), 0.0), overflowed);
}

fn zero_kept(value: vec2f, x: vec2f) -> vec2f {
  return select(value, x, x.x == 0.0);
}

fn negative(a: vec2f) -> vec2f {
  return -a;
}

fn absolute(a: vec2f) -> vec2f {
  return select(a, -a, (bits(a.x) & SIGN) != 0u);
}

fn is_less(a: vec2f, b: vec2f) -> bool {
  return (a.x < b.x) | ((a.x == b.x) & (a.y < b.y));
}

fn is_equal(a: vec2f, b: vec2f) -> bool {
  return (a.x == b.x) & (a.y == b.y);
}
