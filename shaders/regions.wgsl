// Gauss's and Kronrod's sums over slabs, one an invocation: no barriers, and a few hundred regions in three variables
// already keep a GPU busy.
//
//   region  a box with NODES nodes along each of its AXES
//   slab    the nodes along x and y at one node of z; in one or two variables the whole region
//
// Sums are means over the slab: the host multiplies by volumes, which may be far below the least f32, and adds slabs up.
// A slab's sums depend on the slab alone, not on the dispatch.
//
// Prepended by the host: as for integrate.wgsl, and AXES, NODES, ROWS, LAYERS, LANES.

struct Batch {
  slabs: u32,
  /// Workgroups in a row of the dispatch.
  groups: u32,
  /// PAIRS and ROWS; as constants they would make a compiler unroll hundreds of copies of f.
  pairs: u32,
  rows: u32,
}

struct Slab {
  /// Kronrod's sum, Gauss's along one axis and Kronrod's along the other, and Gauss's along both.
  kronrod: vec2f,
  gauss_x: vec2f,
  gauss_y: vec2f,
  gauss: vec2f,
  /// The mean of |f|, f at a node in the middle, and the mean of |f - that|.
  size: f32,
  middle: f32,
  spread: f32,
  low: f32,
  high: f32,
  /// 1, or 2 where a value is not finite; 0 as long as the slab is not done.
  state: u32,
}

@group(0) @binding(0) var<uniform> batch: Batch;
/// NODES an axis, region after region.
@group(0) @binding(1) var<storage, read> nodes: array<Value>;
/// Kronrod's and Gauss's weights along x, with a 0 each at the end, then along y.
@group(0) @binding(2) var<storage, read> weights: array<Value>;
/// The zero behind runtime_zero.
@group(0) @binding(3) var<storage, read_write> zero: array<u32, 1>;
@group(0) @binding(4) var<storage, read_write> slabs: array<Slab>;

/// Pairs of nodes along x.
const PAIRS = (NODES + 1u) / 2u;

@compute @workgroup_size(LANES)
fn measure(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  runtime_zero = zero[0];
  let slab = (group.x + group.y * batch.groups) * LANES + lane;
  if (slab >= batch.slabs) {
    return;
  }
  // With one row the nodes along x stand for those along y, too.
  let start = slab / LAYERS * AXES * NODES;
  let row_start = start + NODES % (AXES * NODES);
  enter_layer(slab / LAYERS, start + 2u * NODES + slab % LAYERS);
  var kronrod = Total();
  var gauss_x = Value();
  var gauss_y = Value();
  var gauss = Value();
  var size = 0.0;
  var spread = 0.0;
  var middle = 0.0;
  var low = 3.4e38;
  var high = -3.4e38;
  var lost = false;
  for (var row_index = 0u; row_index < batch.rows; row_index++) {
    // The row in the middle comes first, as does its middle, from which the spread is measured.
    let j = (row_index + ROWS / 2u) % ROWS;
    let row = row_at(row_start + j);
    var row_kronrod = Total();
    var row_gauss = Value();
    var row_size = 0.0;
    var row_spread = 0.0;
    // Nodes in pairs, of which the second is Gauss's, too; the last one stands twice, the second time without weight.
    for (var k = 0u; k < batch.pairs; k++) {
      let i = 2u * ((k + PAIRS / 2u) % PAIRS);
      let even_weight = weights[i];
      let odd_weight = weights[i + 1u];
      let even = f(column_at(start + i), row);
      let odd = f(column_at(start + min(i + 1u, NODES - 1u)), row);
      let a = first(even);
      let b = first(odd);
      middle = select(middle, a, (row_index | k) == 0u);
      lost = lost | !is_finite(a) | !is_finite(b);
      low = min(low, min(a, b));
      high = max(high, max(a, b));
      row_size += first(even_weight) * abs(a) + first(odd_weight) * abs(b);
      row_spread += first(even_weight) * abs(a - middle) + first(odd_weight) * abs(b - middle);
      row_kronrod = gathered(row_kronrod, plus(times(even_weight, even), times(odd_weight, odd)));
      row_gauss = plus(row_gauss, times(weights[2u * PAIRS + i + 1u], odd));
    }
    let mean = value_of(row_kronrod);
    let weight = weights[4u * PAIRS + j];
    let weight_gauss = weights[4u * PAIRS + ROWS + j];
    kronrod = gathered(kronrod, times(weight, mean));
    gauss_x = plus(gauss_x, times(weight, row_gauss));
    gauss_y = plus(gauss_y, times(weight_gauss, mean));
    gauss = plus(gauss, times(weight_gauss, row_gauss));
    size += first(weight) * row_size;
    spread += first(weight) * row_spread;
  }
  slabs[slab] = Slab(
    pair_of(kronrod), as_pair(gauss_x), as_pair(gauss_y), as_pair(gauss),
    size, middle, spread, low, high, select(1u, 2u, lost),
  );
}
