import type { Query } from "../form/query.ts";
import { wholeIn } from "../words.ts";

/** The command that does what the form says, for a shell: `compare` for several backends. The form must be valid. */
export function commandOf(query: Query): string {
  const { f, variables, parameters, method, exact } = query;
  const family = parameters.length > 0;
  const limits = variables.flatMap(({ name, from, to }) =>
    /^[xyz]$/.test(name) ? [`-${name}`, quoted(`${from},${to}`)] : ["-v", quoted(`${name}=${from},${to}`)],
  );
  // A command takes one backend, and compares several on a single integral.
  const several = !family && query.backends.includes(",");
  const chosen = several ? query.backends.split(",") : query.backends.split(",").slice(0, 1);
  return [
    "node gpu-integrate",
    ...(several ? ["compare"] : []),
    // After a space, -q would be an option.
    ...(f.startsWith("-") ? [`--integrand=${quoted(f)}`] : ["-f", quoted(f)]),
    ...limits,
    ...parameters.flatMap(({ name, values }) => ["--param", quoted(`${name}=${values}`)]),
    ...(method === "grid" ? grid(query) : ["--tol", quoted(query.tol.trim())]),
    ...["-b", chosen.join(",")],
    ...(chosen.includes("gpu") ? precisionOf(query) : []),
    ...(chosen.some((one) => one === "threads" || one === "simd") ? ["-t", wholeIn(query.threads)] : []),
    ...(exact.trim() && !family ? ["--exact", quoted(exact)] : []),
  ].join(" ");
}

function grid({ n, rule }: Query): (string | number)[] {
  return ["-n", wholeIn(n), ...(rule === "midpoint" ? [] : ["--rule", rule])];
}

/** For an accuracy the command, too, chooses the cheapest by itself. */
function precisionOf({ precision, method }: Query): string[] {
  if (precision !== "auto") return ["-p", precision];
  return method === "grid" ? ["-p", "f32"] : [];
}

function quoted(text: string): string {
  return /^[\w.,:+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
