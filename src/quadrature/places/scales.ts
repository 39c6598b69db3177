import { evaluate } from "../../integrand/language/tape.ts";
import type { Tree } from "../../integrand/language/tree.ts";
import { samplesOf } from "./faces.ts";

type Ends = readonly [number, number];

/** Axes that are longer than this, or than this times the distance of an end from 0, may have all of f next to a place; so may others where f is 0 at all places that are nowhere special. */
const LONG = 1e8;
/** Halvings of the length between distances that are looked at, the most, and as many as looking goes by itself. */
const STEP = 6;
const MOST = 2100;
const SEEN = 24;
/** Parts of the integral that do not matter, and those that halving will find. */
const NEGLIGIBLE = 1e-18;
const LITTLE = 1e-9;

/**
 * Where to cut a long axis so that each piece is of f's own scale there: towards an end, or 0, next to which most of the
 * integral is, as that of x^-3 from 1 to 1e50 is next to 1. `isSingular`: ends towards which nodes pile up anyway.
 */
export function scalesOf(
  f: Tree,
  axis: number,
  ends: readonly Ends[],
  isSingular: (end: number) => boolean,
): number[] {
  const [a, b] = ends[axis] as Ends;
  const length = b - a;
  const isLong = length > LONG || [a, b].some((end) => end !== 0 && Math.abs(end) * LONG < length);
  const isLost = () => samplesOf(f, ends).every((value) => value === 0);
  if (!Number.isFinite(length) || !(isLong || isLost())) return [];
  const ways = [
    { from: a, towards: b },
    { from: b, towards: a },
    ...(a < 0 && b > 0 ? [a, b].map((towards) => ({ from: 0, towards })) : []),
  ];
  return ways.flatMap(({ from, towards }) => {
    if (isSingular(from)) return [];
    const side = towards - from;
    // In two steps, lest the power alone be below the least number.
    const distance = (k: number) => side * 2 ** (-k / 2) * 2 ** (-k / 2);
    const at = (k: number) => from + distance(k);
    const sizes: number[] = [];
    for (let k = 0; k <= MOST && at(k) !== from; k += STEP) {
      const middle = ends.map(([low, high], other) =>
        other === axis ? at(k) : Math.max(low, Math.min(0, high)),
      );
      const own = [...samplesOf(f, ends, { axis, at: at(k) }), evaluate(f, middle)]
        .map(Math.abs)
        .filter(Number.isFinite);
      sizes.push(Math.max(0, ...own) * Math.abs(distance(k)));
    }
    const most = Math.max(...sizes);
    // Most of f is not next to this end: it is 0 elsewhere for another reason, as a jump.
    if (!isLong && sizes.indexOf(most) <= 1) return [];
    const nearest = sizes.findLastIndex((size) => size > LITTLE * most);
    if (!(most > 0) || nearest * STEP < SEEN) return [];
    const first = Math.max(1, sizes.findIndex((size) => size > NEGLIGIBLE * most) - 1);
    const cuts = Array.from({ length: nearest + 2 - first }, (_, k) => at((first + k) * STEP));
    return [from, ...cuts].filter((place) => place > a && place < b);
  });
}
