// Sums of f32 values: the sum, and the rounding errors it made.

alias Value = f32;
alias Sum = vec2f;

/// sum + value, the rounding errors gathered in sum.y.
fn add(sum: Sum, value: Value) -> Sum {
  let s = two_sum(sum.x, opaque(value));
  return vec2f(s.x, sum.y + s.y);
}

/// The sum of two sums.
fn add_pair(sum: Sum, other: Sum) -> Sum {
  let high = add(sum, other.x);
  return vec2f(high.x, high.y + other.y);
}

/// The sum of eight values, by a balanced tree.
fn sum_of_eight(a: Value, b: Value, c: Value, d: Value, e: Value, f: Value, g: Value, h: Value) -> Value {
  return ((a + b) + (c + d)) + ((e + f) + (g + h));
}

/// sum + the sum of a strip, or of two.
fn add_strip(sum: Sum, strip: Value) -> Sum {
  return add(sum, strip);
}

/// The two f32 of a partial sum.
fn partial(sum: Sum) -> vec2f {
  return sum;
}
