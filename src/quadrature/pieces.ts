import { rootsOf } from "../integrand/roots.ts";
import { substitute, variable } from "../integrand/tree.ts";
import type { Crossing, Ends } from "./crossing.ts";
import { nodes } from "./kronrod.ts";

/** A part of a line, from + length t^power for t in [first, last]. */
export interface Piece {
  readonly from: number;
  readonly length: number;
  readonly power: number;
  readonly first: number;
  readonly last: number;
  /** The crossing of which `from` is a root; null where it is none's. */
  readonly root: Crossing | null;
}

/** The distances of Kronrod's nodes from where a piece begins, and the length of t times their slopes. */
export function distancesOn(
  { length, power, first, last }: Piece,
  distances: Float64Array,
  slopes: Float64Array,
) {
  const width = last - first;
  for (let k = 0; k < nodes.length; k++) {
    const t = first + width * (nodes[k] as number);
    distances[k] = length * (power === 1 ? t : t ** power);
    slopes[k] = width * Math.abs(length) * (power === 1 ? 1 : power * t ** (power - 1));
  }
}

/** Nodes next to something singular are piled up by these powers: towards it, and along it towards its ends. */
export interface Pile {
  readonly towards: number;
  readonly along: number;
  /** That f grows as distance^-p; 0 where it may be a logarithm or a root. */
  readonly p: number;
  /** What such nodes may miss, as a part of what they have. */
  readonly missing: number;
}

/** Logarithms and roots become smooth enough by these. */
const USUAL: Pile = { towards: 6, along: 4, p: 0, missing: 0 };
const MOST_PILED = 40;
/** A power of t that need not be whole. */
const SMOOTH = 6;
/** A power is whole but for this. */
const WHOLE = 1e-6;

/** For an f that grows as distance^-p: with q = towards, t^(q (1 - p) - 1) is to be a polynomial in t, or nearly so. */
export function pileFor(p: number): Pile {
  if (!(p > WHOLE && p < 1 - WHOLE)) return USUAL;
  const nearly = MOST_PILED * (1 - p);
  if (nearly < 1) return { towards: MOST_PILED, along: MOST_PILED, p, missing: 1 / nearly };
  const powers = Array.from({ length: MOST_PILED - USUAL.along + 1 }, (_, k) => USUAL.along + k);
  const off = (q: number) => Math.abs(q * (1 - p) - Math.round(q * (1 - p)));
  const isWhole = (q: number, least: number) => off(q) < WHOLE && Math.round(q * (1 - p)) >= least;
  const least = Math.min(SMOOTH, Math.floor(nearly));
  const smooth = powers.filter((q) => q >= USUAL.towards && q * (1 - p) >= least);
  const nearest = smooth.reduce((a, b) => (off(b) < off(a) ? b : a));
  const towards = powers.find((q) => q >= USUAL.towards && isWhole(q, 2)) ?? nearest;
  return { towards, along: powers.find((q) => isWhole(q, 1)) ?? towards, p, missing: 0 };
}

/** A value is next to 0 that is this part of another. */
const NEAR = 1e-9;
/** Boxes that a search for roots looks at: more than a few roots make a region one to halve. */
const SEARCHED = 400;

/** On the last axis, split at the roots. */
export function piecesAtRoots(
  axis: number,
  [from, to]: Ends,
  crossings: readonly Crossing[],
  pile: Pile | null,
): Piece[] {
  const roots = crossings.flatMap(({ g }) =>
    rootsOf(
      substitute(g, (leaf) => (leaf.axis === axis ? variable(0) : leaf)),
      [from, to],
      [0],
      SEARCHED,
    ),
  );
  const least = 1e-15 * (to - from);
  const stops = [from, ...roots.filter((one) => one > from && one < to).sort((a, b) => a - b), to];
  return stops.slice(1).flatMap((end, k): Piece[] => {
    const start = stops[k] as number;
    if (!(end - start > least)) return [];
    if (!pile) return [whole(start, end - start)];
    const half = (end - start) / 2;
    const plain = (at: number): Stop => ({ at, root: null });
    return [...panels(plain(start), half, pile.along, true), ...panels(plain(end), -half, pile.along, true)];
  });
}

/** The pieces of the line at a node. */
export function piecesOn(
  point: readonly number[],
  height: number,
  [low, high]: Ends,
  crossings: readonly Crossing[],
  pile: Pile | null,
): Piece[] {
  const place = [...point] as [number, number, number];
  const roots = crossings.flatMap((crossing): Stop[] => {
    const along = (v: number) => {
      place[height] = v;
      return crossing.at(...place);
    };
    const [a, b] = [along(low), along(high)];
    // Next to a corner of the box rounding hides that the signs differ.
    return opposite(a, b) || Math.min(Math.abs(a), Math.abs(b)) <= NEAR * Math.max(Math.abs(a), Math.abs(b))
      ? [{ at: crossed(along, low, high), root: opposite(a, b) ? crossing : null }]
      : [];
  });
  const beyond = pile && !roots.length ? piecesFromBeyond(crossings, place, height, [low, high], pile) : null;
  if (beyond) return beyond;
  const ends = [low, high].map((at): Stop => ({ at, root: null })) as [Stop, Stop];
  return piecesOf([ends[0], ...roots.sort((p, q) => p.at - q.at), ends[1]], pile);
}

