type Ends = readonly [number, number];

/** A place on an axis that is nowhere special: on others another part of it, lest they be equal where f is singular. */
export const usual = ([a, b]: Ends, axis: number) => a + ((0.381966 + 0.7548776662 * axis) % 1) * (b - a);

/** Sets of two and more axes, but not of all, that are wild and have no smaller one within them that is. */
export function fewestOf(axes: readonly number[], isWild: (set: readonly number[]) => boolean): number[][] {
  const found: number[] = [];
  const masks = Array.from({ length: 2 ** axes.length - 2 }, (_, k) => k + 1);
  const sizeOf = (mask: number) => mask.toString(2).replaceAll("0", "").length;
  for (const mask of masks.sort((a, b) => sizeOf(a) - sizeOf(b) || a - b)) {
    if (found.length === MOST_SETS) break;
    if (found.some((one) => (one & mask) === one)) continue;
    if (isWild(axes.filter((_, k) => (mask >> k) & 1))) found.push(mask);
  }
  return found.map((mask) => axes.filter((_, k) => (mask >> k) & 1)).filter(({ length }) => length > 1);
}

const MOST_SETS = 8;

export function clamp(v: number, [a, b]: Ends): number {
  return Math.min(Math.max(v, Math.min(a, b)), Math.max(a, b));
}

/** Axes up to which a search begins at their middles, too. */
const MOST_STARTS = 5;

/** Where f is largest in a box, corners included, by a search that halves its steps. */
export function summit(size: (point: readonly number[]) => number, ends: readonly Ends[]): number[] {
  const free = ends.filter(([a, b]) => a < b).length;
  const starts = ends.reduce<number[][]>(
    (all, [a, b]) =>
      all.flatMap((one) =>
        (a === b ? [a] : free > MOST_STARTS ? [a, b] : [a, (a + b) / 2, b]).map((v) => [...one, v]),
      ),
    [[]],
  );
  if (free > MOST_STARTS) starts.push(ends.map(([a, b]) => (a + b) / 2));
  let best = starts.reduce((one, other) => (size(other) > size(one) ? other : one));
  let height = size(best);
  const steps = ends.map(([a, b]) => (b - a) / 4);
  for (let k = 0; k < 60 && height < Number.POSITIVE_INFINITY; k++) {
    for (const [axis, step] of steps.entries())
      for (const shift of [step, -step]) {
        const moved = best.map((v, own) => (own === axis ? clamp(v + shift, ends[axis] as Ends) : v));
        if (size(moved) > height) [best, height] = [moved, size(moved)];
      }
    for (const axis of steps.keys()) steps[axis] = (steps[axis] as number) / 2;
  }
  return best;
}
