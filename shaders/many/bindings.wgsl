// What shaders over many axes read and write.

struct Batch {
  ranges: u32,
  /// Workgroups in a row of the dispatch.
  groups: u32,
  /// The number of the first range, counted over all submits.
  first: u32,
}

/// Points, or rows of points, `first` to `end` - 1 of what starts at `task` in `tasks`.
struct Range {
  task: u32,
  first: u32,
  end: u32,
}

@group(0) @binding(0) var<uniform> batch: Batch;
@group(0) @binding(1) var<storage, read> ranges: array<Range>;
/// What the ranges belong to, in words that its rule knows.
@group(0) @binding(2) var<storage, read> tasks: array<u32>;
/// The zero behind runtime_zero.
@group(0) @binding(3) var<storage, read_write> zero: array<u32, 1>;
/// What the host gets of each range.
@group(0) @binding(4) var<storage, read_write> parts: array<vec2f>;
/// Coordinates and weights, as its rule knows them.
@group(0) @binding(6) var<storage, read> values: array<Value>;
