import type { Grid } from "../problem/problem.ts";
import { RULES } from "../quadrature/rules/rule.ts";
import { type Convergence, convergenceOf } from "./convergence.ts";
import type { Ladder } from "./ladder.ts";
import type { Survey } from "./survey.ts";
import { equalWidth } from "./widths.ts";

/** What a survey lets one expect of a run's sum. */
export interface Expected extends Omit<Convergence, "error" | "bound"> {
  /** The expected error, with its sign where `value` is extrapolated. */
  readonly error: number;
  /** An upper bound on it. */
  readonly bound: number;
  /** Whether the sums show how it falls, if faster than they can tell. */
  readonly ordered: boolean;
}

/** Of midpoints from the survey's own grid; of other rules from their sums, as far as that grid shows f to be smooth. */
export function expectedOf(seen: Survey, { rule: name, n }: Grid, roundoff: number): Expected {
  const rule = RULES[name];
  const found = convergenceOf(seen, roundoff);
  const equal = equalWidth(rule, seen.breaks ?? "kink");
  const widths = seen.sides.map(({ axis, nodes }) => (equal * nodes) / (n[axis] as number));
  const byMidpoints = {
    ...found,
    error: found.error(widths),
    bound: found.bound(widths),
    ordered: found.known,
  };
  if (name === "midpoint" || seen.breaks || !found.known) return byMidpoints;
  if (!seen.ladder) return { ...byMidpoints, order: null, known: false, ordered: false };
  const cells = seen.sides.map(({ axis }) => n[axis] as number);
  // As wrong as midpoints at most.
  return (
    byLadder(seen.ladder, found, { ...rule, tips: seen.tips }, cells, roundoff) ?? {
      ...byMidpoints,
      order: null,
      error: byMidpoints.bound,
      ordered: false,
    }
  );
}

/** The least order in which to believe, and how far from a known one it may be to be that. */
const LEAST = 0.3;
const NEAR = 0.15;

/** How much more than on any grid that was tried a tip may cost, by where it lies in its cell. */
const BY_PLACE = 6;

function byLadder(
  { sum, finer, coarser, elsewhere, cells: tried }: Ladder,
  found: Convergence,
  { order, tips }: { readonly order: number; readonly tips: boolean },
  cells: readonly number[],
  roundoff: number,
): Expected | null {
  const noise = 2 * roundoff;
  const shows = Math.abs(finer) > noise;
  const seen = shows ? Math.log2(Math.abs(coarser / finer)) : null;
  if (seen !== null && !(seen > LEAST)) return null;
  const p = Math.min(seen ?? order, order);
  const error = shows ? finer / (2 ** -p - 1) : 0;
  // A tip may be a corner of cells on all of these grids but the last, and cost less there than on the run's own.
  const atTip = tips && (shows || Math.abs(elsewhere) > noise);
  // The error may happen to change its sign between these grids.
  const power = atTip ? Math.min(order, 2) : order;
  const least = Math.abs(coarser) > noise ? Math.abs(coarser) * 2 ** -power : 0;
  const size = Math.max(Math.abs(error), least, atTip ? Math.abs(elsewhere) : 0);
  const most = (atTip ? BY_PLACE : 1.5) * size;
  const width = Math.max(0, ...tried.map((own, k) => own / (cells[k] as number)));
  // Before the sums fall as they will in the end, or where they do so by chance, they count on no more than midpoints do.
  const steady =
    !atTip && [order, found.order ?? order].some((known) => Math.abs((seen ?? order) / known - 1) < NEAR);
  const falls = steady ? p : Math.min(p, 2);
  const scale = width ** (width < 1 ? falls : p);
  const own = { value: sum + (steady ? -error : finer), uncertainty: most * 2 ** -falls + roundoff };
  // The survey's grid is the finer one, and not the run's.
  const agree = Math.abs(own.value - found.value) <= 3 * (own.uncertainty + found.uncertainty);
  const { value, uncertainty } = agree && own.uncertainty < found.uncertainty ? own : found;
  return {
    order: atTip ? null : seen,
    known: true,
    ordered: !atTip,
    value,
    uncertainty,
    extrapolated: !atTip,
    error: error * scale,
    bound: most * scale,
  };
}
