import type { Result } from "../../src/run/result.ts";
import { element, make } from "../dom.ts";

/**
 * The value rounded to the last decimal place worth at least twice the uncertainty, the remaining digits unless rounding
 * changed those before them, and the power of ten.
 */
export function digitsOf(value: number, uncertainty: number) {
  const plain = value === 0 || (Math.abs(value) >= 1e-4 && Math.abs(value) < 1e9);
  const exponent = plain ? 0 : Math.floor(Math.log10(Math.abs(value)));
  const scaled = value / 10 ** exponent;
  const before = Math.max(1, Math.floor(Math.log10(Math.abs(scaled) || 1)) + 1);
  const digits = scaled.toFixed(12 - before);
  const places = Math.min(12 - before, -Math.ceil(Math.log10((2 * uncertainty) / 10 ** exponent)));
  const rounded = places >= 0 ? scaled.toFixed(places) : "";
  // A lone zero claims nothing.
  const certain = Number(rounded) === 0 ? "" : rounded;
  return { certain, rest: digits.startsWith(certain) ? digits.slice(certain.length) : "", exponent };
}

/** How far off a result may be, by its estimate; null where nothing was estimated. */
export function claimOf({ estimate }: Pick<Result, "estimate">): number | null {
  return estimate && Number.isFinite(estimate.total) ? estimate.total : null;
}

/** Shows the value after the equals sign, certain digits bold, the rest faded. */
export function showValue(result: Result | undefined): void {
  const value = element("value");
  value.replaceChildren(
    make("span", { className: "unknown", textContent: "?" }),
    make("span", { className: "within" }),
  );
  if (!result) return;
  const claim = claimOf(result);
  const { certain, rest, exponent } = digitsOf(result.integral, claim ?? Math.abs(result.integral));
  const minus = (text: string) => text.replace("-", "−");
  const power = exponent ? [" × 10", make("sup", { textContent: minus(String(exponent)) })] : [];
  value.replaceChildren(
    make("span", { className: "certain", textContent: minus(certain) }),
    make("span", { className: "rest", textContent: minus(rest) }),
    ...power,
    make("span", {
      className: "within",
      textContent: claim === null ? "" : `± ${roundedUp(claim)}`,
    }),
  );
}

/** To one digit, never below the value. */
export function roundedUp(value: number): string {
  const nearest = value.toExponential(0);
  return Number(nearest) >= value
    ? nearest
    : (Number(nearest) + 10 ** Math.floor(Math.log10(value))).toExponential(0);
}
