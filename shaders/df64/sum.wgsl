// Sums of double-single values: a triple of f32, each the rounding errors of the one before.

alias Sum = vec3f;

fn add(sum: Sum, value: Value) -> Sum {
  return add_parts(sum, opaque(value.x), value.y);
}

fn add_parts(sum: Sum, high: f32, low: f32) -> Sum {
  let first = two_sum(sum.x, high);
  let second = two_sum(sum.y, opaque(first.y + low));
  return vec3f(first.x, second.x, sum.z + second.y);
}

fn add_pair(sum: Sum, other: Sum) -> Sum {
  let both = add_parts(sum, other.x, other.y);
  return vec3f(both.x, both.y, both.z + other.z);
}

/// The first parts by a balanced tree whose errors are gathered; not normalised.
fn sum_of_eight(a: Value, b: Value, c: Value, d: Value, e: Value, f: Value, g: Value, h: Value) -> Value {
  let ab = two_sum(opaque(a.x), opaque(b.x));
  let cd = two_sum(opaque(c.x), opaque(d.x));
  let ef = two_sum(opaque(e.x), opaque(f.x));
  let gh = two_sum(opaque(g.x), opaque(h.x));
  let abcd = two_sum(ab.x, cd.x);
  let efgh = two_sum(ef.x, gh.x);
  let all = two_sum(abcd.x, efgh.x);
  let errors = ((ab.y + cd.y) + (ef.y + gh.y)) + ((abcd.y + efgh.y) + all.y);
  let rests = ((a.y + b.y) + (c.y + d.y)) + ((e.y + f.y) + (g.y + h.y));
  return vec2f(all.x, errors + rests);
}

/// sum + the sum of a strip.
fn add_strip(sum: Sum, strip: Value) -> Sum {
  return add_parts(sum, strip.x, strip.y);
}

/// The two f32 of a partial sum.
fn partial(sum: Sum) -> vec2f {
  return two_sum(sum.x, opaque(sum.y + sum.z));
}
