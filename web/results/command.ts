import type { Query } from "../form/query.ts";
import { wholeIn } from "../words.ts";

/** The command that does what the form says, for a shell: `compare` for several backends. The form must be valid. */
export function commandOf({ f, x, y, n, precision, backends, threads, exact }: Query): string {
  const chosen = backends.split(",");
  return [
    "node gpu-integrate",
    ...(chosen.length > 1 ? ["compare"] : []),
    // After a space, -x would be an option.
    ...(f.startsWith("-") ? [`--integrand=${quoted(f)}`] : ["-f", quoted(f)]),
    ...["-x", quoted(x), "-y", quoted(y), "-n", wholeIn(n), "-b", backends],
    ...(chosen.includes("gpu") ? ["-p", precision] : []),
    ...(chosen.includes("threads") ? ["-t", wholeIn(threads)] : []),
    ...(exact.trim() ? ["--exact", quoted(exact)] : []),
  ].join(" ");
}

function quoted(text: string): string {
  return /^[\w.,+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
