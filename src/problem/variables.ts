import { UsageError } from "../errors.ts";
import { splitAtCommas } from "../integrand/language/integrand.ts";
import { badName } from "../integrand/language/names.ts";

/** A variable and its limits, as texts. */
export interface Variable {
  readonly name: string;
  readonly from: string;
  /** If it is the smaller limit, the integral's sign is flipped. */
  readonly to: string;
}

/** Two limits, each a number or an expression; or both as one text, `A,B`. */
export type Limits = readonly [from: number | string, to: number | string] | string;

/** Most variables of an integral. */
export const MAX_VARIABLES = 12;

/** The lesson's. */
const DEFAULTS = { x: "0,pi", y: "0,pi" };

interface Given {
  readonly variables?: Readonly<Record<string, Limits>>;
  readonly x?: Limits;
  readonly y?: Limits;
  readonly z?: Limits;
}

/** The variables by name. Throws `usage`. */
export function variablesOf({ variables = {}, x, y, z }: Given): Variable[] {
  // A list or a Map has no names as properties.
  if (typeof variables !== "object" || variables === null || Symbol.iterator in variables) {
    throw new UsageError("variables", variables, "must be limits by name, as in { x: [0, 1] }");
  }
  const short = Object.entries({ x, y, z }).filter(([, limits]) => limits !== undefined);
  const twice = short.find(([name]) => Object.hasOwn(variables, name));
  if (twice) throw new UsageError(twice[0], twice[1], "has limits in `variables` as well; give them once");
  const given = [...Object.entries(variables), ...short] as [string, Limits][];
  if (given.length > MAX_VARIABLES) {
    const names = given.map(([name]) => name).join(",");
    throw new UsageError("variables", names, `at most ${MAX_VARIABLES} variables, not ${given.length}`);
  }
  return (given.length ? given : Object.entries(DEFAULTS))
    .map(([name, limits]) => variable(name, limits))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function variable(name: string, limits: Limits): Variable {
  const wrong = badName(name);
  if (wrong) throw new UsageError(name, undefined, wrong);
  const both: readonly unknown[] =
    typeof limits === "string" ? splitAtCommas(limits) : Array.isArray(limits) ? limits : [];
  const texts = both.map((limit) => (typeof limit === "number" ? numberText(limit, name) : limit));
  const [from, to] = texts as [string, string];
  if (texts.length !== 2 || texts.some((text) => typeof text !== "string" || text.trim() === "")) {
    throw new UsageError(name, limits, `takes two limits, as in ${name}=0,1`);
  }
  return { name, from: from.trim(), to: to.trim() };
}

/** The shortest text of a number given as a limit. */
function numberText(limit: number, name: string): string {
  if (Number.isNaN(limit))
    throw new UsageError(name, limit, "a limit is a number, an expression, inf or -inf");
  return Number.isFinite(limit) ? String(limit) : limit < 0 ? "-inf" : "inf";
}
