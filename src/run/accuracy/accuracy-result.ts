import type { Estimate } from "../../accuracy/claim.ts";
import type { Host } from "../../backend.ts";
import { IntegrateError } from "../../errors.ts";
import { evaluate, run, tapeOf } from "../../integrand/language/tape.ts";
import type { Tree } from "../../integrand/language/tree.ts";
import { placeOf } from "../../problem/place.ts";
import type { Accuracy, Precision, PreparedAccuracy } from "../../problem/problem.ts";
import { version } from "../../version.ts";
import { type AccuracyResult, SCHEMA } from "../result.ts";
import type { Adapted } from "./adapted.ts";
import type { OpenRegions } from "./opened.ts";

/** The roundoff of a sum, as a part of the integral of |f|. */
const ROUNDING: Readonly<Record<Precision, number>> = {
  fast: 0,
  f32: 2 ** -23,
  df64: 2 ** -41,
  f64: 2 ** -52,
};

/** The document of a run. Throws `not-finite` where there is no number to give, naming the place. */
export function accuracyResult(
  prepared: PreparedAccuracy,
  { integral, error, size, status, evaluations, regions, levels, lost, by = "regions" }: Adapted,
  {
    name,
    precision,
    adapter,
    threads,
    onDevice,
  }: Omit<OpenRegions, "open"> & { threads: number | null; onDevice: number | null },
  { setup, compute, samples }: { setup: number; compute: number; samples?: readonly number[] },
  host: Host,
  exact: number | null,
): AccuracyResult {
  const failure = failureOf(prepared, { integral, status, lost });
  if (failure) throw new IntegrateError("not-finite", failure);
  const rounding = Math.min(error, ROUNDING[precision] * size);
  const estimate: Pick<Estimate, "total" | "discretization" | "rounding"> = {
    total: error,
    discretization: Math.max(0, error - rounding),
    rounding,
  };
  return {
    schema: SCHEMA,
    version,
    problem: prepared.problem,
    backend: name,
    precision,
    integral,
    exact,
    error: exact === null ? null : Math.abs(integral - exact),
    estimate,
    status,
    evaluations,
    gpuEvaluations: onDevice,
    by,
    regions,
    levels,
    cells: null,
    size,
    adapter,
    threads,
    seconds: { total: setup + compute, setup, compute, kernel: null },
    ...(samples && { samples }),
    evaluationsPerSecond: Math.round(evaluations / Math.max(compute, 1e-9)),
    host: host.info,
  };
}

/** Why there is no number to give, and the place; null where there is one. */
export function failureOf(
  prepared: PreparedAccuracy,
  { integral, status, lost }: Pick<Adapted, "integral" | "status" | "lost">,
): string | null {
  const place = () => (lost ? ` at ${placeOf(prepared, lost)}` : "");
  if (status === "diverges")
    return lost && changesSign(prepared, lost)
      ? `the integral does not converge absolutely${place()}`
      : `the integral diverges${place()}`;
  if (status === "undefined" && lost && overflows(prepared.f, lost))
    return `a part of f exceeds ${LARGEST}${place()}: write f so that none does, as exp(200*log(x)-x) for x^200*exp(-x)`;
  if (status === "undefined" && !(lost && Number.isFinite(evaluate(prepared.f, lost))))
    return `f is undefined${place()}`;
  if (status !== "undefined" && Number.isFinite(integral)) return null;
  // No rule has come to a value.
  if (status === "evaluations")
    return lost
      ? `f is not finite${place()}, where the rule has a node: use another rule`
      : "so few values of f make no value of the integral: raise --max-evaluations";
  return `a part of the integral exceeds ${LARGEST}: scale f or its variables`;
}

const LARGEST = Number.MAX_VALUE.toExponential(1);

/** Whether f has both signs next to a place. */
function changesSign({ f, box }: Pick<PreparedAccuracy, "f" | "box">, place: readonly number[]): boolean {
  const signs = new Set<number>();
  for (const side of [1, -1])
    for (let k = 2; k < 24; k++) {
      const point = place.map((v, axis) => {
        const [a, b] = box[axis] as readonly [number, number];
        return v + side * ((a + b) / 2 - v) * 2 ** -k;
      });
      const isInside = point.every((v, axis) => {
        const [a, b] = box[axis] as readonly [number, number];
        return v >= Math.min(a, b) && v <= Math.max(a, b);
      });
      const value = isInside ? evaluate(f, point) : 0;
      if (Math.abs(value) > 0) signs.add(Math.sign(value));
    }
  return signs.size > 1;
}

/** Whether a step of f is infinite at a place where what it is made of is not, other than a quotient by 0. */
function overflows(f: Tree, place: readonly number[]): boolean {
  const tape = tapeOf(f);
  const values = run(tape, place);
  return tape.some(({ tree, args }, k) => {
    if (Math.abs(values[k] as number) !== Number.POSITIVE_INFINITY || tree.kind !== "call") return false;
    const inner = args.map((arg) => values[arg] as number);
    return inner.every((one) => Number.isFinite(one) && one !== 0);
  });
}

/** Whether the accuracy was reached, or the integral cannot be told from 0 within it. */
export function isReached({ status, problem, estimate, size }: AccuracyResult): boolean {
  return isMet({ status, error: estimate.total, size }, problem.method);
}

/** The same before there is a document. */
export function isMet(
  { status, error, size }: Pick<Adapted, "status" | "error" | "size">,
  { relative, absolute }: Pick<Accuracy, "relative" | "absolute">,
): boolean {
  // Where every value of f is 0, what rounding may have done is no part of the integral of |f|.
  const enough = size === 0 || error <= Math.max(relative * size, absolute);
  return status === "converged" || (status === "rounding" && enough);
}

/** What a person should doubt, if anything. */
export function doubtOf(result: AccuracyResult): string | null {
  const { status, estimate, precision, problem, integral } = result;
  const short = estimate.total.toExponential(1);
  if (status === "evaluations") {
    const { maxEvaluations } = problem.method;
    return `not reached with ${maxEvaluations.toLocaleString("en")} values of f: the error may be ${short}; raise --max-evaluations or the tolerance`;
  }
  if (status !== "rounding" || result.size === 0) return null;
  if (isReached(result) && Math.abs(integral) > estimate.total)
    return `f cancels: the error of ${short} is within the tolerance for the integral of |f|, not for the integral itself`;
  if (isReached(result))
    return `the integral is 0 to this accuracy: the error of ${short} is within the tolerance for the integral of |f|`;
  const better = BETTER[precision];
  // Far above the roundoff of a sum it is f that cannot be had more exactly, or has too strong a singularity.
  if (precision === "f64" && estimate.total > FAR_ABOVE * estimate.rounding)
    return `refinement does not reduce the error of ${short}: f is too singular, or cancels too many digits`;
  return `${precision} cannot do better: rounding leaves an error of ${short}${better ? `; use ${better}` : ""}`;
}

const FAR_ABOVE = 1e4;

/** What a person should doubt where every value of f was 0, unless f is. */
export function zeroDoubt(
  { f }: Pick<PreparedAccuracy, "f">,
  { size, evaluations }: Pick<AccuracyResult, "size" | "evaluations">,
): string | null {
  if (size > 0 || evaluations === 0 || (f.kind === "number" && f.value === 0)) return null;
  return `all ${evaluations} values of f were 0: unless f is 0 everywhere, set limits close around where it is not`;
}

const BETTER: Readonly<Record<Precision, string | null>> = {
  fast: null,
  f32: "df64 or f64",
  df64: "f64",
  f64: null,
};
