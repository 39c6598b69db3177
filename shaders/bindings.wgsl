// What both kernels, integrate.wgsl and line.wgsl, read and write.

struct Params {
  nx: u32,
  ny: u32,
  /// Columns of a full tile.
  width: u32,
  /// Tiles in a row of tiles.
  across: u32,
  /// This dispatch does tiles [first, end), in rows of `groups` workgroups.
  first: u32,
  end: u32,
  groups: u32,
  /// Tiles in a layer.
  per_layer: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
/// Nodes of the columns and rows, rounded once, from f64, by the host; each with its weight where f is weighted.
@group(0) @binding(1) var<storage, read> xs: array<Value>;
@group(0) @binding(2) var<storage, read> ys: array<Value>;
/// The zero behind runtime_zero.
@group(0) @binding(3) var<storage, read_write> zero: array<u32, 1>;
/// One (high, low) a tile, partials[0] being tile `first`.
@group(0) @binding(4) var<storage, read_write> partials: array<vec2f>;
