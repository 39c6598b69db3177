// The inner loop as a loop, for integrands so long that compiling copies would take longer than the integral.
// Same sums, in the same order, as in by-row.wgsl.

/// Columns that add_strips takes.
const COLUMNS = 1u;

/// sum + the strip of a column.
fn add_strips(sum: Sum, first: u32, rows: ptr<function, array<Row, STRIP>>) -> Sum {
  let column = column_at(first);
  var v: array<Value, STRIP>;
  for (var k = 0u; k < STRIP; k++) {
    v[k] = f(column, rows[k]);
  }
  return add_strip(sum, sum_of_eight(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7]));
}
