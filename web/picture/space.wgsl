// The picture in space: a surface over a mesh, the columns of the midpoint rule, and lines.

struct Scene {
  matrix: mat4x4f,
  /// Direction towards the light, and the opacity of lines on the surface.
  light: vec4f,
  /// Colour of lines, and the opacity of the surface.
  ink: vec4f,
  /// Colour of columns, and how much they have of it.
  stone: vec4f,
  /// The colour at height z is at z * x + y of the table; z and w are the least and the greatest height drawn.
  colour: vec4f,
  /// Cells a side; whether i, and j, run backwards; whether i is the slower.
  mesh: vec4u,
}

/// A piece of a column. Corners x0, y0, x1, y1 and x2, y2, x3, y3; then foot, top, place in the table of colours and, as
/// bits, which sides are drawn and, from 16 on, which are the column's, from 256 on how many pieces a side has, and 32768
/// whether it goes further than it is drawn; then where the first and the third corner are on
/// the mesh, in parts of its sides; then how high the columns beyond the sides are, as far as they hide this one.
struct Column {
  near: vec4f,
  far: vec4f,
  heights: vec4f,
  uv: vec4f,
  next: vec4f,
}

@group(0) @binding(0) var<uniform> scene: Scene;
@group(0) @binding(1) var<storage, read> points: array<vec4f>;
@group(0) @binding(2) var<storage, read> table: array<vec4f>;
@group(0) @binding(3) var<storage, read> columns: array<Column>;

struct Shaded {
  @builtin(position) position: vec4f,
  @location(0) normal: vec3f,
  @location(1) uv: vec2f,
  @location(2) z: f32,
}

const CORNERS = array(vec2u(0, 0), vec2u(1, 0), vec2u(1, 1), vec2u(0, 0), vec2u(1, 1), vec2u(0, 1));

fn colour_at(place: f32) -> vec3f {
  return table[u32(clamp(place, 0.0, 1.0) * 255.0 + 0.5)].rgb;
}

fn lit(normal: vec3f) -> f32 {
  let facing = abs(dot(normalize(normal), scene.light.xyz));
  return 0.66 + 0.4 * facing;
}

/// How much of a line of 1 pixel lies here, where a line is at every whole number; none where `cells` of these are narrow.
fn near_whole(v: vec2f, cells: f32) -> f32 {
  let wide = fwidth(v);
  let away = abs(fract(v + 0.5) - 0.5) / max(wide, vec2f(1e-6));
  let line = clamp(1.4 - away, vec2f(0.0), vec2f(1.0)) * clamp(1.5 - 6.0 * wide / cells, vec2f(0.0), vec2f(1.0));
  return max(line.x, line.y);
}

fn point(i: u32, j: u32) -> vec4f {
  return points[j * (scene.mesh.x + 1) + i];
}

/// From a to b, as far as both are there.
fn between(a: vec4f, b: vec4f) -> vec3f {
  return (b.xyz - a.xyz) * a.w * b.w;
}

/// Cells from the far end to the near one, so that what is translucent is blended in order.
@vertex
fn surface_vertex(@builtin(vertex_index) k: u32) -> Shaded {
  let side = scene.mesh.x;
  let cell = k / 6;
  let slow = cell / side;
  let fast = cell % side;
  var i = select(fast, slow, scene.mesh.w == 1);
  var j = select(slow, fast, scene.mesh.w == 1);
  i = select(i, side - 1 - i, scene.mesh.y == 1);
  j = select(j, side - 1 - j, scene.mesh.z == 1);
  let a = point(i, j);
  let b = point(i + 1, j);
  let c = point(i + 1, j + 1);
  let d = point(i, j + 1);
  let least = min(min(a.z, b.z), min(c.z, d.z));
  let most = max(max(a.z, b.z), max(c.z, d.z));
  let leaps = least < scene.colour.z && most > scene.colour.w;
  let corner = CORNERS[k % 6];
  i += corner.x;
  j += corner.y;
  let here = point(i, j);
  let left = between(point(max(i, 1) - 1, j), here) + between(here, point(min(i + 1, side), j));
  let up = between(point(i, max(j, 1) - 1), here) + between(here, point(i, min(j + 1, side)));
  var out: Shaded;
  out.position = scene.matrix * vec4f(here.xyz, 1.0);
  // Nearer by a hair than columns of the same height.
  out.position.z -= 0.0028 * out.position.w;
  if (a.w * b.w * c.w * d.w == 0.0 || leaps) {
    out.position = vec4f(0.0, 0.0, 2.0, 1.0);
  }
  out.normal = cross(left, up);
  out.uv = vec2f(f32(i), f32(j)) / f32(side);
  out.z = here.z;
  return out;
}

@fragment
fn surface_fragment(in: Shaded) -> @location(0) vec4f {
  let line = scene.light.w * near_whole(in.uv * 16.0, 1.0);
  if (in.z < scene.colour.z - 1e-4 || in.z > scene.colour.w + 1e-4) {
    discard;
  }
  let colour = colour_at(in.z * scene.colour.x + scene.colour.y) * lit(in.normal);
  let alpha = scene.ink.w + (1.0 - scene.ink.w) * line;
  return vec4f(mix(colour, scene.ink.rgb, line) * alpha, alpha);
}

