import { integrandOf } from "../../src/integrand/integrand.ts";
import { mathml } from "../../src/integrand/mathml.ts";
import { parse } from "../../src/integrand/parse.ts";
import type { Result } from "../../src/run/result.ts";
import { element } from "../dom.ts";
import { type Query, splitLimits } from "../form/query.ts";
import { claimOf, roundedUp } from "./value.ts";

/** Prints the integral, with its value once it has one; empty while the form is invalid. */
export function printFormula({ f, x, y }: Query, result?: Result): void {
  const place = element("printed");
  try {
    integrandOf(f);
    const limits = (text: string) => splitLimits(text).map((limit) => mathml(parse(limit, "limit")));
    const sign = ([low, high]: readonly string[]) =>
      `<msubsup><mo largeop="true">∫</mo><mrow>${low}</mrow><mrow>${high}</mrow></msubsup>`;
    const d = (name: string) => `<mspace width="0.2em"/><mi mathvariant="normal">d</mi><mi>${name}</mi>`;
    const markup = `<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">${sign(limits(y))}${sign(limits(x))}${mathml(parse(f, "f"))}${d("x")}${d("y")}${result ? valueText(result) : ""}</math>`;
    const { documentElement } = new DOMParser().parseFromString(markup, "application/xml");
    place.replaceChildren(document.importNode(documentElement, true));
    // Only what scrolls needs keyboard focus.
    place.tabIndex = place.scrollWidth > place.clientWidth ? 0 : -1;
  } catch {
    place.replaceChildren();
  }
}

/** `≈ 3.14145 ± 2 · 10^-8`, and the error where the value is known; empty where nothing was estimated. */
function valueText(result: Result): string {
  const number = (value: number) => mathml({ kind: "number", value });
  const claim = claimOf(result);
  if (claim === null) return "";
  const uncertainty = Number(roundedUp(claim));
  const digits = result.integral === 0 ? 1 : Math.floor(Math.log10(Math.abs(result.integral) / uncertainty));
  const value = Number(result.integral.toPrecision(Math.min(15, Math.max(1, digits))));
  const error =
    result.error === null
      ? ""
      : `<mspace width="1em"/><mtext>error\u00a0</mtext>${number(Number(result.error.toExponential(1)))}`;
  return `<mo>≈</mo>${number(value)}<mo>±</mo>${number(uncertainty)}${error}`;
}
