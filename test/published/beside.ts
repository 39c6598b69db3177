import { quantile } from "../../src/run/quantile.ts";
import { type Judged, judged, TOLERANCES, variablesIn } from "./suite.ts";
import type { Measured } from "./tables.ts";
import { exponent, table } from "./text.ts";

const TITLE = "## Accuracies";

/** The section of docs/benchmarks.md: this program's time over the others' where both are right, and what each is alone in. */
export function accuracies(own: Measured, peers: readonly Measured[], machine: string): string {
  const rows = TOLERANCES.flatMap((tolerance) =>
    peers.flatMap((peer) =>
      [1, 2, 3].flatMap((variables) => {
        const [ours, theirs] = [own, peer].map(({ runs }) =>
          judged(runs.find((run) => run.tolerance === tolerance)?.outcomes ?? [], tolerance).filter(
            ({ one }) => variablesIn(one) === variables,
          ),
        ) as [Judged[], Judged[]];
        if (!theirs.length) return [];
        return [[exponent(tolerance), peer.name, String(variables), ...cellsOf(ours, theirs)]];
      }),
    ),
  );
  const head = ["asked", "program", "variables", "time, ratio", "values, ratio", "faster"];
  return `${TITLE}

Written by \`npm run honesty\` with [Are the claimed errors true?](honesty.md), which describes the measurement, on ${machine}: the
published integrals there, all in f64 on one core. A ratio is this program's figure over the other's for one integral that both got
right: the median, and the range without the highest and the lowest tenth. _Faster_ counts the integrals for which this program took less
time. The last columns count all integrals: right in both programs, only in this one, only in the other, in neither. The others get f
from a C compiler, outside their times; this program's times include parsing and compiling f, which is most of the time of an easy
integral. R's clock counts whole milliseconds, so cuhre's times are means over 20 ms of runs.

${table([[...head, "both", "only here", "only there", "neither"], ...rows])}`;
}

function cellsOf(ours: readonly Judged[], theirs: readonly Judged[]): string[] {
  const pairs = theirs.flatMap((their) => {
    const our = ours.find(({ one }) => one === their.one);
    return our ? [[our, their] as const] : [];
  });
  const both = pairs.filter(([our, their]) => our.met && their.met);
  const ratios = (key: "seconds" | "evaluations") =>
    both.map(([our, their]) => our.outcome[key] / Math.max(their.outcome[key], 1e-7));
  const count = (here: boolean, there: boolean) =>
    String(pairs.filter(([our, their]) => our.met === here && their.met === there).length);
  const faster = ratios("seconds").filter((ratio) => ratio < 1).length;
  return [
    spread(ratios("seconds")),
    spread(ratios("evaluations")),
    String(faster),
    count(true, true),
    count(true, false),
    count(false, true),
    count(false, false),
  ];
}

function spread(ratios: readonly number[]): string {
  if (!ratios.length) return "–";
  const [low, middle, high] = [0.1, 0.5, 0.9].map((p) => exponent(quantile(ratios, p)));
  return `${middle} (${low} to ${high})`;
}
