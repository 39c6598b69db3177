// What regions.wgsl needs of df64, whose sums of 15 lose nothing that counts.

alias Total = Value;

fn times(weight: Value, value: Value) -> Value {
  return plain_multiply(weight, value);
}

fn gathered(total: Total, value: Value) -> Total {
  return plain_add(total, value);
}

fn plus(sum: Value, value: Value) -> Value {
  return plain_add(sum, value);
}

fn value_of(total: Total) -> Value {
  return total;
}

fn pair_of(total: Total) -> vec2f {
  return total;
}

fn as_pair(value: Value) -> vec2f {
  return value;
}

/// To the precision of f32.
fn first(value: Value) -> f32 {
  return value.x;
}
