import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dialectOf, domainOf, shaderText } from "../src/gpu/shader.ts";
import { compileJavaScript, type Nodes } from "../src/integrand/code/javascript.ts";
import { wgslText } from "../src/integrand/code/wgsl.ts";
import { evaluate } from "../src/integrand/language/tape.ts";
import { nodesOf, type Plan } from "../src/quadrature/grid/plan.ts";
import { CompensatedSum } from "../src/quadrature/grid/sum.ts";
import { problems } from "./random.ts";
import { expectAgreement, planOf } from "./random-problems.ts";

const sampled = fc.sample(problems, { seed: 18, numRuns: 5000 });
const plans = sampled.map(planOf).filter((plan) => plan !== null);

describe("five thousand random problems", () => {
  it("are refused by a message to the user, or have a plan", () => {
    expect(plans.length).toBeGreaterThan(4000);
    const count = (holds: (plan: Plan) => boolean) => plans.filter(holds).length;
    for (const axes of [1, 2, 3]) expect(count(({ box }) => box.length === axes)).toBeGreaterThan(1000);
    expect(count(({ infinite }) => infinite.includes(true))).toBeGreaterThan(500);
    expect(count(({ mapped, infinite }) => mapped && !infinite.includes(true))).toBeGreaterThan(500);
    for (const name of ["midpoint", "trapezoid", "simpson", "gauss16"]) {
      expect(count(({ rule }) => rule.name === name)).toBeGreaterThan(100);
    }
  });

  it("have the tree's value in JavaScript at every node, with its weight", () => {
    let [judged, finite] = [0, 0];
    const wrong: unknown[] = [];
    for (const plan of plans) {
      const { x, y, z, f, weighted } = plan;
      const compiled = compileJavaScript(weighted);
      const step = Math.max(1, Math.floor(nodesOf(plan) / 7));
      for (let node = 0; node < nodesOf(plan); node += step) {
        const at = [
          node % x.count,
          Math.floor(node / x.count) % y.count,
          Math.floor(node / x.count / y.count),
        ] as const;
        const one = [x, y, z].map((axis, k) => ({
          nodes: axis.nodes(at[k], 1),
          weights: axis.weights(at[k], 1),
        })) as [Nodes, Nodes, Nodes];
        const sum = new CompensatedSum();
        compiled(...one, sum);
        const value = one.slice(0, plan.box.length).reduce(
          (product, { weights }) => (weights ? product * (weights[0] as number) : product),
          evaluate(
            f,
            one.map(({ nodes }) => nodes[0] as number),
          ),
        );
        judged++;
        finite += Number(Number.isFinite(value));
        const same = Number.isFinite(value) ? sum.value === value : !Number.isFinite(sum.value);
        if (!same) wrong.push([plan.problem, node, sum.value, value]);
      }
    }
    expect(wrong).toEqual([]);
    expect(judged).toBeGreaterThan(20_000);
    expect(finite).toBeGreaterThan(10_000);
  });

  it("have their WGSL in f32 and in df64", () => {
    for (const [k, plan] of plans.entries()) {
      for (const precision of ["f32", "df64"] as const) {
        try {
          const f = wgslText(plan.weighted, domainOf(plan), dialectOf(precision));
          // Leaving out what f does not use takes the most time.
          const text = k % 10 === 0 ? shaderText(plan, precision) : f;
          expect(text).toContain(k % 10 === 0 ? "fn integrate(" : "fn f(");
        } catch (error) {
          expect([plan.problem, error]).toEqual([
            plan.problem,
            expect.objectContaining({ code: "not-finite" }),
          ]);
        }
      }
    }
  });

  // The long tests have a hundred, in df64 too.
  it("have the sums of f64 in f32, within the bounds: the first six", async () => {
    expect(await expectAgreement(plans.slice(0, 6), "f32")).toBeGreaterThan(1);
  });
});
