import { describe, expect, it } from "vitest";
import { prepareAccuracy } from "../src/problem/accuracy.ts";
import { adaptAlone } from "../src/run/separately.ts";

describe("an accuracy that takes more values than it may", () => {
  // Infinitely many jumps towards y = 0.
  const hard = prepareAccuracy({ f: "x/y-floor(x/y)", x: [0, 1], y: [0, 1], tolerance: 1e-10 });

  it.each([5e3, 3e4, 1e5])("ends with at most %f, and a claim", async (maxEvaluations) => {
    const wanted = { relative: 1e-10, absolute: 0, maxEvaluations };
    const { status, evaluations, error, integral } = await adaptAlone(hard, wanted);
    expect(status).toBe("evaluations");
    // A region that a curve crosses takes more than the one it was a part of.
    expect(evaluations).toBeLessThanOrEqual(1.1 * maxEvaluations);
    // They are spent: a region has a few hundred.
    expect(evaluations).toBeGreaterThan(0.7 * maxEvaluations);
    // Furdui 2013, Limits, Series, and Fractional Part Integrals: 3/4 - gamma/2.
    expect(Math.abs(integral - (0.75 - 0.5772156649015329 / 2))).toBeLessThanOrEqual(error);
  });
});
