import { splitAtCommas } from "../../src/integrand/integrand.ts";
import { DEFAULTS } from "../../src/problem/problem.ts";
import { host } from "../host.ts";

/** What the form says, as texts, by the names of the address bar. */
export interface Query {
  f: string;
  /** Two limits with a comma between them. */
  x: string;
  y: string;
  n: string;
  precision: string;
  /** Some of gpu, threads, serial, with commas between them. */
  backends: string;
  threads: string;
  /** The known value; empty where there is none. */
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

/** Examples, by the names of their buttons. The value of the lesson's integral is known without being told. */
export const PRESETS: Readonly<Record<string, Partial<Query>>> = {
  "The lesson's": { f: DEFAULTS.f, x: "0,pi", y: "0,pi", exact: "" },
  "A Gaussian": { f: "exp(-x^2-y^2)", x: "-6,6", y: "-6,6", exact: "pi" },
  "A disc": { f: "x^2+y^2 < 1 ? 1 : 0", x: "-1,1", y: "-1,1", exact: "pi" },
  Oscillating: { f: "cos(40*x)*cos(30*y)", x: "0,1", y: "0,1", exact: "sin(40)/40*sin(30)/30" },
  "A crease": { f: "abs(x-y)", x: "0,1", y: "0,1", exact: "1/3" },
};

/** What a link presets; `run=1` is apart. */
export function readQuery(search: string): Query {
  const given = new URLSearchParams(search);
  const entries = Object.entries(START).map(([name, start]) => [name, given.get(name) ?? start]);
  return Object.fromEntries(entries) as unknown as Query;
}

export function writeQuery(query: Query): string {
  const { exact, ...rest } = query;
  return `?${new URLSearchParams({ ...rest, ...(exact && { exact }) })}`;
}

/** The two limits of a text, without the comma between them. */
export function splitLimits(text: string): [string, string] {
  const [first = "", ...rest] = splitAtCommas(text);
  return [first, rest.join(",")];
}

/** The same run on a command line: of the GPU if it is among the backends, else of the first of them. */
export function commandOf({ f, x, y, n, precision, backends, threads, exact }: Query): string {
  const quote = (text: string) => (/^[\w.,+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
  const backend = backends.includes("gpu") ? "gpu" : backends.split(",")[0] || "auto";
  const own =
    backend === "gpu" ? ["-p", quote(precision)] : backend === "threads" ? ["-t", quote(threads)] : [];
  const known = exact ? ["--exact", quote(exact)] : [];
  const problem = ["-f", quote(f), "-x", quote(x), "-y", quote(y), "-n", quote(n)];
  return ["node gpu-integrate", ...problem, "-b", backend, ...own, ...known].join(" ");
}
