// What sine and exponential in double-single have in common: an argument x = k step + r, k whole, and a row of the table,
// (value, its rest, slope's head, its rest) at k step, from which the function goes value + slope r + ... .

/// A table's step in three parts: the products of the first two with k are exact, and so are both differences.
struct Step {
  first: f32,
  second: f32,
  third: f32,
  /// A bit of the third: 0 where that has all digits that count.
  fourth: f32,
}

/// 2 pi / 2,048 in parts of 11 bits, for whole numbers up to 2^12.
const TURN_STEP = Step(0.0030679702758789062, -8.614733815193176e-9, -8.537881512893364e-11, 5.006531383314628e-15);
/// ln 2 / 256; parts of 9 bits, for whole numbers up to 2^15.
const EXP_STEP = Step(0.00270843505859375, -8.288770914077759e-7, -7.440055516116928e-12, 0.0);

/// x - k step, the second part not normalised.
fn less_steps(x: vec2f, k: f32, step: Step) -> vec2f {
  let whole = opaque(k);
  let r = opaque(opaque(x.x - whole * step.first) - whole * step.second);
  return vec2f(r, (x.y - whole * step.third) - whole * step.fourth);
}

/// row.x + row.z r.x in two parts, and row.z r.y and what else there is of the product.
fn row_sum(row: vec4f, r: vec2f) -> vec3f {
  let r_head = select(head(r.x), r.x, row.z == 1.0);
  let r_rest = opaque(r.x - r_head) + r.y;
  // The product of two heads of 12 bits is exact, and that with 1.
  let sum = normal(row.x, opaque(row.z * r_head));
  return vec3f(sum, row.z * r_rest);
}
