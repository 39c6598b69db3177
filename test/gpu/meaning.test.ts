import fc from "fast-check";
import { expect, it } from "vitest";
import { OPERATIONS } from "../../src/integrand/language/operations.ts";
import { evaluate } from "../../src/integrand/language/tape.ts";
import type { Tree } from "../../src/integrand/language/tree.ts";
import { useGpu } from "../gpu.ts";
import { valuesShader } from "../gpu-values.ts";
import { compare, describeMeaning, type Point } from "../meaning-cases.ts";
import { expressions, FUNCTIONS } from "../random.ts";
import { specialValues } from "../special-values.ts";
import { integrandOf } from "../trees.ts";

const gpu = useGpu();

describeMeaning(gpu, "fast");
describeMeaning(gpu, "f32");
specialValues(gpu, "f32");

it("two hundred random expressions have the values of f64, within what rounding may do to them", async () => {
  const smooth = ["sin", "cos", "atan", "tanh", "exp", "sqrt", "abs", "cbrt", "sinh", "log"];
  const texts = fc.sample(expressions(smooth, ["+", "-", "*", "/"]), { seed: 7, numRuns: 200 });
  const points: Point[] = [
    [0.7, 1.3],
    [2.1, 0.4],
    [-1.2, 3.3],
    [0.01, -0.6],
  ];
  let judged = 0;
  for (const { text, tree, point, value } of await compare(gpu, texts, points, "f32")) {
    const { value: truth, error } = conditioned(tree, Math.fround(point[0]), Math.fround(point[1]));
    if (!Number.isFinite(error) || error > 0.1 * Math.abs(truth) + 0.01 || Math.abs(truth) > 1e30) continue;
    judged++;
    expect(Math.abs(value - truth), `${text} at ${point}`).toBeLessThanOrEqual(error);
  }
  expect(judged).toBeGreaterThan(500);
}, 120_000);

/** The value, and how far an evaluation whose every operation is good to 3e-5 may be from it. */
function conditioned(tree: Tree, x: number, y: number): { value: number; error: number } {
  const value = evaluate(tree, [x, y]);
  if (tree.kind !== "call") return { value, error: Math.abs(value) * 6e-8 };
  const operation = OPERATIONS.get(tree.name) as { value: (...args: number[]) => number };
  const args = tree.args.map((arg) => conditioned(arg, x, y));
  const inherited = args.map(({ error }, k) => {
    const shifted = (by: number) => operation.value(...args.map((arg, j) => arg.value + (j === k ? by : 0)));
    return Math.max(Math.abs(shifted(2 * error) - value), Math.abs(shifted(-2 * error) - value));
  });
  const own = /[a-z]/.test(tree.name) ? 3e-5 * (Math.abs(value) + 0.1) : 1e-6 * Math.abs(value);
  return { value, error: inherited.reduce((sum, one) => sum + one, own) };
}

it("three thousand random expressions compile, in either precision", async () => {
  const opened = await gpu.open();
  const operators = ["+", "-", "*", "/", "^", "<", ">=", "!=", "&&", "||"];
  const texts = fc.sample(expressions([...FUNCTIONS, "!"], operators), { seed: 11, numRuns: 3600 });
  let compiled = 0;
  for (let first = 0; first < texts.length; first += 250) {
    const trees = texts.slice(first, first + 250).flatMap((text) => {
      try {
        return [integrandOf(text)];
      } catch (error) {
        // a < b < c
        expect(error).toMatchObject({ code: "usage" });
        return [];
      }
    });
    const module = opened.device.createShaderModule({
      code: valuesShader(trees, first % 500 ? "fast" : "f32"),
    });
    const { messages } = await module.getCompilationInfo();
    expect(messages.filter(({ type }) => type === "error").map(({ message }) => message)).toEqual([]);
    compiled += trees.length;
  }
  expect(compiled).toBeGreaterThan(3000);
  opened.release();
}, 120_000);
