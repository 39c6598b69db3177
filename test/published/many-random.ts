import { regionsAlone } from "../../src/cpu/regions.ts";
import { parse } from "../../src/integrand/language/parse.ts";
import { domainOf } from "../../src/problem/domain.ts";
import { variablesOf } from "../../src/problem/variables.ts";
import { makeIntegrandRule } from "../../src/quadrature/integrands/integrand-rule.ts";
import { adaptParts, NO_PAUSES } from "../../src/run/accuracy/separately.ts";
import { GENZ, genz, type Known, randomFrom } from "../genz.ts";
import { CLOSED_FORM } from "./many.ts";

/** What came of the claims of one way to an integral. */
export interface Reliability {
  readonly by: string;
  readonly claims: number;
  readonly broken: number;
  /** Of true errors to claims. */
  readonly worst: number;
}

export const INTEGRANDS = 2000;
/** No other test or table has this one. */
const SEED = 7654321;
/** Few, so that claims are tested where little is known, too. */
export const MOST_AT_RANDOM = 50_000;
const TOLERANCES = [1e-2, 1e-3, 1e-4, 1e-6];

/** The claims over random integrands in 4 to 8 variables, by what made them. */
export async function atRandom(integrands = INTEGRANDS): Promise<Reliability[]> {
  const random = randomFrom(SEED);
  const ratios = new Map<string, number[]>();
  for (let k = 0; k < integrands; k++) {
    const known = oneOf(random);
    const relative = TOLERANCES[k % TOLERANCES.length] as number;
    for (const by of [null, "regions", "lattice"] as const) {
      const { value, error, way } = await integrated(known, relative, by);
      const name = by ? `${by}, named` : way;
      const off = Math.max(0, Math.abs(value - known.exact) - CLOSED_FORM * Math.abs(known.exact));
      ratios.set(name, [...(ratios.get(name) ?? []), off / error]);
    }
  }
  return [...ratios].map(([by, all]) => ({
    by,
    claims: all.length,
    broken: all.filter((ratio) => !(ratio <= 1)).length,
    worst: Math.max(...all),
  }));
}

/** One of Genz's families or the sum of two of them, which is no product. */
function oneOf(random: () => number): Known {
  const n = 4 + Math.floor(5 * random());
  const family = () => GENZ[Math.floor(GENZ.length * random())] as (typeof GENZ)[number];
  const one = genz(family(), n, random);
  if (random() < 0.5) return one;
  const other = genz(family(), n, random);
  // As large as the first, and sometimes of the other sign.
  const factor = ((random() < 0.5 ? 1 : -0.5) * one.exact) / other.exact;
  return {
    names: one.names,
    f: `(${one.f})+(${factor})*(${other.f})`,
    exact: one.exact + factor * other.exact,
  };
}

async function integrated({ f, names }: Known, relative: number, by: "regions" | "lattice" | null) {
  const variables = variablesOf({ variables: Object.fromEntries(names.map((name) => [name, "0,1"])) });
  const result = await adaptParts(
    domainOf(parse(f, names), variables),
    { relative, absolute: 0, maxEvaluations: MOST_AT_RANDOM },
    (part) => regionsAlone(makeIntegrandRule(part), NO_PAUSES),
    {},
    false,
    undefined,
    by,
  );
  return { value: result.integral, error: result.error, way: result.by ?? "regions" };
}
