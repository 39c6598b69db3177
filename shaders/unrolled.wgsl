// The inner loop unrolled, for integrands cheaper than a loop: on SwiftShader an empty iteration costs
// as much as a few sines. Same sums, in the same order, as in rolled.wgsl.

/// sum + the strips of columns first to first + 3.
fn add_four_strips(sum: Sum, first: u32, rows: ptr<function, array<Row, STRIP>>) -> Sum {
  var total = add_strip(sum, strip(column_at(first), rows));
  total = add_strip(total, strip(column_at(first + 1u), rows));
  total = add_strip(total, strip(column_at(first + 2u), rows));
  return add_strip(total, strip(column_at(first + 3u), rows));
}
