// What rules over many axes need of df64.

fn as_value(v: f32) -> Value {
  return vec2f(v, 0.0);
}

fn minus(a: Value, b: Value) -> Value {
  return plain_subtract(a, b);
}

fn magnitude(v: Value) -> Value {
  return absolute(v);
}

fn pick(a: Value, b: Value, second: bool) -> Value {
  return select(a, b, second);
}

/// a + b c.
fn affine(a: Value, b: Value, c: Value) -> Value {
  return plain_add(a, plain_multiply(b, c));
}

/// (e + 1/2) / 2^32.
fn fraction(e: u32) -> Value {
  let low = (f32(i32(e & 0xffffu)) + 0.5) * 2.3283064365386963e-10;
  return two_sum(f32(i32(e >> 16u)) * 1.52587890625e-5, low);
}
