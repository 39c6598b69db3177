import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { breakEven, clockStepOf, fitCost, spread } from "../src/benchmark/statistics.ts";
import { median, quantile } from "../src/run/quantile.ts";

describe("quantiles", () => {
  // R 4.3, quantile(c(3, 1, 4, 1, 5, 9, 2, 6), type = 7); NumPy's default gives the same.
  it.each([
    [0, 1],
    [0.1, 1],
    [0.25, 1.75],
    [0.5, 3.5],
    [0.9, 6.9],
    [1, 9],
  ])("%d", (p, expected) => expect(quantile([3, 1, 4, 1, 5, 9, 2, 6], p)).toBeCloseTo(expected, 12));

  it("of one value are that value", () => {
    expect([quantile([7], 0.1), median([7]), spread([7])]).toEqual([7, 7, 0]);
  });

  it("make the spread: half of the 10th to 90th percentile, of the median", () => {
    expect(spread([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])).toBeCloseTo((10 - 2) / 2 / 6, 12);
    // One run in nine that was disturbed does not make a measurement noisy.
    expect(spread([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 50])).toBe(0);
  });
});

describe("a line through times", () => {
  it("is found exactly where there is one", () => {
    const cost = fc.double({ min: 1e-9, max: 1, noNaN: true });
    fc.assert(
      fc.property(cost, cost, (fixed, perCell) => {
        const timings = [1, 5, 40, 1000].map((cells) => ({ cells, seconds: fixed + perCell * cells }));
        const found = fitCost(timings);
        expect(found?.misfit).toBeLessThan(1e-6);
        for (const { cells, seconds } of timings) {
          expect((found?.fixed ?? 0) + (found?.perCell ?? 0) * cells).toBeCloseTo(seconds, 6);
        }
      }),
    );
  });

  it("minimises the squares of the relative residuals", () => {
    // numpy.linalg.lstsq([[1/t, n/t]], 1) of these.
    const found = fitCost([
      { cells: 100, seconds: 2 },
      { cells: 1000, seconds: 3 },
      { cells: 10_000, seconds: 11 },
      { cells: 100_000, seconds: 120 },
    ]);
    expect(found?.fixed).toBeCloseTo(1.8890919370790331, 9);
    expect(found?.perCell).toBeCloseTo(0.0010396985433849047, 12);
  });

  it("has no negative part, and wants three times", () => {
    const below = [10, 100, 1000].map((cells) => ({ cells, seconds: cells - 5 }));
    expect(fitCost(below)?.fixed).toBe(0);
    const flat = [10, 100, 1000].map((cells) => ({ cells, seconds: 2 - cells / 1e4 }));
    expect(fitCost(flat)?.perCell).toBe(0);
    expect(fitCost(flat)?.fixed).toBeCloseTo(1.97, 1);
    expect(fitCost(below.slice(1))).toBeNull();
  });
});

describe("break-even", () => {
  const cost = (fixed: number, perCell: number) => ({ fixed, perCell, misfit: 0 });
  it.each([
    [cost(10, 1), cost(0, 2), 10],
    [cost(0, 1), cost(10, 2), 0],
    [cost(10, 2), cost(0, 1), null],
    [cost(10, 1), cost(0, 1), null],
    [cost(1, 1), cost(1, 1), 0],
    // Cheaper to begin with, and dearer a cell: not for good.
    [cost(0, 2), cost(10, 1), null],
  ])("%o against %o", (first, second, cells) => expect(breakEven(first, second)).toBe(cells));
});

it("a clock's step is the least that it ever moves by", () => {
  let reads = 0;
  // Moves every third reading, by 0.25.
  const step = clockStepOf(() => Math.floor(reads++ / 3) * 0.25);
  expect(step).toBe(0.25);
});
