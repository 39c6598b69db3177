// The inner loop unrolled over rows only: unrolling columns too would compile too slowly.
// Same sums, in the same order, as in rolled.wgsl.

/// sum + the strips of columns first to first + 3.
fn add_four_strips(sum: Sum, first: u32, rows: ptr<function, array<Row, STRIP>>) -> Sum {
  var total = sum;
  for (var i = first; i < first + 4u; i++) {
    total = add_strip(total, strip(column_at(i), rows));
  }
  return total;
}
