import { splitAtCommas } from "../../src/integrand/integrand.ts";
import { DEFAULTS } from "../../src/problem/problem.ts";
import { host } from "../host.ts";

/** The texts of the form, named as in the address bar. */
export interface Query {
  f: string;
  /** Two limits, comma-separated. */
  x: string;
  y: string;
  n: string;
  precision: string;
  /** Some of gpu, threads, serial, comma-separated. */
  backends: string;
  threads: string;
  /** The known value; may be empty. */
  exact: string;
}

export const START: Readonly<Query> = {
  f: DEFAULTS.f,
  x: "0,pi",
  y: "0,pi",
  n: "2000",
  precision: "f32",
  backends: "gpu,threads,serial",
  threads: String(host.info.cores),
  exact: "",
};

/** Examples by the text of their buttons. The program knows the value of the lesson's integral by itself. */
export const PRESETS: Readonly<Record<string, Partial<Query>>> = {
  "The lesson": { f: DEFAULTS.f, x: "0,pi", y: "0,pi", exact: "" },
  Gaussian: { f: "exp(-x^2-y^2)", x: "-6,6", y: "-6,6", exact: "pi" },
  Disc: { f: "x^2+y^2 < 1 ? 1 : 0", x: "-1,1", y: "-1,1", exact: "pi" },
  Oscillation: { f: "cos(40*x)*cos(30*y)", x: "0,1", y: "0,1", exact: "sin(40)/40*sin(30)/30" },
  Crease: { f: "abs(x-y)", x: "0,1", y: "0,1", exact: "1/3" },
};

/** What a link presets, apart from `run=1`. */
export function readQuery(search: string): Query {
  const given = new URLSearchParams(search);
  const entries = Object.entries(START).map(([name, start]) => [name, given.get(name) ?? start]);
  return Object.fromEntries(entries) as unknown as Query;
}

export function writeQuery(query: Query): string {
  const { exact, ...rest } = query;
  return `?${new URLSearchParams({ ...rest, ...(exact && { exact }) })}`;
}

/** Splits two limits at the comma between them. */
export function splitLimits(text: string): [string, string] {
  const [first = "", ...rest] = splitAtCommas(text);
  return [first, rest.join(",")];
}
