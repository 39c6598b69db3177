// What regions.wgsl needs of f32: Kronrod's sum gathers its rounding errors; Gauss's, of which only the difference from it
// counts, need not.

alias Total = Sum;

fn times(weight: Value, value: Value) -> Value {
  return opaque(weight * value);
}

fn gathered(total: Total, value: Value) -> Total {
  return add(total, value);
}

fn plus(sum: Value, value: Value) -> Value {
  return sum + value;
}

fn value_of(total: Total) -> Value {
  return total.x + total.y;
}

fn pair_of(total: Total) -> vec2f {
  return total;
}

fn as_pair(value: Value) -> vec2f {
  return vec2f(value, 0.0);
}

fn first(value: Value) -> f32 {
  return value;
}
