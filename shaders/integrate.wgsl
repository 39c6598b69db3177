// The weighted sum of f over the nodes of one tile of the grid, by one workgroup.
//
//   grid        layers of nx columns by ny rows of nodes, each cut into tiles of TILE_ROWS rows by `width` columns
//   tile        one workgroup of LANES invocations; f is evaluated once at every node of the tile
//   invocation  STRIP neighbouring rows, over all columns; subexpressions of the row alone stay
//               in registers, those of the column alone are evaluated once per strip, those of the layer once
//   strip       the STRIP nodes of one column; one or two strips are added to the invocation's sum (add_strip), whose
//               rounding errors are kept apart
//   workgroup   the LANES sums reduced by a tree of radix RADIX in shared memory, in a fixed order
//   partial     one pair of f32, high and low part of the tile's sum of f
//
// A tile's sum depends only on the tile, not on its dispatch, so that a sum
// has the same bits however its tiles were spread over dispatches, devices or machines.
//
// Prepended by the host: bindings.wgsl; TILE_ROWS, LANES, STRIP, RADIX; of the precision the types Value and Sum, and the functions on
// them; of the integrand the types Column and Row, f(column, row), and make_column and make_row; the nodes, by
// enter_layer(k), which is false for a layer of a member that has another shader, column_at(i) and row_at(j). Appended:
// add_strips, from unrolled.wgsl, pairs.wgsl, by-row.wgsl or rolled.wgsl.

var<workgroup> sums: array<Sum, LANES>;

@compute @workgroup_size(LANES)
fn integrate(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  runtime_zero = zero[0];
  let tile = params.first + group.x + group.y * params.groups;
  if (tile >= params.end) {
    return;
  }
  if (!enter_layer(tile / params.per_layer)) {
    return;
  }
  let place = tile % params.per_layer;
  let column = (place % params.across) * params.width;
  let row = (place / params.across) * TILE_ROWS + lane * STRIP;
  let end = min(column + params.width, params.nx);
  // Whole strips take four columns at a time; the remainder at the grid's right and lower edge, one.
  let fours = select(column, end - (end - column) % 4u, row + STRIP <= params.ny);
  var sum = Sum();
  if (fours > column) {
    sum = whole_strips(column, fours, row);
  }
  if (fours < end && row < params.ny) {
    sum = add_pair(sum, short_strips(fours, end, row));
  }
  sums[lane] = sum;
  for (var count = LANES; count > 1u; count /= RADIX) {
    workgroupBarrier();
    let left = count / RADIX;
    if (lane < left) {
      sums[lane] = sum_of_radix(lane, left);
    }
  }
  if (lane == 0u) {
    partials[tile - params.first] = partial(sums[0]);
  }
}

/// The sum of f over columns [column, end), a multiple of four, and rows [row, row + STRIP).
fn whole_strips(column: u32, end: u32, row: u32) -> Sum {
  var rows: array<Row, STRIP>;
  for (var k = 0u; k < STRIP; k++) {
    rows[k] = row_at(row + k);
  }
  var sum = Sum();
  for (var i = column; i < end; i += COLUMNS) {
    sum = add_strips(sum, i, &rows);
  }
  return sum;
}

/// The same over columns [column, end) and as many of the rows as there are in the grid. Every cell is
/// compensated: adding 0.1 eight times in sequence is off by 7e-8; a balanced tree is exact.
fn short_strips(column: u32, end: u32, row: u32) -> Sum {
  let last = min(row + STRIP, params.ny);
  var sum = Sum();
  for (var i = column; i < end; i++) {
    for (var j = row; j < last; j++) {
      sum = add(sum, f(column_at(i), row_at(j)));
    }
  }
  return sum;
}

/// sums[lane], sums[lane + stride], ... (RADIX of them), added in that order.
fn sum_of_radix(lane: u32, stride: u32) -> Sum {
  var total = sums[lane];
  for (var k = 1u; k < RADIX; k++) {
    total = add_pair(total, sums[lane + k * stride]);
  }
  return total;
}
