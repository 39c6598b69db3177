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
}

struct Slab {
  /// Kronrod's sum, Gauss's along one axis and Kronrod's along the other, and Gauss's along both.
  kronrod: vec2f,
  gauss_x: vec2f,
  gauss_y: vec2f,
  gauss: vec2f,
  /// Means of |f|, of |f - the mean of its row|, and of |the mean of a row - the mean of all|.
  size: f32,
  within: f32,
  between: f32,
  low: f32,
  high: f32,
  /// 1, or 2 where a value is not finite; 0 as long as the slab is not done.
  state: u32,
}

@group(0) @binding(0) var<uniform> batch: Batch;
/// NODES an axis, region after region.
@group(0) @binding(1) var<storage, read> nodes: array<Value>;
/// Kronrod's and Gauss's weights along x, then along y.
@group(0) @binding(2) var<storage, read> weights: array<Value>;
/// The zero behind runtime_zero.
@group(0) @binding(3) var<storage, read_write> zero: array<u32, 1>;
@group(0) @binding(4) var<storage, read_write> slabs: array<Slab>;

@compute @workgroup_size(LANES)
fn measure(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  runtime_zero = zero[0];
  let slab = (group.x + group.y * batch.groups) * LANES + lane;
  if (slab >= batch.slabs) {
    return;
  }
  let start = slab / LAYERS * AXES * NODES;
  enter_layer(start + 2u * NODES + slab % LAYERS);
  var kronrod = Sum();
  var gauss_x = Sum();
  var gauss_y = Sum();
  var gauss = Sum();
  var size = 0.0;
  var within = 0.0;
  var low = 3.4e38;
  var high = -3.4e38;
  var lost = false;
  var means: array<f32, ROWS>;
  for (var j = 0u; j < ROWS; j++) {
    let row = row_at(start + NODES % (AXES * NODES) + j);
    var row_kronrod = Sum();
    var row_gauss = Sum();
    var row_size = 0.0;
    var values: array<f32, NODES>;
    for (var i = 0u; i < NODES; i++) {
      let value = f(column_at(start + i), row);
      let own = first(value);
      values[i] = own;
      lost = lost | !is_finite(own);
      low = min(low, own);
      high = max(high, own);
      row_size += first(weights[i]) * abs(own);
      row_kronrod = add(row_kronrod, times(weights[i], value));
      row_gauss = add(row_gauss, times(weights[NODES + i], value));
    }
    let mean = value_of(row_kronrod);
    means[j] = first(mean);
    var row_within = 0.0;
    for (var i = 0u; i < NODES; i++) {
      row_within += first(weights[i]) * abs(values[i] - means[j]);
    }
    let weight = weights[2u * NODES + j];
    let weight_gauss = weights[2u * NODES + ROWS + j];
    kronrod = add(kronrod, times(weight, mean));
    gauss_x = add(gauss_x, times(weight, value_of(row_gauss)));
    gauss_y = add(gauss_y, times(weight_gauss, mean));
    gauss = add(gauss, times(weight_gauss, value_of(row_gauss)));
    size += first(weight) * row_size;
    within += first(weight) * row_within;
  }
  let mean = first(value_of(kronrod));
  var between = 0.0;
  for (var j = 0u; j < ROWS; j++) {
    between += first(weights[2u * NODES + j]) * abs(means[j] - mean);
  }
  slabs[slab] = Slab(
    partial(kronrod), partial(gauss_x), partial(gauss_y), partial(gauss),
    size, within, between, low, high, select(1u, 2u, lost),
  );
}
