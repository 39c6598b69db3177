import { failures } from "./failures.ts";
import {
  CLASSES,
  type Judged,
  judged,
  MOST,
  type Outcome,
  type Published,
  published,
  reachless,
  TOLERANCES,
  variablesIn,
} from "./suite.ts";
import { count, exponent, seconds, table } from "./text.ts";

/** What a program said of every integral, tolerance by tolerance. */
export interface Measured {
  readonly name: string;
  readonly version: string;
  readonly missing?: string | undefined;
  readonly runs: readonly { readonly tolerance: number; readonly outcomes: readonly Outcome[] }[];
}

/** docs/honesty.md. */
export function report(own: Measured, peers: readonly Measured[], machine: string): string {
  const all = new Map(own.runs.map(({ tolerance, outcomes }) => [tolerance, judged(outcomes, tolerance)]));
  return `# Are the claimed errors true?

${published.length} integrals from publications, in one, two and three variables, each with its source and its known value in
\`test/published/integrals.json\`. Every program is asked for a relative error of ${TOLERANCES.map(exponent).join(", ")}
and may take ${exponent(MOST)} values of f. Written by \`npm run honesty\` on ${machine}; all in f64 on one core. Times are the
processor's, from the text of f to the value.

- **Met**: the program says that the accuracy was reached, and the true error is within it. For the two integrals that are 0, the
  error is relative to the integral of |f|; so is it where rounding stops the refinement and the program says that the integral
  is 0 to that accuracy.
- **Claim held**: the true error is at most the claimed one, whether or not the accuracy was reached. Differences of 1e-15 of the
  value are not counted against any program, since the known values are rounded.
- **Wrong**: the program says that the accuracy was reached, and it was not.
- **Worst**: the largest ratio of true error to claim.

## In short

${table([HEAD, ...[...all].map(([tolerance, rows]) => [exponent(tolerance), ...figures(rows)])])}

The ${reachless.length} integrals that f64 cannot reach are among them, and stand apart [below](#beyond-f64). Without them:

${table([HEAD, ...[...all].map(([tolerance, rows]) => [exponent(tolerance), ...figures(rows.filter(isReachable))])])}

${[...all].map(([tolerance, rows]) => byClass(tolerance, rows.filter(isReachable))).join("\n\n")}

## What was not reached

${failures(new Map([...all].map(([tolerance, rows]) => [tolerance, rows.filter(isReachable)])))}

## Beyond f64

Here f64 itself is the limit: the singular place is not a number that f64 holds, or f's values near it are lost in rounding, when f is
evaluated as it is written. The second column is the relative error that the best rule has then. The program does better where it
rewrites f in the distance to the singular place; elsewhere the table has the true error (claim). To do better by hand, move the singular
place to 0, as in x = 1 − u, where f64 holds distances exactly; for the slowest decays towards 0 put x = exp(−u).

${table([["integral", "f", "limit", ...TOLERANCES.map(exponent)], ...reachless.map((one) => beyond(one, all))])}

## Other programs

They get the same integrands, compiled from the same trees by a C compiler, over the same boxes: infinite limits and limits that depend
on others are mapped as this program maps them. A value of f that is not finite counts as 0 for them.

${peers.map(({ name, version, missing }) => (missing ? `- ${name}: not measured, ${missing}.` : `- ${name}: ${version}.`)).join("\n")}

${TOLERANCES.map((tolerance) => besides(tolerance, all.get(tolerance) ?? [], peers)).join("\n\n")}
`;
}

const HEAD = ["asked", "integrals", "met", "wrong", "claims held", "worst", "values of f", "time"];
const isReachable = ({ one }: Judged) => one.binary64 === undefined;

function figures(rows: readonly Judged[]): string[] {
  const claims = rows.filter(({ held }) => held !== null);
  const total = (key: "evaluations" | "seconds") => rows.reduce((sum, { outcome }) => sum + outcome[key], 0);
  return [
    String(rows.length),
    String(rows.filter(({ met }) => met).length),
    String(rows.filter(({ met, outcome }) => outcome.reached && !met).length),
    `${claims.filter(({ held }) => held).length} of ${claims.length}`,
    exponent(Math.max(0, ...claims.map(({ ratio }) => ratio))),
    count(total("evaluations")),
    seconds(total("seconds")),
  ];
}

function byClass(tolerance: number, rows: readonly Judged[]): string {
  const groups = CLASSES.flatMap((kind) =>
    [1, 2, 3].map((variables) => ({
      name: [kind, String(variables)],
      rows: rows.filter(({ one }) => one.class === kind && variablesIn(one) === variables),
    })),
  ).filter((group) => group.rows.length);
  const head = ["class", "variables", ...HEAD.slice(1)];
  return `## Asked for ${exponent(tolerance)}\n\n${table([head, ...groups.map((group) => [...group.name, ...figures(group.rows)])])}`;
}

function beyond(one: Published, all: ReadonlyMap<number, readonly Judged[]>): string[] {
  const cells = TOLERANCES.map((tolerance) => {
    const row = all.get(tolerance)?.find((each) => each.one === one);
    if (!row || row.outcome.value === null) return row?.outcome.status ?? "";
    const scale = Math.abs(one.value);
    return row.met
      ? "met"
      : `${exponent(row.error / scale)} (${exponent(row.outcome.claim / scale)})${row.held ? "" : ", broken"}`;
  });
  return [one.name, `\`${one.f.replaceAll("|", "\\|")}\``, exponent(one.binary64 as number), ...cells];
}

/** All programs at a tolerance; those that need two variables beside this program on the same integrals. */
function besides(tolerance: number, own: readonly Judged[], peers: readonly Measured[]): string {
  const rows = peers.flatMap(({ name, runs }) => {
    const theirs = judged(runs.find((run) => run.tolerance === tolerance)?.outcomes ?? [], tolerance);
    if (!theirs.length) return [];
    const names = new Set(theirs.map(({ one }) => one.name));
    const ours = own.filter(({ one }) => names.has(one.name));
    const pairs = theirs.flatMap((their) => {
      const our = ours.find(({ one }) => one === their.one);
      return our?.met && their.met ? [[our, their] as const] : [];
    });
    const ratio = (key: "evaluations" | "seconds") =>
      exponent(middle(pairs.map(([our, their]) => our.outcome[key] / Math.max(their.outcome[key], 1e-7))));
    return [
      [name, ...figures(theirs), "", ""],
      ["this program, the same ones", ...figures(ours), ratio("evaluations"), ratio("seconds")],
    ];
  });
  const head = ["program", ...HEAD.slice(1), "values, ratio", "time, ratio"];
  return `Asked for ${exponent(tolerance)}; the last two columns are medians of this program's over the other's, where both met it:\n\n${table([head, ...rows])}`;
}

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
