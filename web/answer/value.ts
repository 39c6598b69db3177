import { make } from "../dom.ts";

/** A value and the uncertainty that is claimed of it; null where nothing is known of that. */
export interface Claimed {
  readonly value: number;
  readonly claim: number | null;
}

/** Significant digits that an f64 has. */
const MOST = 16;

/**
 * The value rounded to the last decimal place worth at least twice the uncertainty, two digits more, and the power of
 * ten.
 */
export function digitsOf({ value, claim }: Claimed) {
  const uncertainty = claim ?? Math.abs(value);
  const plain = value === 0 || (Math.abs(value) >= 1e-4 && Math.abs(value) < 1e9);
  const exponent = plain ? 0 : Math.floor(Math.log10(Math.abs(value)));
  const scaled = value / 10 ** exponent;
  const before = Math.max(1, Math.floor(Math.log10(Math.abs(scaled) || 1)) + 1);
  const places = Math.min(MOST - before, -Math.ceil(Math.log10((2 * uncertainty) / 10 ** exponent)));
  const rounded = places >= 0 ? scaled.toFixed(places) : "";
  // A lone zero claims nothing.
  const certain = Number(rounded) === 0 ? "" : rounded;
  const shown = scaled.toFixed(Math.min(MOST - before, Math.max(2, places + 2)));
  return { ...inAndOut(certain, shown), exponent };
}

/** The certain digits, and the others; where rounding changed the last ones, those that it left. */
function inAndOut(certain: string, shown: string): { certain: string; rest: string } {
  let same = 0;
  while (same < certain.length && certain[same] === shown[same]) same++;
  // 1.000 is better than the ones of 0.99996.
  if (same < certain.length - 2) return { certain, rest: "" };
  return { certain: shown.slice(0, same), rest: shown.slice(same) };
}

/** The value's digits, certain ones in ink and the others faded, and the uncertainty. */
export function valueParts(claimed: Claimed): HTMLElement[] {
  const { value, claim } = claimed;
  const within = (text: string) => make("span", { className: "within", textContent: text });
  const certainly = (text: string) => make("span", { className: "certain", textContent: minus(text) });
  if (value === 0 && claim === 0) return [certainly("0"), within("± 0")];
  const { certain, rest, exponent } = digitsOf(claimed);
  // A zero of which the error is known is that: zero.
  if (!certain && claim !== null && Math.abs(value) <= claim && claim < TINY)
    return [certainly("0"), within(`± ${roundedUp(claim + Math.abs(value))}`)];
  const number = make(
    "span",
    {},
    certainly(certain),
    make("span", { className: "rest", textContent: minus(rest) }),
  );
  if (exponent) number.append(" × 10", make("sup", { textContent: minus(String(exponent)) }));
  return [number, within(claim === null ? "" : `± ${roundedUp(claim)}`)];
}

/** An integral that is 0 to so much is shown as 0. */
const TINY = 1e-6;

/** To one digit, never below the value: `0.03`, `3e-13`. */
export function roundedUp(value: number): string {
  const text = exponentUp(value);
  return minus(value >= 0.01 && value < 1000 ? String(Number(text)) : text);
}

function exponentUp(value: number): string {
  const nearest = value.toExponential(0);
  const up =
    Number(nearest) >= value
      ? nearest
      : (Number(nearest) + 10 ** Math.floor(Math.log10(value))).toExponential(0);
  return up.replace("e+", "e");
}

export function minus(text: string): string {
  return text.replaceAll("-", "−");
}
