import type { Query } from "../form/query.ts";
import { wholeIn } from "../words.ts";

/** The command that does what the form says, for a shell: `compare` for several backends. The form must be valid. */
export function commandOf(query: Query): string {
  const { f, variables, parameters, method, exact } = query;
  const family = parameters.length > 0;
  const limits = variables.flatMap(({ name, from, to }) =>
    /^[xyz]$/.test(name) ? [`-${name}`, quoted(`${from},${to}`)] : ["-v", quoted(`${name}=${from},${to}`)],
  );
  const several = method === "grid" && !family && query.backends.includes(",");
  return [
    "node gpu-integrate",
    ...(several ? ["compare"] : []),
    // After a space, -q would be an option.
    ...(f.startsWith("-") ? [`--integrand=${quoted(f)}`] : ["-f", quoted(f)]),
    ...limits,
    ...parameters.flatMap(({ name, values }) => ["--param", quoted(`${name}=${values}`)]),
    ...(method === "grid" ? grid(query, several) : ["--tol", quoted(query.tol.trim())]),
    ...(exact.trim() && !family ? ["--exact", quoted(exact)] : []),
  ].join(" ");
}

/** A command takes one backend; `compare` takes all. */
function grid({ n, rule, precision, backends, threads }: Query, several: boolean): (string | number)[] {
  const chosen = several ? backends.split(",") : backends.split(",").slice(0, 1);
  return [
    ...["-n", wholeIn(n)],
    ...(rule === "midpoint" ? [] : ["--rule", rule]),
    ...["-b", chosen.join(",")],
    ...(chosen.includes("gpu") ? ["-p", precision] : []),
    ...(chosen.includes("threads") ? ["-t", wholeIn(threads)] : []),
  ];
}

function quoted(text: string): string {
  return /^[\w.,:+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
