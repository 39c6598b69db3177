// The loop of line.wgsl in f32: adding the sum of a tree of eight costs as much as adding one value.

/// The sum of f over columns [column, end).
fn sum_over(column: u32, end: u32, row: Row) -> Sum {
  let eights = end - (end - column) % 8u;
  var sum = Sum();
  for (var i = column; i < eights; i += 8u) {
    sum = add_strip(sum, eight(i, row));
  }
  for (var i = eights; i < end; i++) {
    sum = add(sum, f(column_at(i), row));
  }
  return sum;
}

/// The sum of f over columns i to i + 7.
fn eight(i: u32, row: Row) -> Value {
  return sum_of_eight(
    f(column_at(i), row),
    f(column_at(i + 1u), row),
    f(column_at(i + 2u), row),
    f(column_at(i + 3u), row),
    f(column_at(i + 4u), row),
    f(column_at(i + 5u), row),
    f(column_at(i + 6u), row),
    f(column_at(i + 7u), row),
  );
}
