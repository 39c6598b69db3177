import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { intervalOf } from "../src/integrand/code/enclosure.ts";
import { type Domain, sum } from "../src/integrand/language/interval.ts";
import { parse } from "../src/integrand/language/parse.ts";
import { simplify } from "../src/integrand/language/simplify.ts";
import { evaluate } from "../src/integrand/language/tape.ts";
import { useGpu } from "./gpu.ts";
import { valuesOnGpu } from "./gpu-values.ts";
import { expressions, FUNCTIONS } from "./random.ts";

const gpu = useGpu();
const texts = expressions(FUNCTIONS, ["+", "-", "*", "/", "^", "<", "&&"]);
const DOMAINS: Domain[] = [
  [
    [0.25, 1.5],
    [1, 3],
  ],
  [
    [-2, 3],
    [0, 1],
  ],
  [
    [1e3, 1e4],
    [-1e-3, 1e-3],
  ],
];

const treeOf = (text: string) => simplify(parse(text, ["x", "y"]));
const side = (domain: Domain, axis: number) => domain[axis] as readonly [number, number];
const within = ([low, high]: readonly [number, number], part: number) => low + (high - low) * part;

describe("a range holds every value of its expression", () => {
  it("in f64, at random points of random expressions", () => {
    let judged = 0;
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(texts, fc.constantFrom(...DOMAINS), unit, unit, (text, domain, a, b) => {
        const tree = treeOfOrNull(text);
        const range = tree && intervalOf(tree, domain);
        if (!tree || !range) return;
        judged++;
        const value = evaluate(tree, [within(side(domain, 0), a), within(side(domain, 1), b)]);
        expect(value).toBeGreaterThanOrEqual(range[0]);
        expect(value).toBeLessThanOrEqual(range[1]);
      }),
      { seed: 3, numRuns: 20_000 },
    );
    expect(judged).toBeGreaterThan(5000);
  });

  it("zero stays on its side, and cancelling terms leave their rounding", () => {
    expect(sum([0, 1], [0, 2])?.[0]).toBe(0);
    expect(sum([1, 1], [-1, -1])?.[0]).toBeLessThanOrEqual(-1e-7);
    expect(
      intervalOf(treeOf("x*x"), [
        [1e-30, 1e-20],
        [0, 0],
      ])?.[0],
    ).toBe(0);
    expect(
      intervalOf(treeOf("log(x-1)"), [
        [1, 2],
        [0, 0],
      ]),
    ).toBeNull();
    expect(
      intervalOf(treeOf("1/x"), [
        [-1, 1],
        [0, 0],
      ]),
    ).toBeNull();
    expect(
      intervalOf(treeOf("exp(x)"), [
        [0, 89],
        [0, 0],
      ]),
    ).toBeNull();
  });
});

it.each(["fast", "f32"] as const)(
  "knowing the range changes no bit in %s",
  async (precision) => {
    const opened = await gpu.open();
    const all = fc.sample(texts, { seed: 5, numRuns: 50 });
    const trees = all.map(treeOfOrNull).filter((tree) => tree !== null);
    for (const domain of DOMAINS) {
      const parts = Array.from({ length: 16 }, (_, k) => [((k * 7) % 16) / 15, k / 15]).flat();
      const points = Float32Array.from(parts, (part, k) => within(side(domain, k % 2), part));
      for (let first = 0; first < trees.length; first += 50) {
        const chunk = trees.slice(first, first + 50);
        const known = await valuesOnGpu(opened.device, chunk, points, precision, domain);
        const unknown = await valuesOnGpu(opened.device, chunk, points, precision);
        for (const [k, tree] of chunk.entries()) {
          expect(known[k], JSON.stringify(tree)).toEqual(unknown[k]);
        }
      }
    }
    opened.release();
  },
  120_000,
);

/** null for what is no expression: a < b < c. */
function treeOfOrNull(text: string) {
  try {
    return treeOf(text);
  } catch {
    return null;
  }
}
