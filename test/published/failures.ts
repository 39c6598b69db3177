import { ADVICE } from "./advice.ts";
import { type Judged, published, scaleOf, TOLERANCES, variablesIn } from "./suite.ts";
import { exponent, table } from "./text.ts";

/** The integrals that were not met or whose claim was broken at some tolerance, with the reason and what to do. */
export function failures(all: ReadonlyMap<number, readonly Judged[]>): string {
  const rows = published.flatMap((one) => {
    const own = TOLERANCES.map((tolerance) => all.get(tolerance)?.find((row) => row.one === one));
    const wrong = own.filter((row) => row && (!row.met || row.held === false)) as Judged[];
    if (!wrong.length) return [];
    const f = one.f.replaceAll("|", "\\|");
    const cells = own.map((row) => (row ? cellOf(row) : ""));
    return [[`${one.name}: \`${f}\``, `${one.class}, ${variablesIn(one)}`, ...cells, adviceFor(wrong)]];
  });
  if (!rows.length) return "Nothing.";
  return `The true error and, in parentheses, the claim, both relative, and why the program stopped.\n\n${table([["integral", "class, variables", ...TOLERANCES.map(exponent), "why, and what to do"], ...rows])}`;
}

function cellOf({ one, outcome, met, held, error }: Judged): string {
  if (met && held) return "met";
  if (outcome.value === null) return `no value, ${outcome.status}`;
  const scale = scaleOf(one);
  const broken = held ? "" : ", **claim broken**";
  return `${exponent(error / scale)} (${exponent(outcome.claim / scale)}), ${outcome.status}${broken}`;
}

function adviceFor(wrong: readonly Judged[]): string {
  const [{ one, outcome }] = wrong as [Judged];
  const own = ADVICE.integrals[one.name];
  if (own) return own;
  if (wrong.some(({ outcome: { value } }) => value === null)) return ADVICE.none;
  if (wrong.some(({ outcome: { status } }) => status === "converged")) return ADVICE.wrong;
  if (outcome.status === "rounding") return ADVICE.rounding;
  if (outcome.status === "interrupted") return ADVICE.slow;
  return ADVICE.kinds[`${one.class} ${variablesIn(one)}`] ?? ADVICE.more;
}
