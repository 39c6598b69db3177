// Genz and Malik's rule, a region an invocation. Values start with the rule's three distances from the centre, of nodes near
// it and far from it on the axes, and of corners; then come the regions' pieces, AXES each. Tasks are words of the nodes.
//
// Parts of a region, two f32 each: the value at the centre and at the nodes along the axes, ALONG in all; the sums over the
// pairs of axes and over the corners; the sizes of both; the range of f; and 1, or 2 where a value is not finite.

const ALONG = 1u + 4u * AXES;
const CORNERS = 1u << AXES;
const NODES = ALONG + 2u * AXES * (AXES - 1u) + CORNERS;
const PARTS = ALONG + 5u;

/// What is gathered of some nodes.
struct Group {
  sum: Total,
  size: f32,
  low: f32,
  high: f32,
  /// The bits of the largest |f|.
  most: u32,
}

fn no_values() -> Group {
  return Group(Total(), 0.0, 3.4e38, -3.4e38, 0u);
}

fn with_range(own: Group, value: Value) -> Group {
  let seen = first(value);
  return Group(
    own.sum, own.size, min(own.low, seen), max(own.high, seen), max(own.most, bits(seen) & ~SIGN),
  );
}

fn with_value(own: Group, value: Value, weighted: Value) -> Group {
  let ranged = with_range(own, value);
  return Group(
    gathered(own.sum, weighted), own.size + abs(first(weighted)), ranged.low, ranged.high, ranged.most,
  );
}

@compute @workgroup_size(LANES)
fn measure(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  runtime_zero = zero[0];
  let region = (group.x + group.y * batch.groups) * LANES + lane;
  if (region >= batch.ranges) {
    return;
  }
  measure_region(3u + (batch.first + region) * AXES * PIECE, region * PARTS);
}

fn finish(pairs: Group, corners: Group, end: u32) {
  parts[end] = pair_of(pairs.sum);
  parts[end + 1u] = pair_of(corners.sum);
  parts[end + 2u] = vec2f(pairs.size, corners.size);
  parts[end + 3u] = vec2f(min(pairs.low, corners.low), max(pairs.high, corners.high));
  parts[end + 4u] = vec2f(select(1.0, 2.0, max(pairs.most, corners.most) >= INFINITY), 0.0);
}
