// The inner loop of f32 unrolled, for integrands cheaper than a loop: on SwiftShader an empty iteration costs as much as a
// few sines. Two columns go into one compensated addition, which is two instructions a cell less; the errors of trees of
// sixteen stay far below those of f. In df64 sixteen values take registers that other waves need.

/// Columns that add_strips takes.
const COLUMNS = 4u;

/// sum + the strips of columns first to first + 3.
fn add_strips(sum: Sum, first: u32, rows: ptr<function, array<Row, STRIP>>) -> Sum {
  let total = add_strip(sum, strip(column_at(first), rows) + strip(column_at(first + 1u), rows));
  return add_strip(total, strip(column_at(first + 2u), rows) + strip(column_at(first + 3u), rows));
}
