// unrolled.wgsl for f32, in which half as many compensated additions are two instructions a cell less and the errors of
// trees of sixteen stay far below those of f. In df64 sixteen values take registers that other waves need.

/// sum + the strips of columns first to first + 3.
fn add_four_strips(sum: Sum, first: u32, rows: ptr<function, array<Row, STRIP>>) -> Sum {
  let total = add_strip(sum, strip(column_at(first), rows) + strip(column_at(first + 1u), rows));
  return add_strip(total, strip(column_at(first + 2u), rows) + strip(column_at(first + 3u), rows));
}
