import { limitOf } from "../../src/integrand/integrand.ts";
import { mathml } from "../../src/integrand/mathml.ts";
import { nameMathml } from "../../src/integrand/name-mathml.ts";
import { parse } from "../../src/integrand/parse.ts";
import type { Prepared } from "../../src/problem/problem.ts";
import type { Variable } from "../../src/problem/variables.ts";
import { element } from "../dom.ts";

/** Prints the integral that `read` returns; nothing if it throws. */
export function printFormula(read: () => Prepared): void {
  const place = element("printed");
  try {
    const { documentElement } = new DOMParser().parseFromString(formulaOf(read()), "application/xml");
    place.replaceChildren(document.importNode(documentElement, true));
    // Only what scrolls needs keyboard focus.
    place.tabIndex = place.scrollWidth > place.clientWidth ? 0 : -1;
  } catch {
    place.replaceChildren();
  }
}

/** The integral as it is done: the outermost sign first, the innermost differential first. */
function formulaOf({ problem, order }: Prepared): string {
  const names = problem.variables.map(({ name }) => name);
  const inwards = [...order].reverse();
  const sign = (axis: number) => {
    const { name, from, to } = problem.variables[axis] as Variable;
    const [low, high] = [from, to].map((text) => mathml(limitOf(text, names, name), names));
    return `<msubsup><mo largeop="true">∫</mo><mrow>${low}</mrow><mrow>${high}</mrow></msubsup>`;
  };
  const differential = (axis: number) =>
    `<mspace width="0.2em"/><mi mathvariant="normal">d</mi>${nameMathml(names[axis] as string)}`;
  return [
    '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">',
    ...inwards.map(sign),
    mathml(parse(problem.f, names), names),
    ...order.map(differential),
    "</math>",
  ].join("");
}
