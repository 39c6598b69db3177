import type { Range } from "./view.ts";

/** The heights that are drawn of f's values, and where the extremes of these are. */
export interface Heights {
  readonly low: number;
  readonly high: number;
  /** The extremes, which may be beyond. */
  readonly lowest: number;
  readonly highest: number;
  /** Positions of the least and the greatest value; -1 where none is finite. */
  readonly least: number;
  readonly most: number;
}

/** Values beyond these quantiles by twice what is between them are those of a pole. */
const EDGE = 0.05;
const BEYOND = 2;
const ROOM = 0.25;

/**
 * All finite values, unless f may be infinite (not `bounded`) and a few of them are far beyond the others: then robust
 * quantiles with some room.
 */
export function heightsOf(values: ArrayLike<number>, bounded: boolean): Heights {
  let [least, most] = [-1, -1];
  for (let k = 0; k < values.length; k++) {
    const value = values[k] as number;
    if (!Number.isFinite(value)) continue;
    if (least < 0 || value < (values[least] as number)) least = k;
    if (most < 0 || value > (values[most] as number)) most = k;
  }
  if (least < 0) return { low: 0, high: 1, lowest: 0, highest: 1, least, most };
  const [lowest, highest] = [values[least] as number, values[most] as number];
  const [low, high] = bounded ? [lowest, highest] : robust(values, [lowest, highest]);
  return { low, high, lowest, highest, least, most };
}

function robust(values: ArrayLike<number>, [low, high]: Range): Range {
  const sorted = Float64Array.from(values).filter(Number.isFinite).sort();
  const at = (part: number) => sorted[Math.round((sorted.length - 1) * part)] as number;
  const [a, b] = [at(EDGE), at(1 - EDGE)];
  const spread = b - a;
  return [
    low < a - BEYOND * spread ? a - ROOM * spread : low,
    high > b + BEYOND * spread ? b + ROOM * spread : high,
  ];
}
