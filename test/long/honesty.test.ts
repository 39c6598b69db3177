import { beforeAll, describe, expect, it } from "vitest";
import { type OnGpu, onGpu } from "../published/gpu.ts";
import { own } from "../published/own.ts";
import { type Judged, judged, published, TOLERANCES } from "../published/suite.ts";

/** A tenth of what the document allows, so that the test takes minutes. */
const MOST = { evaluations: 1e6, seconds: 10 };
const AN_HOUR = 3_600_000;
const named = (rows: readonly Judged[]) => rows.map(({ one, ratio }) => `${one.name} ${ratio}`).join(", ");

describe.each(TOLERANCES)("all published integrals at %s", (tolerance) => {
  let rows: Judged[] = [];
  beforeAll(async () => {
    const outcomes = [];
    for (const one of published) outcomes.push(await own(one, tolerance, true, MOST));
    rows = judged(outcomes, tolerance);
  }, AN_HOUR);

  it("have claims of which at least 99 of 100 hold", () => {
    const broken = rows.filter(({ held }) => held === false);
    expect(broken.length, named(broken)).toBeLessThanOrEqual(0.01 * rows.length);
  });

  it("are off by at most 10 times the claim where the program says that it converged", () => {
    const off = rows.filter(({ outcome, ratio }) => outcome.status === "converged" && ratio > 10);
    expect(off, named(off)).toEqual([]);
  });

  // With ten times as many values 98 of 100 are; see docs/honesty.md.
  it("are met in at least 92 of 100", () => {
    const missed = rows.filter(({ met }) => !met);
    expect(missed.length, named(missed)).toBeLessThanOrEqual(0.08 * rows.length);
  });
});

describe.each([
  ["f32", 1e-5],
  ["df64", 1e-8],
] as const)("every third of them in %s on the GPU, at %s", (precision, tolerance) => {
  let run: OnGpu["runs"][number];
  let rows: Judged[] = [];
  beforeAll(async () => {
    const some = published.filter((_, k) => k % 3 === 0);
    const found = await onGpu(some, () => {}, { evaluations: 3e5, seconds: 10 }, [{ precision, tolerance }]);
    if (typeof found === "string") throw new Error(found);
    run = found.runs[0] as OnGpu["runs"][number];
    rows = judged(run.outcomes, tolerance);
  }, AN_HOUR);

  it("has claims that hold, but for at most one", () => {
    const broken = rows.filter(({ held }) => held === false);
    expect(broken.length, named(broken)).toBeLessThanOrEqual(1);
  });

  it("are met in at least 85 of 100, with values of the GPU", () => {
    const missed = rows.filter(({ met }) => !met);
    expect(missed.length, named(missed)).toBeLessThanOrEqual(0.15 * rows.length);
    // Singular ends and cut regions, which take most values here, are the CPU's.
    expect(run.share).toBeGreaterThan(0.03);
  });
});
