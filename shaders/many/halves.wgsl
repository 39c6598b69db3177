// Halves of the regions of list.wgsl: their places for regions.wgsl, and what that found of them.

const PIECE_WORDS = 7u;
/// Values of a piece, as regions.wgsl reads them, and the distances before them.
const PIECE = 6u;
const DISTANCES = 3u;
const ALONG = 1u + 4u * AXES;
const PARTS = ALONG + 5u;
/// Null rules whose ratio is below this are those of a smooth f.
const SMOOTH = 0.25;
/// Most halvings of an axis, whose places f32 still tells apart, and of a region.
const MOST_LEVEL = 20u;
const MOST_HALVINGS = 60u;

/// The state of a place word: its level in the upper 8 bits, its piece below.
fn level_of(word: u32) -> u32 {
  return word >> 24u;
}

fn piece_of(word: u32) -> u32 {
  return PIECE_WORDS * (word & 0xffffffu);
}

/// 2^-level.
fn width_of(level: u32) -> f32 {
  return bitcast<f32>((127u - level) << 23u);
}

fn pair_at(at: u32) -> vec2f {
  return vec2f(pieces[at], pieces[at + 1u]);
}

@compute @workgroup_size(LANES)
fn places(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let half = index_of(group, lane);
  if (half >= 2u * task.parents) {
    return;
  }
  let at = order[task.first + half / 2u] * WORDS;
  let halved = list[at + STATE] & 15u;
  for (var axis = 0u; axis < AXES; axis++) {
    let word = list[at + 2u * axis];
    let place = list[at + 2u * axis + 1u];
    let level = level_of(word) + u32(axis == halved);
    let own = select(place, 2u * place + half % 2u, axis == halved);
    // At most 2^MOST_LEVEL, and a half: exact.
    let reach = 0.5 * width_of(level);
    let middle = vec2f(f32(i32(2u * own + 1u)) * reach, 0.0);
    let piece = piece_of(word);
    let centre = pair_at(piece);
    let span = pair_at(piece + 2u);
    let piled = pieces[piece + 6u] > 0.5;
    let to = DISTANCES + (half * AXES + axis) * PIECE;
    values[to] = stored(select(plain_add(centre, plain_multiply(span, middle)), centre, piled));
    values[to + 1u] = stored(select(span * reach, span, piled));
    values[to + 2u] = stored(select(vec2f(), middle, piled));
    values[to + 3u] = stored(vec2f(select(1.0, reach, piled), 0.0));
    values[to + 4u] = stored(vec2f(1.0, 0.0));
    values[to + 5u] = stored(vec2f(select(0.0, 1.0, piled), 0.0));
  }
}

/// What the rule says of a region.
struct Found {
  value: vec2f,
  agreed: f32,
  size: f32,
  low: f32,
  high: f32,
  axis: u32,
  good: bool,
}

fn of_pair(v: vec2f) -> f32 {
  return abs(v.x + v.y);
}

fn found_at(start: u32, share: vec2f) -> Found {
  let centre = parts[start];
  let centre_twice = 2.0 * centre;
  var near = vec2f();
  var far = vec2f();
  var pure = 0.0;
  var size = of_pair(centre);
  var most = 0.0;
  var best = AXES;
  for (var axis = 0u; axis < AXES; axis++) {
    let at = start + 1u + 2u * axis;
    let close = plain_add(parts[at], parts[at + 1u]);
    let apart = plain_add(parts[at + 2u * AXES], parts[at + 2u * AXES + 1u]);
    size += of_pair(parts[at]) + of_pair(parts[at + 1u]);
    size += of_pair(parts[at + 2u * AXES]) + of_pair(parts[at + 2u * AXES + 1u]);
    near = plain_add(near, close);
    far = plain_add(far, apart);
    let difference = of_pair(plain_subtract(
      plain_subtract(close, centre_twice), plain_multiply(RATIO, plain_subtract(apart, centre_twice)),
    ));
    pure += difference;
    best = select(best, axis, difference > most);
    most = max(most, difference);
  }
  let end = start + ALONG;
  let pair = parts[end];
  let corner = parts[end + 1u];
  let lower = plain_add(
    plain_add(plain_multiply(FIFTH_CENTRE, centre), plain_multiply(FIFTH_NEAR, near)),
    plain_add(plain_multiply(FIFTH_FAR, far), plain_multiply(FIFTH_PAIR, pair)),
  );
  let value = plain_add(
    plain_add(
      plain_add(plain_multiply(SEVENTH_CENTRE, centre), plain_multiply(SEVENTH_NEAR, near)),
      plain_add(plain_multiply(SEVENTH_FAR, far), plain_multiply(SEVENTH_PAIR, pair)),
    ),
    plain_multiply(SEVENTH_CORNER, corner),
  );
  let mixed = plain_add(
    plain_subtract(pair, plain_multiply(MIXED_FAR, far)), plain_multiply(MIXED_CENTRE, centre),
  );
  let fourth = PURE * pure + MIXED * of_pair(mixed);
  let sixth = of_pair(plain_subtract(value, lower));
  size = max(of_pair(value), (size + parts[end + 2u].x + parts[end + 2u].y) / COUNT);
  // Of a smooth f the next null rule would be smaller again by as much.
  let falls = select(1.0, sixth / max(fourth, 1e-37), fourth > 0.0);
  let error = max(sixth * min(1.0, falls / SMOOTH), task.cost * size);
  let is_good = (parts[end + 4u].x == 1.0) & is_finite(error) & is_finite(size);
  return Found(
    plain_multiply(value, share), error * share.x, size * share.x,
    parts[end + 3u].x, parts[end + 3u].y, best, is_good,
  );
}

