import { substitute, variable } from "../../integrand/language/tree.ts";
import { rootsOf } from "../../integrand/reading/roots.ts";
import type { Crossing, Ends } from "../places/crossing.ts";
import { nodes } from "../rules/kronrod.ts";
import { crossed, opposite, rootBeyond } from "./line-roots.ts";
import { type Pile, USUAL } from "./pile.ts";
import { growing, reachOf } from "./steep-lines.ts";

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
  const beyond = pile?.width === undefined ? 0 : reachOf(pile.width, to - from);
  const roots = crossings.flatMap(({ g }) =>
    rootsOf(
      substitute(g, (leaf) => (leaf.axis === axis ? variable(0) : leaf)),
      [from - beyond, to + beyond],
      [0],
      SEARCHED,
    ),
  );
  const isSteep = (at: number) =>
    roots.some((one) => one === at || (at === from && one < at) || (at === to && one > at));
  const least = 1e-15 * (to - from);
  const stops = [from, ...roots.filter((one) => one > from && one < to).sort((a, b) => a - b), to];
  return stops.slice(1).flatMap((end, k): Piece[] => {
    const start = stops[k] as number;
    if (!(end - start > least)) return [];
    const isPlain = [start, end].map((at) => !pile || (pile.width !== undefined && !isSteep(at)));
    if (!isPlain.includes(false)) return [whole(start, end - start)];
    const half = (end - start) / 2;
    const plain = (at: number): Stop => ({ at, root: null });
    const { along, width } = pile as Pile;
    return [
      ...(isPlain[0] ? [whole(start, half)] : panels(plain(start), half, along, true, width)),
      ...(isPlain[1] ? [whole(start + half, half)] : panels(plain(end), -half, along, true, width)),
    ];
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
  { towards, width }: Pile,
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
    const parts =
      width === undefined
        ? partsFor(towards, false).map((part) => first + (1 - first) * part)
        : [first, ...growing(width / Math.abs(length)).filter((part) => part > first)];
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
    const { towards, width } = pile;
    if (k === 0) return panels(to, -length, towards, false, width);
    if (k === stops.length - 2) return panels(from, length, towards, false, width);
    return [
      ...panels(from, length / 2, towards, true, width),
      ...panels(to, -length / 2, towards, true, width),
    ];
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

const panels = ({ at, root }: Stop, length: number, power: number, far: boolean, width?: number): Piece[] =>
  between(width === undefined ? partsFor(power, far) : growing(width / Math.abs(length)), {
    from: at,
    length,
    power,
    root,
  });

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
