// What regions.wgsl needs of f32.

fn times(weight: Value, value: Value) -> Value {
  return opaque(weight * value);
}

fn value_of(sum: Sum) -> Value {
  return sum.x + sum.y;
}

fn first(value: Value) -> f32 {
  return value;
}
