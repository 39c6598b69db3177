import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isFunction } from "../src/integrand/names.ts";
import { OPERATIONS } from "../src/integrand/operations.ts";
import { evaluate } from "../src/integrand/tape.ts";
import { wasmBlock } from "../src/integrand/wasm/block.ts";
import { agreeing, randomTexts } from "./simd-values.ts";
import { integrandOf } from "./trees.ts";

const SPECIAL = [0, -0, 1, -1, 2, 0.5, -0.5, -2.5, 3, 4.5, 1 / 0, -1 / 0, 0 / 0, 1e308, -1e308, 1e-310, -1e-310, 1e200, 1e-200, 745.2, -745.2, 711];
const OPERATORS = "+ - * / ^ < <= > >= == != && ||".split(" ");
const WORDS = [
  ...OPERATORS.map((sign) => `x ${sign} y`),
  ..."-x !x x?y:7 x^2 x^3 x^4 x^5 x^6 x^7 x^8 x^-1 x^-3 x^0.5 x^-7 x^2.5 7^x (-2)^x".split(" "),
  ...[...OPERATIONS].flatMap(([name, { arity }]) =>
    !isFunction(name) ? [] : arity[0] === 1 ? [`${name}(x)`] : [`${name}(x, y)`, ...(arity[1] > 2 ? [`${name}(x, y, x+1)`] : [])],
  ),
];

it.each(["it", "1 / it"])("every word has JavaScript's value at special values: %s", (wrapped) => {
  const xs = SPECIAL.flatMap((x) => SPECIAL.map(() => x));
  const ys = SPECIAL.flatMap(() => SPECIAL);
  const points = Float64Array.from([...xs, ...ys]);
  const out = new Float64Array(xs.length);
  const wrong: string[] = [];
  for (const word of WORDS) {
    const tree = integrandOf(wrapped.replace("it", `(${word})`));
    wasmBlock(tree)(points, xs.length, xs.length, out);
    out.forEach((value, k) => {
      const [x, y] = [xs[k] as number, ys[k] as number];
      const truth = evaluate(tree, [x, y]);
      // A zero's sign matters where it is a divisor.
      const isSame = truth === 0 && wrapped === "it" ? value === 0 : Object.is(value, truth);
      if (!isSame && !(Math.abs(value - truth) <= 2e-15 * Math.abs(truth) + 5e-324)) wrong.push(`${word} at ${x}, ${y}: ${value}, not ${truth}`);
    });
  }
  expect(wrong).toEqual([]);
});

it("four hundred random expressions have the values of JavaScript, within what rounding may do to them", () => {
  expect(agreeing(randomTexts(400, 5))).toBeGreaterThan(800);
});
