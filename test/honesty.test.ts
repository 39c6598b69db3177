import { beforeAll, describe, expect, it } from "vitest";
import { constantOf } from "../src/integrand/language/integrand.ts";
import { own } from "./published/own.ts";
import { CLASSES, type Judged, judged, published, variablesIn } from "./published/suite.ts";

/** Cheap ones of every class in every number of variables. */
const SAMPLE = `
  quadax-decay-1.1 quadpack-log-lorentzian cauchy-line quadax-jump scipy-three-pieces
  genz-discontinuous-1d-hard quadax-kink quadpack-third-root helfgott-absolute quadax-bessel-100
  burkardt-sine-squared rump-chirp kahaner-16-lorentzian quadpack-peak-4 genz-product-peak-1d-hard
  bailey-06-quarter-circle quadpack-sine-power burkardt-root-log kahaner-12-debye
  quadpack-power-log-mild scipy-bell-1d cubpack-15-two-functions disc-bell ellipse-second-moment
  cubpack-08-infinite-strip scipy-gauss-plane laplace-proof genz-discontinuous-2d-hard floor-sum-2d
  quarter-disc-step burkardt-2d-6-ring-crease nint-11-exp-absolute-2d maximum-2d
  genz-oscillatory-2d-hard cosine-product-100 bessel-plane-wave genz-corner-peak-2d-easy
  genz-corner-peak-2d-hard burkardt-2d-8-bell burkardt-2d-5-root-product box-b2-1 beukers-zeta-3
  scipy-exponential-2d scipy-matching-dblquad nint-25-exp-product-2d ball-wave simplex-xyz
  simplex-z-outermost scipy-inverse-squares scipy-gauss-octant scipy-gauss-three-limits
  genz-discontinuous-3d-easy genz-discontinuous-3d-hard pagani-f6-3d genz-continuous-3d-easy
  genz-continuous-3d-hard pagani-f5-3d genz-oscillatory-3d-hard scipy-oscillatory-3d cosine-product-3d
  genz-corner-peak-3d-easy genz-corner-peak-3d-hard genz-gaussian-3d-hard box-b3-1 box-b3-minus-2
  box-delta3-minus-1 scipy-exponential-3d cuba-03-lattice nint-08-sine-squared-3d
`
  .trim()
  .split(/\s+/);

describe("the suite of published integrals", () => {
  it("has at least 120 of them, each with a source and a name of its own", () => {
    expect(published.length).toBeGreaterThanOrEqual(120);
    expect(new Set(published.map(({ name }) => name)).size).toBe(published.length);
    expect(published.filter(({ source }) => !source)).toEqual([]);
  });

  it("has all classes in one, two and three variables", () => {
    const kinds = new Set(published.map((one) => `${one.class} ${variablesIn(one)}`));
    const all = CLASSES.flatMap((kind) => [1, 2, 3].map((variables) => `${kind} ${variables}`));
    // With one variable no limits can depend on others.
    expect(all.filter((kind) => !kinds.has(kind))).toEqual(["dependent 1"]);
  });

  it.each(published)("$name has the value of its exact expression, $exact", ({ exact, value }) => {
    const scale = Math.max(Math.abs(value), 1e-3);
    expect(Math.abs(constantOf(exact, "exact") - value)).toBeLessThanOrEqual(4e-14 * scale);
  });
});

describe("a sample of them at 1e-8", () => {
  let rows: Judged[] = [];
  beforeAll(async () => {
    const sample = published.filter(({ name }) => SAMPLE.includes(name));
    expect(sample.length).toBe(SAMPLE.length);
    const outcomes = [];
    for (const one of sample) outcomes.push(await own(one, 1e-8));
    rows = judged(outcomes, 1e-8);
  });

  it("has no true error above its claim where the program says that it converged", () => {
    expect(rows.filter(({ outcome, held }) => outcome.status === "converged" && !held)).toEqual([]);
  });

  it("meets the tolerance in at least 97 of 100", () => {
    const missed = rows.filter(({ met }) => !met).map(({ one }) => one.name);
    expect(missed.length, missed.join(", ")).toBeLessThanOrEqual(0.03 * rows.length);
  });
});
