// Sums of f over ranges of points of a rule over many axes, one range an invocation: no barriers. The sums of a range depend
// on it alone, not on the dispatch.
//
// Parts of a range, two f32 each: the sum; the sum of |weight f| and the least f; the largest, and 1, or 2 where a value is not
// finite.
//
// Prepended by the host: as for integrate.wgsl, and AXES, LANES; appended: range_sums, which goes through a range.

/// What is gathered on the way.
struct Gathered {
  total: Total,
  /// The sum of |weight f|, and the range of f.
  size: f32,
  low: f32,
  high: f32,
  /// The bits of the largest |f|.
  most: u32,
}

@compute @workgroup_size(LANES)
fn measure(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  runtime_zero = zero[0];
  let at = (group.x + group.y * batch.groups) * LANES + lane;
  if (at >= batch.ranges) {
    return;
  }
  let own = range_sums(ranges[at]);
  parts[3u * at] = pair_of(own.total);
  parts[3u * at + 1u] = vec2f(own.size, own.low);
  parts[3u * at + 2u] = vec2f(own.high, select(1.0, 2.0, own.most >= INFINITY));
}

fn nothing_gathered() -> Gathered {
  return Gathered(Total(), 0.0, 3.4e38, -3.4e38, 0u);
}
