import { IntegrateError } from "../errors.ts";
import type { Precision, Problem } from "../problem/problem.ts";
import type { Estimate } from "./claim.ts";
import { expectedOf } from "./expected.ts";
import type { Survey } from "./survey.ts";

/**
 * The result with an estimate of its error, from a survey that may be made elsewhere. What a person should doubt is said
 * to `onNote`; also that there is no estimate, where f has no finite value at a node of the survey's own grid.
 */
export async function withEstimate<T extends Judged & { estimate: Estimate | null }>(
  result: T,
  surveyed: () => Survey | Promise<Survey>,
  onNote: (text: string, doubt: boolean) => void = () => {},
): Promise<T & { estimate: Estimate | null }> {
  try {
    const { estimate, doubt } = judge(result, await surveyed());
    if (doubt) onNote(doubt, true);
    return { ...result, estimate };
  } catch (error) {
    if (!(error instanceof IntegrateError)) throw error;
    onNote(`no error estimate: ${error.message}, between the nodes of this grid`, true);
    return result;
  }
}

/** What is judged of a result. */
export interface Judged {
  readonly integral: number;
  readonly precision: Precision;
  readonly problem: Problem;
}

/** An estimate, and what a person should doubt about the integral; null where there is nothing. */
export interface Judgement {
  readonly estimate: Estimate;
  readonly doubt: string | null;
}

/** What evaluating f costs, relative to its sensitivity: in f64 its roundoff; `fast` has WGSL's own sine. */
const EPSILON: Readonly<Record<Precision, number>> = {
  fast: 2 ** -11,
  f32: 1e-7,
  df64: 1e-12,
  f64: 2 ** -52,
};

/** The error to expect of a rule's sum, from a survey of f and from how far the sum is from what that has found. */
export function judge(result: Judged, seen: Survey): Judgement {
  const { integral, precision, problem } = result;
  // A peak between the nodes at which the sensitivity was taken counts at least by its size.
  const sensitivity = Math.max(seen.sensitivity, 4 * seen.size);
  const roundoff = EPSILON.f64 * sensitivity;
  const promised = EPSILON[precision] * sensitivity;
  const found = expectedOf(seen, problem.method, roundoff);
  const { error, bound } = found;
  const distance = Math.abs(integral - found.value);
  const sure = distance + found.uncertainty + roundoff;
  const unexplained = found.extrapolated
    ? Math.abs(integral - found.value - error) - Math.abs(error)
    : distance;
  const rounding = Math.max(roundoff, Math.min(promised, unexplained + found.uncertainty + bound));
  const agrees =
    distance <= 2 * bound + found.uncertainty + promised ||
    (found.extrapolated && distance <= 1e-3 * seen.size);
  const within = distance <= bound + found.uncertainty + rounding;
  const claim = within ? Math.min(sure, bound + rounding) : sure;
  const unseen = seen.unseen && seen.unseen.mass > claim / 3 ? seen.unseen : null;
  const missed = unseen?.mass ?? 0;
  const total = claim + missed;
  // Far beyond what the survey leaves open, the distance is the error.
  const measured = distance > 4 * (found.uncertainty + promised) ? distance : null;
  const discretization = (measured ?? (within ? Math.min(Math.abs(error), sure) : sure)) + missed;
  const trusted = agrees && !unseen && found.known;
  const below = found.known && found.order === null && discretization <= 4 * rounding;
  // At a pole no order says more: f is far from its values nearby in any case.
  const hidden = seen.bounded || found.known ? unseen : null;
  return {
    estimate: {
      total,
      discretization,
      rounding,
      order: trusted && !below ? found.order : null,
      regime: !(trusted && found.ordered) ? "not asymptotic" : below ? "below rounding" : "asymptotic",
      extrapolated: trusted && found.extrapolated ? found.value : null,
    },
    doubt: hidden
      ? `f is ${short(hidden.value)} at ${hidden.place}, far from its values nearby: the grid may miss a peak or a jump`
      : !agrees
        ? `other grids agree on a value ${short(distance)} away: this grid is too coarse, or f aliases with it; try another n`
        : !trusted
          ? "the sums show no order of convergence, so the error is a guess: try a larger n"
          : total > 0.1 * seen.size
            ? `the error may be ${short(total)}, more than a tenth of the integral of |f|: try a larger n`
            : null,
  };
}

const short = (value: number) => value.toExponential(1);