@compute @workgroup_size(LANES)
fn combine(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let own = index_of(group, lane);
  if (own >= task.parents) {
    return;
  }
  let at = order[task.first + own] * WORDS;
  let second = (task.count + task.first + own) * WORDS;
  let halved = list[at + STATE] & 15u;
  var share = vec2f(0.5, 0.0);
  for (var axis = 0u; axis < AXES; axis++) {
    let word = list[at + 2u * axis];
    share = plain_multiply(share, pair_at(piece_of(word) + 4u) * width_of(level_of(word)));
  }
  // In loops, since a compiler would inline all of it twice.
  var found = array<Found, 2>();
  for (var half = 0u; half < 2u; half++) {
    found[half] = found_at((2u * own + half) * PARTS, share);
  }
  if (!(found[0].good & found[1].good)) {
    // The host has to see to it.
    list[at + STATE] |= CLOSED;
    for (var k = 0u; k < WORDS; k++) {
      list[second + k] = 0u;
    }
    list[second + STATE] = CLOSED | VOID;
    return;
  }
  let parent = vec2f(number_at(at + VALUE), number_at(at + VALUE + 1u));
  let apart = 0.5 * of_pair(plain_subtract(plain_add(found[0].value, found[1].value), parent));
  let before = max(0.0, number_at(at + ERROR) - number_at(at + AGREED)) * AGAIN;
  for (var axis = 0u; axis < AXES; axis++) {
    let word = list[at + 2u * axis] + (u32(axis == halved) << 24u);
    let place = list[at + 2u * axis + 1u];
    list[second + 2u * axis] = word;
    list[second + 2u * axis + 1u] = select(place, 2u * place + 1u, axis == halved);
    list[at + 2u * axis] = word;
    list[at + 2u * axis + 1u] = select(place, 2u * place, axis == halved);
  }
  for (var half = 0u; half < 2u; half++) {
    put(select(at, second, half == 1u), found[half], apart, before);
  }
}

fn put(at: u32, own: Found, apart: f32, before: f32) {
  var halvings = 0u;
  var widest = 0u;
  for (var axis = 0u; axis < AXES; axis++) {
    let level = level_of(list[at + 2u * axis]);
    halvings += level;
    widest = select(widest, axis, level < level_of(list[at + 2u * widest]));
  }
  let axis = select(own.axis, widest, own.axis == AXES);
  let error = own.agreed + apart + min(before, own.size);
  let is_closed = (error <= 1.1 * task.cost * own.size) | (halvings >= MOST_HALVINGS)
    | (level_of(list[at + 2u * axis]) >= MOST_LEVEL);
  list[at + STATE] = axis | select(0u, CLOSED, is_closed);
  list[at + VALUE] = bitcast<u32>(own.value.x);
  list[at + VALUE + 1u] = bitcast<u32>(own.value.y);
  list[at + ERROR] = bitcast<u32>(error);
  list[at + AGREED] = bitcast<u32>(own.agreed);
  list[at + SIZE] = bitcast<u32>(own.size);
  list[at + LOW] = bitcast<u32>(own.low);
  list[at + HIGH] = bitcast<u32>(own.high);
}
