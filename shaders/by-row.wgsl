// The inner loop unrolled over rows only: in df64 unrolling columns, too, gains nothing and compiles four times as long.

/// Columns that add_strips takes.
const COLUMNS = 1u;

/// sum + the strip of a column.
fn add_strips(sum: Sum, first: u32, rows: ptr<function, array<Row, STRIP>>) -> Sum {
  return add_strip(sum, strip(column_at(first), rows));
}
