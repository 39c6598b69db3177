/// The sum of f over a column's eight rows, unrolled.
fn strip(column: Column, rows: ptr<function, array<Row, STRIP>>) -> Value {
  return sum_of_eight(
    f(column, rows[0]),
    f(column, rows[1]),
    f(column, rows[2]),
    f(column, rows[3]),
    f(column, rows[4]),
    f(column, rows[5]),
    f(column, rows[6]),
    f(column, rows[7]),
  );
}
