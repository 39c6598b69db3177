import type { BigNumber } from "mathjs";
import { describe, expect, it } from "vitest";
import { type Double, fromNumber } from "../../src/gpu/df64.ts";
import { df64Table } from "../../src/gpu/df64-table.ts";
import { exact, math } from "../accuracy/exact.ts";
import { generator } from "../accuracy/generator.ts";
import { fma, fusedExp, fusedProduct, fusedSine, twoSum } from "../double-single.ts";

// No adapter here has a fused fma, so the arithmetic of that variant is tested in TypeScript.
const random = generator(9);
const big = ([x, y]: Double): BigNumber => math.add(exact(x), exact(y)) as BigNumber;
const table = df64Table();
const off = (value: Double, truth: BigNumber) => Math.abs(Number(math.subtract(big(value), truth)));

describe("with fma rounded once", () => {
  it("the twin's fma rounds once", () => {
    // 1 + 2^-23 squared is 1 + 2^-22 + 2^-46, whose last term only the fused one keeps.
    const a = 1 + 2 ** -23;
    expect(fma(a, a, -(1 + 2 ** -22))).toBe(2 ** -46);
    // Just above a tie of f32, which two roundings would take to even.
    expect(fma(1, 1, 2 ** -24)).toBe(1);
    expect(fma(2 ** -40, 2 ** -40, 1 + 2 ** -23 + 2 ** -24)).toBe(1 + 2 ** -22);
    expect(fma(a, 2 ** -24, 1)).toBe(1 + 2 ** -23);
    expect(fma(-a, 2 ** -24, 1 + 2 ** -23)).toBe(1);
  });

  it("products are exact from three operations", () => {
    for (let k = 0; k < 4000; k++) {
      const [a, b] = [random() - 0.5, (random() - 0.5) * 2 ** Math.floor(40 * random() - 20)].map(
        Math.fround,
      ) as [number, number];
      expect(String(big(fusedProduct(a, b)))).toBe(String(math.multiply(exact(a), exact(b))));
    }
  });

  it("the sine is off by less than 2^-41, small ones by less than 2e-12 of themselves on average", () => {
    let [small, errors] = [0, 0];
    for (let k = 0; k < 3000; k++) {
      const x = fromNumber((random() - 0.5) * (k % 3 ? 13.2 : 0.07));
      const truth = math.sin(big(x)) as BigNumber;
      const error = off(fusedSine(x, table), truth);
      expect(error).toBeLessThan(2 ** -41);
      // 1e-12 of the value and of its argument, as everywhere in df64.
      if (k % 3 === 0) [small, errors] = [small + Math.abs(Number(truth)), errors + error];
    }
    expect(errors).toBeLessThan(2e-12 * small);
  });

  it("the sine takes sums that are not normalised, cancelling ones too", () => {
    for (let k = 0; k < 3000; k++) {
      const a = fromNumber(3.2 * random());
      const b = fromNumber(k % 2 ? 3.2 * random() : -(a[0] * (1 + (k % 9) * 2 ** -24)));
      const [s, low] = twoSum(a[0], b[0]);
      const sum: Double = [s, Math.fround(low + Math.fround(a[1] + b[1]))];
      const truth = math.sin(math.add(big(a), big(b)) as BigNumber) as BigNumber;
      expect(off(fusedSine(sum, table), truth)).toBeLessThan(2 ** -41);
    }
  });

  it("the exponential is off by less than 2^-41 of itself", () => {
    for (let k = 0; k < 3000; k++) {
      const x = fromNumber((random() - 0.5) * (k % 2 ? 174 : 4));
      const truth = math.exp(big(x)) as BigNumber;
      expect(off(fusedExp(x, table), truth)).toBeLessThan(2 ** -41 * Number(truth));
    }
  });
});
