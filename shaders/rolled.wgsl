// The inner loop as loops, for integrands so long that compiling copies would take longer than the integral.
// Same sums, in the same order, as in unrolled.wgsl.

/// sum + the strips of columns first to first + 3.
fn add_four_strips(sum: Sum, first: u32, rows: ptr<function, array<Row, STRIP>>) -> Sum {
  var total = sum;
  for (var i = first; i < first + 4u; i++) {
    let column = column_at(i);
    var v: array<Value, STRIP>;
    for (var k = 0u; k < STRIP; k++) {
      v[k] = f(column, rows[k]);
    }
    total = add_strip(total, sum_of_eight(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7]));
  }
  return total;
}
