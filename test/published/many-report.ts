import { PAGANI } from "../genz.ts";
import { CLOSED_FORM, MANY_TOLERANCES, many } from "./many.ts";
import { INTEGRANDS, MOST_AT_RANDOM, type Reliability } from "./many-random.ts";
import { type Judged, judged, MOST, variablesIn } from "./suite.ts";
import { figures, HEAD, type Measured, middle } from "./tables.ts";
import { count, exponent, seconds, table } from "./text.ts";

/** What each program said at a tolerance. */
interface Programs {
  readonly name: string;
  readonly rows: readonly Judged[];
}

/** The section of docs/honesty.md; the first two programs are this one, with products taken apart and kept whole. */
export function manyReport(
  programs: readonly Measured[],
  atRandom: readonly Reliability[],
  machine: string,
): string {
  const all = MANY_TOLERANCES.map((tolerance) => ({
    tolerance,
    programs: programs.map(({ name, runs }): Programs => {
      const outcomes = runs.find((run) => run.tolerance === tolerance)?.outcomes ?? [];
      return { name, rows: judged(outcomes, tolerance, many, CLOSED_FORM) };
    }),
  }));
  const peers = programs.slice(2);
  return `
${many.length} integrals in three to eight variables with closed forms or published values: PAGANI's six, Genz's six families in 3 to 8
variables with random parameters, Gaussians over all space, box integrals and bodies (\`test/published/many.ts\`). The relative
errors asked for are ${MANY_TOLERANCES.map(exponent).join(", ")} with at most ${exponent(MOST)} values of f, all in f64 on one core; _kept whole_ is this program with
\`--no-separation\`. Written by \`npm run honesty:many\` on ${machine}.

${peers.map(({ name, version, missing }) => (missing ? `- ${name}: not measured, ${missing}.` : `- ${name}: ${version}.`)).join("\n")}

A claim of vegas is one standard deviation, so about a third of its claims are broken by design. Times are CPU times; this program's
include parsing f, compiling it to JavaScript and warm-up, some 10 ms, while the others run C that was compiled beforehand.

${all.map(({ tolerance, programs }) => byKind(tolerance, programs)).join("\n\n")}

### PAGANI's integrals

The true error and, in parentheses, the claim, both relative; the values of f and the time.

${table([["integral", "asked", ...programs.map(({ name }) => name)], ...PAGANI.flatMap(([name]) => all.map((one) => inFull(`pagani-${name}`, one)))])}

### Beside Cuhre

Counts of integrals met, and the ratios of this program's times and values of f to Cuhre's, with products split and kept whole:

${table([["asked", "how", "both met", "Cuhre alone", "this program alone", "as fast or faster", "median of times", "median of values"], ...all.flatMap((at) => [0, 1].map((how) => besideCuhre(at, how)))])}

For a smooth f Cuhre is faster: its rule has degree 9 where this program's regions have degree 7, and most of the small integrals
take less time than compiling f. Below are the slowest relative to Cuhre, with products kept whole, where either took more than ${seconds(LONG)}:

${table([["integral", "asked", "this program: values, time", "Cuhre: values, time"], ...all.flatMap(slowest)])}

### Claims broken

${broken(all)}

### Claims of random integrands

${count(INTEGRANDS)} integrands in 4 to 8 variables, Genz's families and sums of two of them, with products kept whole, asked for 1e-2 to 1e-6 with at most
${count(MOST_AT_RANDOM)} values of f, from a seed that no test uses; by the method that made the claim, when they take turns and with \`--rule\`.

${table([["by", "claims", "broken", "worst"], ...atRandom.map(({ by, claims, broken, worst }) => [by, count(claims), String(broken), exponent(worst)])])}
`;
}

function byKind(tolerance: number, programs: readonly Programs[]): string {
  const kinds = [...new Set(many.map((one) => one.class)), null];
  const rows = kinds.flatMap((kind) =>
    programs.flatMap(({ name, rows }) => {
      const own = rows.filter(({ one }) => kind === null || one.class === kind);
      return own.length ? [[kind ?? "all", name, ...figures(own)]] : [];
    }),
  );
  return `### In many variables, asked for ${exponent(tolerance)}\n\n${table([["class", "program", ...HEAD.slice(1)], ...rows])}`;
}

interface AtTolerance {
  readonly tolerance: number;
  readonly programs: readonly Programs[];
}

function inFull(name: string, { tolerance, programs }: AtTolerance): string[] {
  const cells = programs.map(({ rows }) => {
    const row = rows.find(({ one }) => one.name === name);
    if (!row) return "";
    if (row.outcome.value === null) return row.outcome.status;
    const [error, claim] = [row.error, row.outcome.claim].map((own) =>
      exponent(own / Math.abs(row.one.value)),
    );
    return `${error} (${claim}${row.held ? "" : ", **broken**"}), ${spent(row)}`;
  });
  return [name.replace("pagani-", ""), exponent(tolerance), ...cells];
}

const spent = ({ outcome: { evaluations, seconds: took } }: Judged) =>
  `${count(evaluations)}, ${seconds(took)}`;

/** From so many seconds on a time is no matter of compiling f. */
const LONG = 0.1;

function pairsOf({ programs }: AtTolerance, how = 1): (readonly [ours: Judged, cuhre: Judged])[] {
  const own = programs[how];
  const cuhre = programs.find(({ name }) => name === "cuhre");
  return (cuhre?.rows ?? []).flatMap((their) => {
    const our = own?.rows.find(({ one }) => one === their.one);
    return our ? [[our, their] as const] : [];
  });
}

const timeOf = ([ours, cuhre]: readonly [Judged, Judged]) =>
  ours.outcome.seconds / Math.max(cuhre.outcome.seconds, 1e-3);

function besideCuhre(at: AtTolerance, how: number): string[] {
  const pairs = pairsOf(at, how);
  const both = pairs.filter(([ours, cuhre]) => ours.met && cuhre.met);
  return [
    exponent(at.tolerance),
    how === 0 ? "split" : "kept whole",
    String(both.length),
    String(pairs.filter(([ours, cuhre]) => !ours.met && cuhre.met).length),
    String(pairs.filter(([ours, cuhre]) => ours.met && !cuhre.met).length),
    String(both.filter((pair) => timeOf(pair) <= 1).length),
    exponent(middle(both.map(timeOf))),
    exponent(middle(both.map(([ours, cuhre]) => ours.outcome.evaluations / cuhre.outcome.evaluations))),
  ];
}

function slowest(at: AtTolerance): string[][] {
  return pairsOf(at)
    .filter(([ours, cuhre]) => cuhre.met && Math.max(ours.outcome.seconds, cuhre.outcome.seconds) > LONG)
    .sort((a, b) => timeOf(b) - timeOf(a))
    .slice(0, 5)
    .map(([ours, cuhre]) => [
      `${ours.one.name}, ${variablesIn(ours.one)} variables`,
      exponent(at.tolerance),
      `${spent(ours)}${ours.met ? "" : ", not met"}`,
      spent(cuhre),
    ]);
}

function broken(all: readonly AtTolerance[]): string {
  const rows = all.flatMap(({ tolerance, programs }) =>
    programs
      .slice(0, 2)
      .flatMap(({ name, rows }) =>
        rows
          .filter(({ held }) => held === false)
          .map(({ one, error, outcome }) => [
            one.name,
            name,
            exponent(tolerance),
            exponent(error),
            exponent(outcome.claim),
          ]),
      ),
  );
  return rows.length
    ? table([["integral", "how", "asked", "true error", "claim"], ...rows])
    : "None of this program's claims above.";
}