struct Stone {
  @builtin(position) position: vec4f,
  @location(0) normal: vec3f,
  @location(1) uv: vec2f,
  /// Height, place in the table of colours, whether the column goes up, and pieces along its sides.
  @location(2) height: vec4f,
  @location(3) place: vec2f,
}

fn corner_of(column: Column, k: u32) -> vec2f {
  return array(column.near.xy, column.near.zw, column.far.xy, column.far.zw)[k % 4];
}

/// Whether it is the glass of columns that is drawn, which has no sides within.
override glass = false;

/// Where lines are: at a whole number where the side is the column's.
fn edge(bits: u32, side: u32, far: bool) -> f32 {
  return abs(f32(far) - select(0.25, 0.0, (bits & (16u << (side % 4))) != 0));
}

/// Faces 0 to 3 are the sides, 4 is the top and 5 the foot.
@vertex
fn column_vertex(@builtin(vertex_index) k: u32, @builtin(instance_index) at: u32) -> Stone {
  let column = columns[at];
  let face = k / 6;
  let side = face < 4;
  let uv = CORNERS[k % 6];
  let corner = select((uv.x ^ uv.y) + 2 * uv.y, face + uv.x, side) % 4;
  let upper = select(face == 4, uv.y == 1, side);
  let along = corner_of(column, face + 1) - corner_of(column, face);
  let bits = u32(column.heights.w);
  let lower = select(column.heights.x, column.next[face % 4], side && glass);
  let z = select(lower, column.heights.y, upper);
  var out: Stone;
  out.position = scene.matrix * vec4f(corner_of(column, corner), z, 1.0);
  // A side that is hidden, or the end of a column that goes further.
  if ((side && (bits & (1u << face)) == 0) || (face == 4 && bits >= 32768)) {
    out.position = vec4f(0.0, 0.0, 2.0, 1.0);
  }
  out.normal = select(vec3f(0.0, 0.0, 1.0), vec3f(along.y, -along.x, 0.0), side);
  let right = corner == 1 || corner == 2;
  out.uv = select(
    vec2f(edge(bits, select(3u, 1u, right), right), edge(bits, select(0u, 2u, corner > 1), corner > 1)),
    vec2f(edge(bits, face + select(3u, 1u, uv.x == 1), uv.x == 1), f32(uv.y)),
    side,
  );
  out.height = vec4f(z, column.heights.z, sign(column.heights.y - column.heights.x), f32((bits >> 8) & 127));
  out.place = mix(column.uv.xy, column.uv.zw, vec2f(f32(right), f32(corner > 1)));
  return out;
}

/// How far a point of a column is beyond the surface; nothing where there is no surface.
fn beyond(place: vec2f, height: vec4f) -> f32 {
  let side = scene.mesh.x;
  let at = clamp(place, vec2f(0.0), vec2f(1.0)) * f32(side);
  let cell = min(vec2u(at), vec2u(side - 1));
  let part = at - vec2f(cell);
  let a = point(cell.x, cell.y);
  let b = point(cell.x + 1, cell.y);
  let c = point(cell.x, cell.y + 1);
  let d = point(cell.x + 1, cell.y + 1);
  let surface = mix(mix(a.z, b.z, part.x), mix(c.z, d.z, part.x), part.y);
  let near = clamp(surface, scene.colour.z, scene.colour.w);
  return (height.x - near) * height.z * a.w * b.w * c.w * d.w;
}

fn stone(in: Stone) -> vec3f {
  let colour = mix(colour_at(in.height.y), scene.stone.rgb, scene.stone.w) * lit(in.normal);
  return mix(colour, scene.ink.rgb, 0.35 * near_whole(in.uv, in.height.w));
}

/// Under the surface columns are solid, and beyond it glass, which is clear where it is thin.
const LEVEL = 0.0005;
const THICK = 0.06;

@fragment
fn column_fragment(in: Stone) -> @location(0) vec4f {
  let colour = stone(in);
  if (beyond(in.place, in.height) > LEVEL) {
    discard;
  }
  return vec4f(colour, 1.0);
}

@fragment
fn glass_fragment(in: Stone) -> @location(0) vec4f {
  let line = near_whole(in.uv, in.height.w);
  let away = beyond(in.place, in.height);
  if (away <= LEVEL) {
    discard;
  }
  let alpha = (0.14 + 0.24 * line) * smoothstep(LEVEL, THICK, away);
  return vec4f(mix(scene.stone.rgb, scene.ink.rgb, line) * alpha, alpha);
}

struct Line {
  @builtin(position) position: vec4f,
  @location(0) opacity: f32,
}

@vertex
fn line_vertex(@location(0) at: vec4f) -> Line {
  return Line(scene.matrix * vec4f(at.xyz, 1.0), at.w);
}

@fragment
fn line_fragment(in: Line) -> @location(0) vec4f {
  return vec4f(scene.ink.rgb * in.opacity, in.opacity);
}
