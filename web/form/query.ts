import { splitAtCommas } from "../../src/integrand/language/integrand.ts";
import { LESSON } from "../../src/problem/problem.ts";
import type { Variable } from "../../src/problem/variables.ts";

export type Method = "accuracy" | "grid";

/** A parameter of a family and the text of its values. */
export interface Parameter {
  readonly name: string;
  readonly values: string;
}

/** The texts of the form, named as in the address bar. */
export interface Query {
  f: string;
  variables: readonly Variable[];
  parameters: readonly Parameter[];
  /** What Run does; in the address bar it follows from `tol` or `n`. */
  method: Method;
  tol: string;
  n: string;
  rule: string;
  /** `auto`: f32 for a grid, the cheapest that reaches it for an accuracy. */
  precision: string;
  /** Some of gpu, simd, threads, serial, comma-separated. */
  backends: string;
  threads: string;
  /** The known value; may be empty. */
  exact: string;
}

/** What a run takes by default: an accuracy all CPU threads, a grid all backends in turn. */
export const USUAL_BACKENDS: Readonly<Record<Method, string>> = {
  accuracy: "threads",
  grid: "gpu,threads,serial",
};

/** Cells a side that take a moment in one, two and three variables. */
const SIDES = ["1000000", "2000", "200"];

export function usualSide(axes: number): string {
  return SIDES[Math.min(axes, SIDES.length) - 1] as string;
}

/** The lesson's problem. */
export const START: Readonly<Query> = {
  f: LESSON,
  variables: variablesIn({ x: "0,pi", y: "0,pi" }),
  parameters: [],
  method: "accuracy",
  tol: "1e-8",
  n: usualSide(2),
  rule: "midpoint",
  precision: "auto",
  backends: USUAL_BACKENDS.accuracy,
  threads: String(globalThis.navigator?.hardwareConcurrency ?? 1),
  exact: "",
};

const TEXTS = ["f", "tol", "n", "rule", "precision", "backends", "threads", "exact"] as const;

/** What a link presets, apart from `run=1` and `embed=1`. */
export function readQuery(search: string): Query {
  const given = new URLSearchParams(search);
  const limits = [...given].flatMap(([key, text]) => {
    const name = /^[xyz]$/.test(key) ? key : key.startsWith("v.") ? key.slice(2) : null;
    return name === null ? [] : variablesIn({ [name]: text });
  });
  const parameters = [...given].flatMap(([key, values]) =>
    key.startsWith("param.") ? [{ name: key.slice("param.".length), values }] : [],
  );
  const variables = limits.length ? limits : START.variables;
  const texts = Object.fromEntries(
    TEXTS.flatMap((name) => (given.has(name) ? [[name, given.get(name)]] : [])),
  );
  const grid = !given.has("tol") && (given.has("n") || given.has("rule"));
  const method = grid ? "grid" : "accuracy";
  const usual = { n: usualSide(variables.length), backends: USUAL_BACKENDS[method], method } as const;
  return { ...START, ...usual, ...texts, variables, parameters };
}

export function writeQuery({
  f,
  variables,
  parameters,
  method,
  tol,
  n,
  rule,
  exact,
  ...rest
}: Query): string {
  const given = new URLSearchParams({ f });
  for (const { name, from, to } of variables) {
    given.append(/^[xyz]$/.test(name) ? name : `v.${name}`, `${from},${to}`);
  }
  for (const { name, values } of parameters) given.append(`param.${name}`, values);
  const how = method === "grid" ? { n, rule } : { tol };
  const usual = { ...START, n: null, tol: null, backends: USUAL_BACKENDS[method] } as Record<string, unknown>;
  // What is as usual goes without saying.
  for (const [name, text] of Object.entries({ ...how, ...rest, exact })) {
    if (text !== usual[name]) given.set(name, text);
  }
  return `?${given}`;
}

/** Variables from limits as they stand in the address bar. */
export function variablesIn(limits: Readonly<Record<string, string>>): Variable[] {
  return Object.entries(limits).map(([name, text]) => {
    const [from = "", ...rest] = splitAtCommas(text);
    return { name, from, to: rest.join(",") };
  });
}
