import { UNIT } from "../../integrand/reading/sensitivity.ts";
import type { Crossing } from "../places/crossing.ts";
import type { Lines } from "./lines.ts";
import type { Piece } from "./pieces.ts";

type Hit = Crossing & { readonly cost: (point: readonly number[]) => number };

/** How far crossings may be from where rounding has them along a line, taken where a line has most of them. */
export function roomIn(
  { base, height }: Lines,
  pieces: readonly (readonly Piece[])[],
  hits: readonly Hit[],
  box: readonly (readonly [number, number])[],
): number {
  const k = pieces.reduce(
    (best, own, at) => (own.length > (pieces[best] as typeof own).length ? at : best),
    0,
  );
  const [low, high] = box[height] as readonly [number, number];
  const point = [...(base[k] as Lines["base"][number]).point];
  const valueAt = ({ at }: Hit, v: number) => {
    point[height] = v;
    const [x = 0, y = 0, z = 0] = point;
    return at(x, y, z);
  };
  const rooms = (pieces[k] as readonly Piece[]).slice(1).map(({ from }) => {
    // Towards the farther end, since a crossing may be next to an end.
    const apart = Math.max(BESIDE * (high - low), LEAST * Math.abs(from));
    const step = from - low < high - from ? apart : -apart;
    const away = hits.map((hit) => Math.abs(valueAt(hit, from)));
    const nearest = Math.min(...away);
    const hit = hits[away.indexOf(nearest)] as Hit;
    const slope = Math.abs((valueAt(hit, from + step) - valueAt(hit, from)) / step);
    point[height] = from;
    return (nearest + UNIT * hit.cost(point)) / slope;
  });
  return Math.max(...rooms) + 2 * UNIT * Math.max(Math.abs(low), Math.abs(high));
}

/** A part of a side in which a slope is taken; and of a number, where there are too few between the ends of a side. */
const BESIDE = 1e-4;
const LEAST = 1e-12;
