// What regions.wgsl needs of df64.

fn times(weight: Value, value: Value) -> Value {
  return plain_multiply(weight, value);
}

fn value_of(sum: Sum) -> Value {
  return partial(sum);
}

/// To the precision of f32.
fn first(value: Value) -> f32 {
  return value.x;
}