/** A line that no curve crosses, from where one would cross it if it went on, so that nodes pile up next to that. */
function piecesFromBeyond(
  crossings: readonly Crossing[],
  point: [number, number, number],
  height: number,
  [low, high]: Ends,
  { towards }: Pile,
): Piece[] | null {
  for (const crossing of crossings) {
    const place = [...point] as [number, number, number];
    const along = (v: number) => {
      place[height] = v;
      return crossing.at(...place);
    };
    const [near, far] = Math.abs(along(low)) < Math.abs(along(high)) ? [low, high] : [high, low];
    const root = rootBeyond(along, near, far);
    if (root === null) continue;
    const length = far - root;
    const first = ((near - root) / length) ** (1 / towards);
    const parts = partsFor(towards, false).map((part) => first + (1 - first) * part);
    return between(parts, { from: root, length, power: towards, root: crossing });
  }
  return null;
}

/** A root of g beyond the nearer end of a line, at most its length away, by the secant method; null where there is none. */
function rootBeyond(g: (v: number) => number, near: number, far: number): number | null {
  const inwards = Math.sign(far - near);
  let [before, at] = [far, near];
  let [old, value] = [g(before), g(at)];
  for (let k = 0; k < 30; k++) {
    if (value === 0) return at;
    const next = at - (value * (at - before)) / (value - old);
    const away = (near - next) * inwards;
    if (!(away >= 0 && away <= Math.abs(far - near))) return null;
    if (Math.abs(next - at) <= 2e-16 * Math.abs(next)) return next;
    [before, old, at] = [at, value, next];
    value = g(at);
  }
  return null;
}

/** A place where a line is cut, and the crossing that is 0 there. */
type Stop = { readonly at: number; readonly root: Crossing | null };

/** The pieces of a line between stops; where these are singular, towards them. */
function piecesOf(stops: readonly Stop[], pile: Pile | null): Piece[] {
  return stops.slice(1).flatMap((to, k): Piece[] => {
    const from = stops[k] as Stop;
    const length = to.at - from.at;
    if (!(length > 0)) return [];
    if (!pile || stops.length === 2) return [whole(from.at, length)];
    if (k === 0) return panels(to, -length, pile.towards, false);
    if (k === stops.length - 2) return panels(from, length, pile.towards, false);
    return [...panels(from, length / 2, pile.towards, true), ...panels(to, -length / 2, pile.towards, true)];
  });
}

const whole = (from: number, length: number): Piece => ({
  from,
  length,
  power: 1,
  first: 0,
  last: 1,
  root: null,
});

const panels = ({ at, root }: Stop, length: number, power: number, far: boolean): Piece[] =>
  between(partsFor(power, far), { from: at, length, power, root });

const between = (parts: readonly number[], piece: Omit<Piece, "first" | "last">): Piece[] =>
  parts.slice(1).map((last, k) => ({ ...piece, first: parts[k] as number, last }));

/**
 * Parts of t: Gauss's 7 nodes alone are too few for such powers. `far`: as far again beyond the end f is singular, too,
 * at t = 2^(1/power); the parts are as wide as they are far from there.
 */
function partsFor(power: number, far: boolean): number[] {
  if (!far && power <= USUAL.towards) return [0, 0.5, 1];
  const parts = [1];
  for (let width = 2 ** (1 / power) - 1; (parts[0] as number) - width > 0.4; width *= 2)
    parts.unshift((parts[0] as number) - width);
  return [0, ...parts];
}

const opposite = (a: number, b: number) => a * b < 0;

/** The root of a monotone g by the Illinois method (Dowell and Jarratt 1971); the nearer end if it has none. */
function crossed(g: (v: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  let [below, above] = [g(low), g(high)];
  if (!opposite(below, above)) return Math.abs(below) < Math.abs(above) ? low : high;
  for (let side = 0, k = 0; k < 100; k++) {
    const guess = (low * above - high * below) / (above - below);
    const near = 2e-16 * Math.max(Math.abs(low), Math.abs(high));
    // A guess at an end is one next to it, which either has the root between or moves on.
    const next = Math.min(Math.max(guess, low + near), high - near);
    const at = next > low && next < high ? next : (low + high) / 2;
    const value = g(at);
    if (value === 0 || high - low <= 2 * near || at === low || at === high) return at;
    if (value * above > 0) {
      [high, above] = [at, value];
      if (side === 1) below /= 2;
      side = 1;
    } else {
      [low, below] = [at, value];
      if (side === -1) above /= 2;
      side = -1;
    }
  }
  return (low + high) / 2;
}
