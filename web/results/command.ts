import type { Query } from "../form/query.ts";
import { wholeIn } from "../words.ts";

/** The command that does what the form says, for a shell: `compare` for several backends. The form must be valid. */
export function commandOf({ f, variables, n, rule, precision, backends, threads, exact }: Query): string {
  const chosen = backends.split(",");
  const limits = variables.flatMap(({ name, from, to }) =>
    /^[xyz]$/.test(name) ? [`-${name}`, quoted(`${from},${to}`)] : ["-v", quoted(`${name}=${from},${to}`)],
  );
  return [
    "node gpu-integrate",
    ...(chosen.length > 1 ? ["compare"] : []),
    // After a space, -q would be an option.
    ...(f.startsWith("-") ? [`--integrand=${quoted(f)}`] : ["-f", quoted(f)]),
    ...limits,
    ...["-n", wholeIn(n)],
    ...(rule === "midpoint" ? [] : ["--rule", rule]),
    ...["-b", backends],
    ...(chosen.includes("gpu") ? ["-p", precision] : []),
    ...(chosen.includes("threads") ? ["-t", wholeIn(threads)] : []),
    ...(exact.trim() ? ["--exact", quoted(exact)] : []),
  ].join(" ");
}

function quoted(text: string): string {
  return /^[\w.,+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
