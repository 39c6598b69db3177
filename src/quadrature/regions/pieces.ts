import { substitute, variable } from "../../integrand/language/tree.ts";
import { rootsOf } from "../../integrand/reading/roots.ts";
import type { Crossing, Ends } from "../places/crossing.ts";
import { nodes } from "../rules/kronrod.ts";
import { crossed, opposite, rootBeyond } from "./line-roots.ts";
import { type Pile, USUAL } from "./pile.ts";

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
