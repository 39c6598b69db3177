// The inner loop written out, for integrands that cost less than a loop does: on SwiftShader an empty
// iteration is as dear as a few sines. Same sums, in the same order, as in rolled.wgsl.

/// sum + the strips of columns first to first + 3.
fn add_four_strips(sum: vec2f, first: u32, rows: ptr<function, array<Row, STRIP>>) -> vec2f {
  var total = add(sum, strip(make_column(xs[first]), rows));
  total = add(total, strip(make_column(xs[first + 1u]), rows));
  total = add(total, strip(make_column(xs[first + 2u]), rows));
  return add(total, strip(make_column(xs[first + 3u]), rows));
}

fn strip(column: Column, rows: ptr<function, array<Row, STRIP>>) -> f32 {
  return ((f(column, rows[0]) + f(column, rows[1])) + (f(column, rows[2]) + f(column, rows[3])))
    + ((f(column, rows[4]) + f(column, rows[5])) + (f(column, rows[6]) + f(column, rows[7])));
}
