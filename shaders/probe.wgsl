// What this adapter's arithmetic really does, on pairs of numbers that its compiler does not know. Each
// invocation takes one pair and writes what came out; the host, in f64, says what that means.

@group(0) @binding(0) var<storage, read> pairs: array<vec2f>;
@group(0) @binding(1) var<storage, read_write> zero: array<u32, 1>;
@group(0) @binding(2) var<storage, read_write> found: array<Found>;

struct Found {
  product: f32,
  /// fma(a, b, -product): the product's rounding error where fma is fused, 0 where it is not.
  fused: f32,
  /// a * b - product, the product loaded: 0 unless the compiler contracts it into a fused one.
  contracted: f32,
  /// The integer nearest to a, by adding and taking away 1.5 * 2^23: a itself where literals are folded.
  nearest: f32,
  /// The rounding error of a + b: 0 where sums are rearranged.
  plain_error: f32,
  /// The same, guarded, with the sum.
  sum: f32,
  guarded_error: f32,
  guarded_product: f32,
  product_error: f32,
  /// 2^-126 a: 0 where small numbers are flushed.
  small: f32,
  sine: f32,
  /// two_sum of the guarded sum and b, as sums of sums are made.
  again: f32,
  again_error: f32,
  /// a + b and a - b with the larger operand first.
  normal_sum: f32,
  normal_error: f32,
  difference: f32,
  difference_error: f32,
  /// ROUND + the integer nearest to 1,000 a, and that integer.
  rounded: f32,
  whole: f32,
}

@compute @workgroup_size(64)
fn probe(@builtin(global_invocation_id) id: vec3u) {
  runtime_zero = zero[0];
  let k = id.x;
  if (k >= arrayLength(&pairs)) {
    return;
  }
  let a = pairs[k].x;
  let b = pairs[k].y;
  let product = opaque(a * b);
  found[k].product = product;
  found[k].fused = fma(a, b, -product);
  found[k].contracted = a * b - product;
  found[k].nearest = (a + 12582912.0) - 12582912.0;
  let s = a + b;
  let b_part = s - a;
  found[k].plain_error = (a - (s - b_part)) + (b - b_part);
  let guarded = two_sum(a, b);
  found[k].sum = guarded.x;
  found[k].guarded_error = guarded.y;
  let exact = two_product(a, b);
  found[k].guarded_product = exact.x;
  found[k].product_error = exact.y;
  found[k].small = a * bitcast<f32>(0x00800000u ^ runtime_zero);
  found[k].sine = sin(a);
  let again = two_sum(guarded.x, b);
  found[k].again = again.x;
  found[k].again_error = again.y;
  let larger = select(b, a, abs(a) >= abs(b));
  let smaller = select(a, b, abs(a) >= abs(b));
  let sum = normal(larger, smaller);
  found[k].normal_sum = sum.x;
  found[k].normal_error = sum.y;
  let less = fast_difference(larger, smaller);
  found[k].difference = less.x;
  found[k].difference_error = less.y;
  let whole = nearest(a, 1000.0);
  found[k].rounded = whole.x;
  found[k].whole = whole.y;
}
