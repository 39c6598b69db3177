import type { Agreement, Verdict } from "../../src/benchmark/agreement.ts";
import { exponent } from "../../src/output/units.ts";
import type { Result } from "../../src/run/result.ts";

/** Whether a backend keeps its precision's promise, in words; `wrong` where it does not. */
export function verdictInWords(
  { ok, difference, name }: Verdict,
  { backend, precision }: Pick<Result, "backend" | "precision">,
  { reference }: Pick<Agreement, "reference">,
): { text: string; wrong: boolean } {
  const off = difference ? `off by ${exponent(difference, 1)}` : "no difference";
  const say = (text: string) => ({ text, wrong: ok === false });
  if (name === reference) return say("reference");
  if (reference === null) return say("nothing to compare with");
  if (precision === "f64" && backend !== "simd") return say(ok ? "same bits" : `BITS DIFFER, ${off}`);
  if (ok === null) return say(`${off}: ${precision === "fast" ? "no guarantee" : "no bound"}`);
  return say(ok ? `${off}, as promised` : `TOO FAR OFF: ${off}`);
}

/** The error of the page where backends disagree. */
export const DISAGREE = "the backends disagree by more than their precision allows; see the table";
