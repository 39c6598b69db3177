import { expect, it } from "vitest";
import { measureSimd } from "../accuracy/simd.ts";
import { agreeing, agreeingProblems, randomTexts } from "../simd-values.ts";

it("ten thousand random expressions compile to WebAssembly with the values of JavaScript", () => {
  expect(agreeing(randomTexts(10_000, 23))).toBeGreaterThan(20_000);
}, 300_000);

it("six hundred random problems have the integrals of serial", () => {
  expect(agreeingProblems(600, 31)).toBeGreaterThan(400);
}, 300_000);

it("every function is within two units of the last place at ten thousand arguments", () => {
  for (const { name, mostUlp, at } of measureSimd(10_000))
    expect(mostUlp, `${name} at ${at}`).toBeLessThanOrEqual(2);
}, 300_000);
