// The inner loop of unrolled.wgsl for two columns a pass, where a longer one gains nothing and compiles twice as long. Same
// sums, in the same order.

/// Columns that add_strips takes.
const COLUMNS = 2u;

/// sum + the strips of columns first and first + 1.
fn add_strips(sum: Sum, first: u32, rows: ptr<function, array<Row, STRIP>>) -> Sum {
  return add_strip(sum, strip(column_at(first), rows) + strip(column_at(first + 1u), rows));
}
