// The weighted sum of f over the nodes of one tile of a grid in one variable, which has one row: by one invocation, since
// a tile has a few columns only. A sum has the same bits however its tiles were spread, as in integrate.wgsl.
//
// Prepended by the host: as for integrate.wgsl. Appended: sum_over, from line-eights.wgsl or line-singles.wgsl.

@compute @workgroup_size(LANES)
fn integrate(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  runtime_zero = zero[0];
  let tile = params.first + (group.x + group.y * params.groups) * LANES + lane;
  if (tile >= params.end) {
    return;
  }
  if (!enter_layer(tile / params.per_layer)) {
    return;
  }
  let column = tile % params.per_layer * params.width;
  let end = min(column + params.width, params.nx);
  partials[tile - params.first] = partial(sum_over(column, end, row_at(0u)));
}
