import { integrandOf } from "../src/integrand/integrand.ts";
import { mathml } from "../src/integrand/mathml.ts";
import { parse } from "../src/integrand/parse.ts";
import { element } from "./dom.ts";
import { type Query, splitLimits } from "./query.ts";

/** The integral as it would be printed; nothing while the form is not right. */
export function printFormula({ f, x, y }: Query): void {
  const place = element("printed");
  try {
    integrandOf(f);
    const limits = (text: string) => splitLimits(text).map((limit) => mathml(parse(limit, "limit")));
    const sign = ([low, high]: readonly string[]) =>
      `<msubsup><mo largeop="true">∫</mo><mrow>${low}</mrow><mrow>${high}</mrow></msubsup>`;
    const d = (name: string) => `<mspace width="0.2em"/><mi mathvariant="normal">d</mi><mi>${name}</mi>`;
    const markup = `<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">${sign(limits(y))}${sign(limits(x))}${mathml(parse(f, "f"))}${d("x")}${d("y")}</math>`;
    const { documentElement } = new DOMParser().parseFromString(markup, "application/xml");
    place.replaceChildren(document.importNode(documentElement, true));
  } catch {
    place.replaceChildren();
  }
}
