import type { Listed } from "../../backend.ts";
import type { Region, Segment } from "../../quadrature/coordinates/segments.ts";
import { fromNumber } from "../df64.ts";
import { CLOSED, MOST_LEVEL, PIECE_WORDS, STATE_WORDS, VOID } from "./list-shader.ts";
import { widthOf } from "./tasks.ts";

/** A list as list.wgsl knows it. */
export interface Records {
  readonly axes: number;
  readonly words: Uint32Array<ArrayBuffer>;
  readonly pieces: Float32Array<ArrayBuffer>;
  /** By which integrals are multiplied. */
  readonly scale: number;
  /** The list that a device's words stand for. */
  listed(words: Uint32Array<ArrayBuffer>): Listed[];
}

/** Means of |f| of which all parts stay in f32's range. */
const LEAST_MEAN = 2 ** -60;
const MOST_MEAN = 2 ** 60;
/** What f32's rounding may take from an error. */
const ROOM = 1 + 2 ** -22;
/** Bits of a word for a piece. */
const PIECE_BITS = 24;

/** Null where f32 does not hold the list. `evaluations`: of a region. */
export function recordsOf(list: readonly Listed[], evaluations: number, cost: number): Records | null {
  const axes = (list[0] as Listed).region.length;
  const size = list.reduce((sum, { measure }) => sum + measure.size, 0);
  const pieces = piecesIn(list);
  const most = Array.from({ length: axes }, (_, axis) =>
    Math.max(...pieces.all.map((one) => (one.axis === axis ? widthOf(one.segment) : 0))),
  );
  const scale = 2 ** -Math.round(Math.log2(size));
  const whole = most.reduce((product, width) => product * width, scale);
  if (!(whole > 1 / MOST_MEAN && whole < 1 / LEAST_MEAN)) return null;
  const each = 2 * axes + STATE_WORDS;
  const words = new Uint32Array(each * list.length);
  const floats = new Float32Array(words.buffer);
  for (const [k, { region, measure }] of list.entries()) {
    const at = each * k;
    for (let axis = 0; axis < axes; axis++) {
      const { from, to } = region[axis] as Segment;
      const level = -Math.log2(to - from);
      if (!Number.isInteger(level) || level > MOST_LEVEL || !Number.isInteger(from * 2 ** level)) return null;
      words[at + 2 * axis] = level * 2 ** PIECE_BITS + pieces.at(axis, region[axis] as Segment);
      words[at + 2 * axis + 1] = from * 2 ** level;
    }
    if (measure.lost) return null;
    const { error, agreed = error, along } = measure;
    const axis = axisOf(region, along);
    const isClosed =
      error <= 1.1 * measure.rounding || (words[at + 2 * axis] as number) >>> PIECE_BITS >= MOST_LEVEL;
    const state = at + 2 * axes;
    words[state] = axis + (isClosed ? CLOSED : 0);
    floats.set(fromNumber(measure.value * scale), state + 1);
    floats.set(
      [error, agreed, measure.size].map((one) => one * scale * ROOM),
      state + 3,
    );
    floats.set([measure.low, measure.high], state + 6);
  }
  const numbers = pieces.all.flatMap(({ segment, axis }) => [
    ...fromNumber(segment.centre),
    ...fromNumber(segment.length),
    ...fromNumber((widthOf(segment) / (most[axis] as number)) * (axis === 0 ? whole : 1)),
    segment.power > 1 ? 1 : 0,
  ]);
  if (numbers.length !== PIECE_WORDS * pieces.all.length) throw new Error("a piece has other words");
  return {
    axes,
    words,
    pieces: Float32Array.from(numbers),
    scale,
    listed: (found) => listedOf(found, axes, pieces, { evaluations, cost, scale }),
  };
}

/** The axis to halve, as entries.ts has it. */
function axisOf(region: Region, along: readonly number[]): number {
  const most = Math.max(...along);
  const widths = region.map(({ from, to }) => to - from);
  return most > 0 ? along.indexOf(most) : widths.indexOf(Math.max(...widths));
}

interface Piece {
  readonly axis: number;
  /** All of it. */
  readonly segment: Segment;
}

/** The pieces of axes that the regions are parts of, numbered as they are met. */
function piecesIn(list: readonly Listed[]) {
  const numbers = new Map<string, number>();
  const all: Piece[] = [];
  const known = new Map<Segment, number>();
  const number = (axis: number, segment: Segment): number => {
    const { centre, length, power } = segment;
    const key = [axis, centre, length, power].join();
    const found = numbers.get(key);
    if (found !== undefined) return found;
    numbers.set(key, all.length);
    all.push({ axis, segment: { ...segment, from: 0, to: 1 } });
    return all.length - 1;
  };
  // Regions share segments, but those of one axis may be those of another, too.
  const at = (axis: number, segment: Segment) => {
    const found = known.get(segment);
    if (found !== undefined && all[found]?.axis === axis) return found;
    const made = number(axis, segment);
    known.set(segment, made);
    return made;
  };
  for (const { region } of list) for (const [axis, segment] of region.entries()) at(axis, segment);
  return { all: all as readonly Piece[], at };
}

function listedOf(
  words: Uint32Array<ArrayBuffer>,
  axes: number,
  pieces: ReturnType<typeof piecesIn>,
  { evaluations, cost, scale }: { evaluations: number; cost: number; scale: number },
): Listed[] {
  const floats = new Float32Array(words.buffer);
  const each = 2 * axes + STATE_WORDS;
  const segments = new Map<number, Map<number, Segment>>();
  const segmentOf = (word: number, place: number): Segment => {
    const own = segments.get(word) ?? new Map<number, Segment>();
    segments.set(word, own);
    const found = own.get(place);
    if (found) return found;
    const width = 2 ** -(word >>> PIECE_BITS);
    const { segment } = pieces.all[word % 2 ** PIECE_BITS] as Piece;
    const made = { ...segment, from: place * width, to: (place + 1) * width };
    own.set(place, made);
    return made;
  };
  const list: Listed[] = [];
  for (let at = 0; at < words.length; at += each) {
    const state = at + 2 * axes;
    if ((words[state] as number) & VOID) continue;
    const region: Segment[] = [];
    let depth = 0;
    for (let axis = 0; axis < axes; axis++) {
      const word = words[at + 2 * axis] as number;
      region.push(segmentOf(word, words[at + 2 * axis + 1] as number));
      depth += word >>> PIECE_BITS;
    }
    const part = (k: number) => (floats[state + k] as number) / scale;
    const along = new Array<number>(axes).fill(0);
    along[(words[state] as number) & (CLOSED - 1)] = 1;
    const measure = {
      value: part(1) + part(2),
      error: part(3),
      agreed: part(4),
      size: part(5),
      rounding: cost * part(5),
      along,
      low: floats[state + 6] as number,
      high: floats[state + 7] as number,
      evaluations,
      lost: null,
      cut: false,
      crossed: false,
      wild: false,
    };
    list.push({ region, measure, depth });
  }
  return list;
}
