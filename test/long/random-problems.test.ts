import fc from "fast-check";
import { expect, it } from "vitest";
import { problems } from "../random.ts";
import { expectAgreement, planOf } from "../random-problems.ts";

it.each(["f32", "df64"] as const)(
  "random problems have the sums of f64 in %s, within the bounds",
  async (precision) => {
    const plans = fc.sample(problems, { seed: 19, numRuns: 30 }).map(planOf);
    expect(
      await expectAgreement(
        plans.filter((plan) => plan !== null),
        precision,
      ),
    ).toBeGreaterThan(9);
  },
);
