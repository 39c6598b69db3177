import { splitAtCommas } from "../../src/integrand/integrand.ts";
import type { Variable } from "../../src/problem/variables.ts";

/** The texts of the form, named as in the address bar. */
export interface Query {
  f: string;
  variables: readonly Variable[];
  n: string;
  rule: string;
  precision: string;
  /** Some of gpu, threads, serial, comma-separated. */
  backends: string;
  threads: string;
  /** The known value; may be empty. */
  exact: string;
}

/** The lesson's problem. */
export const START: Readonly<Query> = {
  f: "sin(x+y)",
  variables: variables({ x: "0,pi", y: "0,pi" }),
  n: "2000",
  rule: "midpoint",
  precision: "f32",
  backends: "gpu,threads,serial",
  threads: String(globalThis.navigator?.hardwareConcurrency ?? 1),
  exact: "",
};

/** Cells a side that take a moment in one, two and three variables. */
const SIDES = ["1000000", START.n, "200"];

export function usualSide(axes: number): string {
  return SIDES[Math.min(axes, SIDES.length) - 1] as string;
}

/** Examples by the text of their buttons. The program knows the value of the lesson's integral by itself. */
export const PRESETS: Readonly<Record<string, Pick<Query, "f" | "variables" | "exact">>> = {
  "The lesson": { f: START.f, variables: START.variables, exact: "" },
  Gaussian: { f: "exp(-x^2-y^2)", variables: variables({ x: "-inf,inf", y: "-inf,inf" }), exact: "pi" },
  Polar: { f: "r*exp(-r^2)", variables: variables({ r: "0,inf", theta: "0,2*pi" }), exact: "pi" },
  Disc: { f: "1", variables: variables({ x: "-1,1", y: "-sqrt(1-x^2),sqrt(1-x^2)" }), exact: "pi" },
  Ball: {
    f: "x^2+y^2+z^2",
    variables: variables({ x: "-1,1", y: "-sqrt(1-x^2),sqrt(1-x^2)", z: "-sqrt(1-x^2-y^2),sqrt(1-x^2-y^2)" }),
    exact: "4*pi/5",
  },
  Line: { f: "4/(1+t^2)", variables: variables({ t: "0,1" }), exact: "pi" },
  Oscillation: {
    f: "cos(40*x)*cos(30*y)",
    variables: variables({ x: "0,1", y: "0,1" }),
    exact: "sin(40)/40*sin(30)/30",
  },
  Crease: { f: "abs(x-y)", variables: variables({ x: "0,1", y: "0,1" }), exact: "1/3" },
};

/** What a link presets, apart from `run=1`. */
export function readQuery(search: string): Query {
  const given = new URLSearchParams(search);
  const limits = [...given].flatMap(([key, text]) => {
    const name = /^[xyz]$/.test(key) ? key : key.startsWith("v.") ? key.slice(2) : null;
    return name === null ? [] : variables({ [name]: text });
  });
  const read = limits.length ? limits : START.variables;
  const start = { ...START, n: usualSide(read.length) };
  const texts = Object.entries(start).map(([name, text]) => [name, given.get(name) ?? text]);
  return { ...Object.fromEntries(texts), variables: read };
}

export function writeQuery({ f, variables, exact, ...rest }: Query): string {
  const given = new URLSearchParams({ f });
  for (const { name, from, to } of variables) {
    given.append(/^[xyz]$/.test(name) ? name : `v.${name}`, `${from},${to}`);
  }
  for (const [name, text] of Object.entries(rest)) given.set(name, text);
  if (exact) given.set("exact", exact);
  return `?${given}`;
}

function variables(limits: Readonly<Record<string, string>>): Variable[] {
  return Object.entries(limits).map(([name, text]) => {
    const [from = "", ...rest] = splitAtCommas(text);
    return { name, from, to: rest.join(",") };
  });
}
