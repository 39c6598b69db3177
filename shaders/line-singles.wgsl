// The loop of line.wgsl in df64, where trees gain nothing, and for integrands so long that copies would compile slowly.

/// The sum of f over columns [column, end).
fn sum_over(column: u32, end: u32, row: Row) -> Sum {
  var sum = Sum();
  for (var i = column; i < end; i++) {
    sum = add(sum, f(column_at(i), row));
  }
  return sum;
}
