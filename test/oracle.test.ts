import fc from "fast-check";
import { all, create, type FactoryFunctionMap } from "mathjs";
import { expect, it } from "vitest";
import { parse } from "../src/integrand/language/parse.ts";
import { evaluate } from "../src/integrand/language/tape.ts";
import type { Tree } from "../src/integrand/language/tree.ts";
import { expressions, FUNCTIONS } from "./random.ts";
import { valuesOf } from "./simd-values.ts";
import { integrandOf } from "./trees.ts";

type Point = readonly [number, number];

const mathjs = create(all as FactoryFunctionMap, {});
const seeded = (runs: number) => ({ seed: 20_260_101, numRuns: runs });

// Left out, since they differ in mathjs: round (halves away from zero), ln, && || ! (missing), == and != (with
// an epsilon). Complex values count as NaN here.
const names = FUNCTIONS.filter((name) => name !== "round" && name !== "ln");
const signs = ["+", "-", "*", "/", "^"];

it.each([
  ["JavaScript", 3000, (tree: Tree, point: Point) => evaluate(tree, point)],
  ["WebAssembly", 600, (tree: Tree, point: Point) => valuesOf(tree, [point])[0] as number],
] as const)("random expressions have the values of mathjs in %s, to 12 digits", (_, runs, valueAt) => {
  let compared = 0;
  const point = fc.constantFrom([0.7, 1.3], [2.1, 0.4], [-1.2, 3.3]);
  fc.assert(
    fc.property(expressions(names, signs), point, (text, [x, y]) => {
      const ours = valueAt(integrandOf(text), [x, y] as Point);
      // mathjs takes powers and logarithms of negative numbers through complex values.
      if (!Number.isFinite(ours) || Math.abs(ours) > 1e100) return;
      let theirs: unknown;
      try {
        theirs = mathjs.evaluate(text, { x, y });
      } catch {
        return;
      }
      if (typeof theirs !== "number" || !Number.isFinite(theirs)) return;
      compared++;
      expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(
        1e-12 * Math.max(1, Math.abs(theirs)) * condition(text),
      );
    }),
    seeded(runs),
  );
  expect(compared).toBeGreaterThan(runs / 2);
});

// Sines of large numbers and the like lose digits, which both sides may lose differently.
function condition(text: string): number {
  return /exp|cosh|sinh|tan|\^/.test(text) ? 1e6 : 1;
}

it("ten thousand mangled texts neither crash nor hang the parser", () => {
  const mangled = fc
    .tuple(
      expressions(FUNCTIONS, [...signs, "<", "&&", "?"]),
      fc.nat(),
      fc.string({ maxLength: 4, unit: "binary" }),
    )
    .map(
      ([text, at, noise]) =>
        text.slice(0, at % (text.length + 1)) + noise + text.slice((at % (text.length + 1)) + 1),
    );
  fc.assert(
    fc.property(mangled, (text) => {
      try {
        parse(text, ["x", "y"]);
      } catch (error) {
        expect(error).toMatchObject({ code: "usage" });
      }
    }),
    seeded(10_000),
  );
});
