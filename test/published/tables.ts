import {
  CLASSES,
  type Judged,
  judged,
  MOST,
  type Outcome,
  type Published,
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

/** The columns of figures. */
export const HEAD = ["asked", "integrals", "met", "wrong", "claims held", "worst", "values of f", "time"];
export const isReachable = ({ one }: Judged) => one.binary64 === undefined;

/** What came of these integrals, a column each. */
export function figures(rows: readonly Judged[]): string[] {
  const claims = rows.filter(({ held }) => held !== null);
  const total = (key: "evaluations" | "seconds") => rows.reduce((sum, { outcome }) => sum + outcome[key], 0);
  return [
    String(rows.length),
    String(rows.filter(({ met }) => met).length),
    String(rows.filter(({ met, outcome }) => outcome.reached && !met && outcome.evaluations <= MOST).length),
    `${claims.filter(({ held }) => held).length} of ${claims.length}`,
    exponent(Math.max(0, ...claims.map(({ ratio }) => ratio))),
    count(total("evaluations")),
    seconds(total("seconds")),
  ];
}

/** A section for a tolerance, a row a class and number of variables. */
export function byClass(tolerance: number, rows: readonly Judged[]): string {
  const groups = CLASSES.flatMap((kind) =>
    [1, 2, 3].map((variables) => ({
      name: [kind, String(variables)],
      rows: rows.filter(({ one }) => one.class === kind && variablesIn(one) === variables),
    })),
  ).filter((group) => group.rows.length);
  const head = ["class", "variables", ...HEAD.slice(1)];
  return `## Asked for ${exponent(tolerance)}\n\n${table([head, ...groups.map((group) => [...group.name, ...figures(group.rows)])])}`;
}

/** A row for an integral that f64 cannot reach. */
export function beyond(one: Published, all: ReadonlyMap<number, readonly Judged[]>): string[] {
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

/** Products taken apart and whole, at a tolerance. */
export function bothWays(
  { tolerance, outcomes }: Measured["runs"][number],
  own: readonly Judged[],
): string[][] {
  const whole = judged(outcomes, tolerance);
  const apart = own.filter(({ one }) => whole.some((row) => row.one === one));
  return [
    ["apart", exponent(tolerance), ...figures(apart)],
    ["whole", exponent(tolerance), ...figures(whole)],
  ];
}

/** All programs at a tolerance; those that need two variables beside this program on the same integrals. */
export function besides(tolerance: number, own: readonly Judged[], peers: readonly Measured[]): string {
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

export function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
