import type { Result } from "../src/result.ts";
import { element, make } from "./dom.ts";

/** The digits of a value that are certain to within `uncertainty`, those that are not, and its power of ten. */
export function digitsOf(value: number, uncertainty: number) {
  if (value === 0) return { certain: "0", rest: "", exponent: "" };
  const plain = Math.abs(value) >= 1e-4 && Math.abs(value) < 1e9;
  const [digits = "", exponent = ""] = plain ? [value.toPrecision(12)] : value.toExponential(11).split("e");
  const known = Math.min(12, Math.max(0, Math.floor(Math.log10(Math.abs(value) / (2 * uncertainty)))));
  // A sign, zeros and a point before the first digit that counts; then as many as are known.
  const certain = known ? (new RegExp(`^-?[0.]*(\\d\\.?){${known}}`).exec(digits)?.[0] ?? "") : "";
  return { certain, rest: digits.slice(certain.length), exponent };
}

/** The value behind the equals sign: what is certain in full ink, the rest faded. */
export function showValue(result: Result | undefined): void {
  const value = element("value");
  value.replaceChildren(make("span", { className: "unknown", textContent: "?" }));
  if (!result) return;
  const { integral, estimate } = result;
  const uncertainty = estimate ? estimate.discretization + estimate.rounding : Math.abs(integral);
  const { certain, rest, exponent } = digitsOf(integral, uncertainty);
  const minus = (text: string) => text.replace("-", "−");
  value.replaceChildren(
    make("span", { className: "certain", textContent: minus(certain) }),
    make("span", { className: "rest", textContent: minus(rest) }),
    ...(exponent ? [" × 10", make("sup", { textContent: minus(String(Number(exponent))) })] : []),
  );
  value.title = estimate ? `certain to about ${uncertainty.toExponential(1)}` : "";
}
