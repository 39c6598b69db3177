// A list of regions that stays on the device: errors are counted by their size, the regions to halve are found by a prefix
// scan, and halves are measured by regions.wgsl. All in pairs of f32; no kernel has a barrier, and none depends on how work is
// cut into dispatches.
//
// A region's words: two of each axis (its level and piece; its place, 0 to 2^level - 1), the axis to halve with flags, the value
// in two f32, the error, the error where halves agree, the size, and the range of f. Value, error and size are parts of a total
// that the host makes about 1, lest they leave f32's range.
//
// Prepended by the host: exact and df64 arithmetic, AXES, LANES, AGAIN and the rule's weights.

struct Pass {
  /// Regions in the list, and how many of these are halved.
  count: u32,
  splits: u32,
  /// Of the halved ones, the first of this dispatch and their number.
  first: u32,
  parents: u32,
  /// The least class of errors that is halved.
  least: u32,
  /// Workgroups in a row of the dispatch.
  groups: u32,
  /// Rounding, as a part of a region's size.
  cost: f32,
}

const STATE = 2u * AXES;
const VALUE = STATE + 1u;
const ERROR = STATE + 3u;
const AGREED = STATE + 4u;
const SIZE = STATE + 5u;
const LOW = STATE + 6u;
const HIGH = STATE + 7u;
const WORDS = STATE + 8u;
/// Flags of a state: halving gains nothing here; there is no region.
const CLOSED = 16u;
const VOID = 32u;

/// Regions that one invocation goes through.
const RUN = 64u;
/// Classes of errors: an f32's exponent and three more bits.
const CLASSES = 2048u;
const CLASS_SHIFT = 20u;

@group(0) @binding(0) var<uniform> task: Pass;
@group(0) @binding(1) var<storage, read_write> list: array<u32>;
/// The regions to halve.
@group(0) @binding(2) var<storage, read_write> order: array<u32>;
/// The zero behind runtime_zero.
@group(0) @binding(3) var<storage, read_write> zero: array<u32, 1>;
/// What regions.wgsl found of the halves.
@group(0) @binding(4) var<storage, read_write> parts: array<vec2f>;
/// PIECE_WORDS of each piece of an axis: centre, length and its share in pairs, and whether nodes pile up.
@group(0) @binding(5) var<storage, read> pieces: array<f32>;
/// What regions.wgsl reads of the halves.
@group(0) @binding(6) var<storage, read_write> values: array<Stored>;
/// How many regions have an error of each class, then the same of those that may be halved, then numbers of the scan.
@group(0) @binding(7) var<storage, read_write> tallies: array<atomic<u32>>;
/// Value, error and size of each run, then of runs of runs.
@group(0) @binding(8) var<storage, read_write> sums: array<vec2f>;

fn index_of(group: vec3u, lane: u32) -> u32 {
  runtime_zero = zero[0];
  return (group.x + group.y * task.groups) * LANES + lane;
}

fn number_at(at: u32) -> f32 {
  return bitcast<f32>(list[at] ^ runtime_zero);
}

fn runs_of(count: u32) -> u32 {
  return (count + RUN - 1u) / RUN;
}

fn is_open(region: u32) -> bool {
  return (list[region * WORDS + STATE] & (CLOSED | VOID)) == 0u;
}

fn class_of(region: u32) -> u32 {
  return list[region * WORDS + ERROR] >> CLASS_SHIFT;
}

fn is_chosen(region: u32) -> bool {
  return is_open(region) & (class_of(region) >= task.least);
}

@compute @workgroup_size(LANES)
fn tally(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let run = index_of(group, lane);
  if (run >= runs_of(task.count)) {
    return;
  }
  var value = vec2f();
  var error = vec2f();
  var size = vec2f();
  for (var k = run * RUN; k < min(task.count, (run + 1u) * RUN); k++) {
    let at = k * WORDS;
    value = plain_add(value, vec2f(number_at(at + VALUE), number_at(at + VALUE + 1u)));
    error = plain_add(error, vec2f(number_at(at + ERROR), 0.0));
    size = plain_add(size, vec2f(number_at(at + SIZE), 0.0));
    atomicAdd(&tallies[class_of(k)], 1u);
    if (is_open(k)) {
      atomicAdd(&tallies[CLASSES + class_of(k)], 1u);
    }
  }
  sums[3u * run] = value;
  sums[3u * run + 1u] = error;
  sums[3u * run + 2u] = size;
}

/// Sums over runs of runs.
@compute @workgroup_size(LANES)
fn fold(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let block = index_of(group, lane);
  let runs = runs_of(task.count);
  if (block >= runs_of(runs)) {
    return;
  }
  for (var which = 0u; which < 3u; which++) {
    var sum = vec2f();
    for (var run = block * RUN; run < min(runs, (block + 1u) * RUN); run++) {
      sum = plain_add(sum, sums[3u * run + which]);
    }
    sums[3u * (runs + block) + which] = sum;
  }
}

const SCAN = 2u * CLASSES;

/// How many of a run are halved.
@compute @workgroup_size(LANES)
fn mark(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let run = index_of(group, lane);
  if (run >= runs_of(task.count)) {
    return;
  }
  var chosen = 0u;
  for (var k = run * RUN; k < min(task.count, (run + 1u) * RUN); k++) {
    chosen += u32(is_chosen(k));
  }
  atomicStore(&tallies[SCAN + run], chosen);
}

/// Numbers of a block of runs become those of all before them in the block; behind them comes the block's.
@compute @workgroup_size(LANES)
fn scan(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let block = index_of(group, lane);
  let runs = runs_of(task.count);
  if (block >= runs_of(runs)) {
    return;
  }
  var before = 0u;
  for (var run = block * RUN; run < min(runs, (block + 1u) * RUN); run++) {
    before += atomicExchange(&tallies[SCAN + run], before);
  }
  atomicStore(&tallies[SCAN + runs + block], before);
}

/// The same over blocks, of which there are few.
@compute @workgroup_size(1)
fn scan_blocks() {
  let runs = runs_of(task.count);
  var before = 0u;
  for (var block = 0u; block < runs_of(runs); block++) {
    before += atomicExchange(&tallies[SCAN + runs + block], before);
  }
}

@compute @workgroup_size(LANES)
fn scatter(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let run = index_of(group, lane);
  let runs = runs_of(task.count);
  if (run >= runs) {
    return;
  }
  var next = atomicLoad(&tallies[SCAN + run]) + atomicLoad(&tallies[SCAN + runs + run / RUN]);
  for (var k = run * RUN; k < min(task.count, (run + 1u) * RUN); k++) {
    if (is_chosen(k)) {
      order[next] = k;
      next++;
    }
  }
}
