import { constantOf } from "../../src/integrand/language/integrand.ts";
import { parse } from "../../src/integrand/language/parse.ts";
import { type Domain, domainOf } from "../../src/problem/domain.ts";
import { variablesOf } from "../../src/problem/variables.ts";
import integrals from "./integrals.json" with { type: "json" };

/** A published integral; its value was recomputed with 40 digits and rounded to the nearest f64. */
export interface Published {
  readonly name: string;
  readonly source: string;
  readonly class: string;
  readonly f: string;
  readonly variables: Readonly<Record<string, readonly [string, string]>>;
  readonly exact: string;
  readonly value: number;
  /** The integral of |f|, where the value is 0. */
  readonly size?: string;
  /** The relative error of the best rule for f as it is written, evaluated in f64 at f64 points. */
  readonly binary64?: number;
}

/** What a program says of an integral; `value` is null where it gave none. */
export interface Outcome {
  readonly name: string;
  readonly value: number | null;
  readonly claim: number;
  /** Whether it says that the tolerance is met. */
  readonly reached: boolean;
  /** Where a program says so: the integral of |f|, and the tolerance is met relative to that only. */
  readonly cancels?: number;
  readonly status: string;
  readonly evaluations: number;
  /** Of the processor: other programs may run meanwhile. */
  readonly seconds: number;
}

export interface Verdict {
  readonly met: boolean;
  /** Null where there is no value. */
  readonly held: boolean | null;
  readonly error: number;
  /** Of the true error to the claim. */
  readonly ratio: number;
}

/** What came of an integral. */
export interface Judged extends Verdict {
  readonly one: Published;
  readonly outcome: Outcome;
}

export const TOLERANCES = [1e-4, 1e-8, 1e-11] as const;
export const CLASSES = [...new Set(integrals.map((one) => one.class))];
/** What any program may spend on an integral. */
export const MOST = 1e7;
/** Relative differences up to here are not held against a claim, since known values are rounded, too. */
const LAST_DIGITS = 1e-15;
export const MOST_SECONDS = 60;

export const published = integrals as unknown as readonly Published[];
/** The integrals whose f, as it is written, f64 cannot evaluate well enough. */
export const reachless = published.filter(({ binary64 }) => binary64 !== undefined);
export const variablesIn = ({ variables }: Published) => Object.keys(variables).length;

/** The scale of relative errors. */
export const scaleOf = ({ value, size }: Published) => (size ? constantOf(size, "size") : Math.abs(value));

/** The integral over a box, as every program gets it. */
export function domainFor({ f, variables }: Published): Domain {
  const checked = variablesOf({ variables: variables as Record<string, [string, string]> });
  return domainOf(
    parse(
      f,
      checked.map(({ name }) => name),
    ),
    checked,
  );
}

function judge(
  one: Published,
  { value, claim, reached, cancels, evaluations }: Outcome,
  tolerance: number,
  digits: number,
): Verdict {
  if (value === null) return { met: false, held: null, error: Number.NaN, ratio: Number.NaN };
  const difference = Math.abs(value - one.value);
  const error = difference <= digits * scaleOf(one) ? 0 : difference;
  return {
    met: reached && evaluations <= MOST && error <= tolerance * (cancels ?? scaleOf(one)),
    held: error <= claim,
    error,
    ratio: error === 0 ? 0 : error / claim,
  };
}

export function judged(
  outcomes: readonly Outcome[],
  tolerance: number,
  of: readonly Published[] = published,
  digits = LAST_DIGITS,
): Judged[] {
  const byName = new Map(of.map((one) => [one.name, one]));
  return outcomes.map((outcome) => {
    const one = byName.get(outcome.name) as Published;
    return { one, outcome, ...judge(one, outcome, tolerance, digits) };
  });
}
