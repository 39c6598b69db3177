/**
 * A piece of an axis, v = centre + length t^power for t in [from, to]. A power above 1 piles up nodes at the centre, where
 * f is singular, so that the integrand in t is smooth.
 */
export interface Segment {
  readonly centre: number;
  /** Signed. */
  readonly length: number;
  readonly power: number;
  readonly from: number;
  readonly to: number;
  /** The axis along which the distance from the centre, as a part of the length there, scales this one's; null for none. */
  readonly within: number | null;
}

/** A box of segments, one an axis. */
export type Region = readonly Segment[];

/** Whether an axis is directly or by others within another. */
export function isWithin(region: Region, axis: number, lead: number): boolean {
  const within = region[axis]?.within ?? null;
  return within !== null && (within === lead || isWithin(region, within, lead));
}

/** Where an axis is split; `singular` if f or a derivative of it may be infinite there. */
export interface Cut {
  readonly at: number;
  readonly singular: boolean;
  /** How far f may jump away from it, since the place is a rounded root. */
  readonly room?: number;
}

/** t^8 makes x^-0.75 a t^1 (with the 8 t^7 of dx), and leaves a smooth f smooth. */
export const POWER = 8;

/** The pieces between cuts, ascending, of which the first and the last are the axis' ends; at least `wanted` in all. */
export function segmentsOf(cuts: readonly Cut[], wanted: number): Segment[] {
  const pieces = piecesOf(cuts);
  const each = Math.max(1, Math.ceil(wanted / Math.max(1, pieces.length)));
  return pieces.flatMap((piece) => partsOf(piece, each));
}

/** The fewest pieces between cuts. */
export function piecesOf(cuts: readonly Cut[], power = POWER): Segment[] {
  return cuts.slice(1).flatMap((end, k) => between(cuts[k] as Cut, end, power));
}

export function partsOf(piece: Segment, count: number): Segment[] {
  const { from, to } = piece;
  const at = (part: number) => from + (to - from) * part;
  return Array.from({ length: count }, (_, k) => partOf(piece, at(k / count), at((k + 1) / count)));
}

/** Without spreading, which gives V8 objects of another shape. */
function partOf({ centre, length, power, within }: Segment, from: number, to: number): Segment {
  return { centre, length, power, from, to, within };
}

function between(start: Cut, end: Cut, power: number): Segment[] {
  const [a, b] = [start.at, end.at];
  const middle = a + (b - a) / 2;
  const towards = (centre: number, other: number): Segment => ({
    centre,
    length: other - centre,
    power,
    from: 0,
    to: 1,
    within: null,
  });
  if (start.singular && end.singular) return [towards(a, middle), towards(b, middle)];
  if (start.singular) return [towards(a, b)];
  if (end.singular) return [towards(b, a)];
  return [{ centre: a, length: b - a, power: 1, from: 0, to: 1, within: null }];
}

/** The distance from the centre at t. */
export function distanceAt({ length, power }: Segment, t: number): number {
  return power === 1 ? length * t : length * raised(t, power);
}

/** |dv/dt|. */
export function slopeAt({ length, power }: Segment, t: number): number {
  return power === 1 ? Math.abs(length) : Math.abs(length) * power * raised(t, power - 1);
}

/** t^n by squaring, several times as fast as `**`. */
function raised(t: number, n: number): number {
  let product = 1;
  for (let square = t, rest = n; rest > 0; rest >>= 1) {
    if (rest & 1) product *= square;
    square *= square;
  }
  return product;
}

/** The ends of the piece on its axis, ascending. */
export function endsOf(segment: Segment): readonly [number, number] {
  const a = segment.centre + distanceAt(segment, segment.from);
  const b = segment.centre + distanceAt(segment, segment.to);
  return a < b ? [a, b] : [b, a];
}

/** The same but for a sliver at both ends, where f may jump. */
export function insideOf(segment: Segment): readonly [number, number] {
  return withoutSlivers(endsOf(segment));
}

/** The segment without a sliver at both ends. */
export function withoutEdges(segment: Segment): Segment {
  const [from, to] = withoutSlivers([segment.from, segment.to]);
  return { ...segment, from, to };
}

export function withoutSlivers([a, b]: readonly [number, number]): readonly [number, number] {
  const sliver = 1e-10 * (b - a);
  return [a + sliver, b - sliver];
}

const pieces = new Map<string, WeakRef<Segment>>();
const MOST_KEPT = 4096;

/** The region with segments that are the same objects wherever they are equal. */
export function interned(region: Region): Region {
  return region.map((segment) => {
    const { centre, length, power, from, to, within } = segment;
    const key = [centre, length, power, from, to, within].join();
    const known = pieces.get(key)?.deref();
    if (known) return known;
    if (pieces.size >= MOST_KEPT) pieces.clear();
    pieces.set(key, new WeakRef(segment));
    return segment;
  });
}

const halves = new WeakMap<Segment, readonly [Segment, Segment]>();

/** Both halves; the same objects each time, so that members of a family may share what is known of them. */
export function halvesOf(segment: Segment): readonly [Segment, Segment] {
  const known = halves.get(segment);
  if (known) return known;
  const { from, to } = segment;
  const middle = (from + to) / 2;
  const made = [partOf(segment, from, middle), partOf(segment, middle, to)] as const;
  halves.set(segment, made);
  return made;
}
