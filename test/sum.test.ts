import { describe, expect, it } from "vitest";
import { prepare } from "../src/problem/problem.ts";
import { makePlan } from "../src/quadrature/grid/plan.ts";
import { CompensatedSum, total } from "../src/quadrature/grid/sum.ts";

describe("a compensated sum", () => {
  it("keeps the digits that a plain sum loses", () => {
    const sum = new CompensatedSum();
    for (const value of [1, 1e100, 1, -1e100]) sum.add(value);
    expect(sum.value).toBe(2);
  });

  it("is exact for a million times 0.1, where a plain sum is off by 1e-6", () => {
    const sum = new CompensatedSum();
    let plain = 0;
    for (let k = 0; k < 1e6; k++) {
      sum.add(0.1);
      plain += 0.1;
    }
    // 0.1 as a double is 3602879701896397 / 2^55.
    expect(sum.value).toBe(Number((3602879701896397n * 10n ** 6n) / 2n ** 40n) / 2 ** 15);
    expect(Math.abs(plain - 1e5)).toBeGreaterThan(1e-6);
  });
});

it("the total is the sum over all tiles times the area of a cell", () => {
  const plan = makePlan(prepare({ nx: 200, ny: 1000, x: [0, 2], y: [5, 0] }));
  expect(plan.tiles).toBe(4);
  expect(total(plan, Float64Array.of(1, 2, 3, 4))).toBe(10 * (2 / 200) * (-5 / 1000));
});
