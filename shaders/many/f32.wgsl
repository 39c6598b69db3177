// What rules over many axes need of f32.

fn as_value(v: f32) -> Value {
  return v;
}

fn minus(a: Value, b: Value) -> Value {
  return a - b;
}

fn magnitude(v: Value) -> Value {
  return abs(v);
}

fn pick(a: Value, b: Value, second: bool) -> Value {
  return select(a, b, second);
}

/// a + b c.
fn affine(a: Value, b: Value, c: Value) -> Value {
  return a + b * c;
}

/// e / 2^32, to the middle of the nearest 2^23rd: within (0, 1).
fn fraction(e: u32) -> Value {
  return (f32(i32(e >> 9u)) + 0.5) * 1.1920928955078125e-7;
}
