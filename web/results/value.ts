import type { Result } from "../../src/run/result.ts";
import { element, make } from "../dom.ts";

/**
 * The value rounded to the last place that counts for at least twice the uncertainty, the digits that it has beyond, if
 * they follow from these, and its power of ten.
 */
export function digitsOf(value: number, uncertainty: number) {
  const plain = value === 0 || (Math.abs(value) >= 1e-4 && Math.abs(value) < 1e9);
  const exponent = plain ? 0 : Math.floor(Math.log10(Math.abs(value)));
  const scaled = value / 10 ** exponent;
  const before = Math.max(1, Math.floor(Math.log10(Math.abs(scaled) || 1)) + 1);
  const digits = scaled.toFixed(12 - before);
  const places = Math.min(12 - before, -Math.ceil(Math.log10((2 * uncertainty) / 10 ** exponent)));
  const rounded = places >= 0 ? scaled.toFixed(places) : "";
  // Where all that is left is a zero, nothing is certain.
  const certain = Number(rounded) === 0 ? "" : rounded;
  return { certain, rest: digits.startsWith(certain) ? digits.slice(certain.length) : "", exponent };
}

/**
 * How far off a result may be: three times the estimate, below which the true error was in at least 95 % of the runs on
 * published integrals; all of it where there is no estimate.
 */
export function uncertaintyOf({ integral, estimate }: Result): number {
  return estimate ? 3 * (estimate.discretization + estimate.rounding) : Math.abs(integral);
}

/** The value behind the equals sign: what is certain in full ink, the rest faded. */
export function showValue(result: Result | undefined): void {
  const value = element("value");
  value.replaceChildren(make("span", { className: "unknown", textContent: "?" }));
  if (!result) return;
  const uncertainty = uncertaintyOf(result);
  const { certain, rest, exponent } = digitsOf(result.integral, uncertainty);
  const minus = (text: string) => text.replace("-", "−");
  const power = exponent ? [" × 10", make("sup", { textContent: minus(String(exponent)) })] : [];
  value.replaceChildren(
    make("span", { className: "certain", textContent: minus(certain) }),
    make("span", { className: "rest", textContent: minus(rest) }),
    ...power,
    make("span", {
      className: "within",
      textContent: result.estimate ? `± ${uncertainty.toExponential(0)}` : "",
    }),
  );
}
