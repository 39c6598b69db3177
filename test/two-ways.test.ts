import { afterAll, describe, expect, it } from "vitest";
import { nodeProvider } from "../node/devices/provider.ts";
import { host } from "../node/host.ts";
import { boundsOf } from "../src/accuracy/bound.ts";
import { type ProblemOptions, prepare } from "../src/problem/problem.ts";
import { integrate } from "../src/run/grid/integrate.ts";
import { makeSession } from "../src/run/session.ts";

const session = makeSession(nodeProvider(), host);
afterAll(() => session.close());
const PRECISIONS = ["f64", "f32"] as const;

async function run(options: ProblemOptions, precision: (typeof PRECISIONS)[number] = "f64"): Promise<number> {
  const backend = precision === "f64" ? "serial" : "gpu";
  const choice = { backend, precision, threads: 1 } as const;
  return (await integrate(prepare(options), (plan) => session.open(plan, choice), host)).integral;
}

const disc = "-sqrt(1-x^2),sqrt(1-x^2)";

// By rules whose own error is below what is stated, by their order or because they are exact.
describe.each(PRECISIONS)("an integral written in two ways, in %s", (precision) => {
  const boundOf = (options: ProblemOptions) => boundsOf(prepare(options))[precision];
  it.each<[string, ProblemOptions, ProblemOptions, number]>([
    [
      // (1 - x^2 - y^2)^2 is, in either, a polynomial times sqrt(1-x^2)^5.
      "a disc by limits and in polar coordinates",
      { f: "(1-x^2-y^2)^2", x: "-1,1", y: disc, nx: 200, ny: 1, rule: "gauss3" },
      { f: "r*(1-r^2)^2", variables: { r: "0,1", t: "0,2*pi" }, n: 1, rule: "gauss3" },
      1e-10,
    ],
    [
      "a ball by limits and in spherical coordinates",
      {
        f: "1-x^2-y^2-z^2",
        x: "-1,1",
        y: disc,
        z: "-sqrt(1-x^2-y^2),sqrt(1-x^2-y^2)",
        nx: 4,
        ny: 100,
        nz: 1,
        rule: "gauss4",
      },
      { f: "r^2*sin(t)*(1-r^2)", variables: { r: "0,1", t: "0,pi", phi: "0,2*pi" }, n: 2, rule: "gauss6" },
      1e-7,
    ],
    [
      "a Gaussian over the plane and in polar coordinates",
      { f: "exp(-x^2-y^2)", x: "-inf,inf", y: "-inf,inf", n: 160 },
      { f: "r*exp(-r^2)", variables: { r: "0,inf", t: "-pi,pi" }, nx: 60, ny: 1, rule: "gauss4" },
      1e-14,
    ],
    [
      "a triangle column by column and row by row",
      { f: "x^3*y+y^2", x: "0,1", y: "0,x", n: 1, rule: "gauss4" },
      { f: "x^3*y+y^2", y: "0,1", x: "y,1", n: 1, rule: "gauss4" },
      0,
    ],
    [
      "a shifted range",
      { f: "exp(x)*y", x: "0,1", y: "0,1", n: 3, rule: "gauss5" },
      { f: "exp(x-5)*(y+1)", x: "5,6", y: "-1,0", n: 3, rule: "gauss5" },
      0,
    ],
    [
      "a half-line and its mirror image",
      { f: "exp(-t)", variables: { t: "0,inf" }, n: 50 },
      { f: "exp(t)", variables: { t: "-inf,0" }, n: 50 },
      0,
    ],
    [
      "x and y exchanged",
      { f: "exp(x)*cos(y)", x: "0,1", y: "0,2", nx: 40, ny: 60 },
      { f: "exp(y)*cos(x)", x: "0,2", y: "0,1", nx: 60, ny: 40 },
      0,
    ],
    [
      "a product in three variables and in one",
      { f: "x*y^2*z^3", x: "0,1", y: "0,1", z: "0,1", n: 1, rule: "gauss2" },
      { f: "x/12", x: "0,1", n: 1, rule: "gauss2" },
      0,
    ],
  ])("%s", async (_, one, other, off) => {
    const [a, b] = [await run(one, precision), await run(other, precision)];
    expect(Math.abs(a)).toBeGreaterThan(1e-3);
    const bound = boundOf(one) + boundOf(other);
    expect(bound).toBeLessThan(precision === "f64" ? 1e-11 : 1e-4);
    expect(Math.abs(a - b)).toBeLessThanOrEqual(off + bound);
  });

  it.each<[string, ProblemOptions, ProblemOptions]>([
    ["in one variable", { f: "exp(x)", x: "0,2", n: 50 }, { f: "exp(x)", x: "2,0", n: 50 }],
    [
      "that depend on x",
      { f: "exp(x*y)", x: "0,1", y: "x,2", n: 50 },
      { f: "exp(x*y)", x: "0,1", y: "2,x", n: 50 },
    ],
    ["to infinity", { f: "exp(-x)", x: "1,inf", n: 50 }, { f: "exp(-x)", x: "inf,1", n: 50 }],
    [
      "of one side of three",
      { f: "x+y+z", x: "0,1", y: "0,1", z: "0,x+y", n: 9 },
      { f: "x+y+z", x: "0,1", y: "1,0", z: "0,x+y", n: 9 },
    ],
  ])("reversed limits change the sign, %s", async (_, one, other) => {
    const [a, b] = [await run(one, precision), await run(other, precision)];
    expect(Math.abs(a)).toBeGreaterThan(0.1);
    expect(Math.abs(a + b)).toBeLessThanOrEqual(boundOf(one));
  });

  it("other names of the same order have the same bits", async () => {
    const truth = await run(
      { f: "exp(-x*y)+z", x: "0,1", y: "x,2", z: "0,x*y", n: 20, rule: "gauss2" },
      precision,
    );
    const variables = { r_0: "0,1", s: "r_0,2", tau2: "0,r_0*s" };
    expect(await run({ f: "exp(-r_0*s)+tau2", variables, n: 20, rule: "gauss2" }, precision)).toBe(truth);
  });

  it("the order in which variables are given makes no difference to bits or document", async () => {
    const limits: [string, string][] = [
      ["a", "0,b+c"],
      ["b", "0,1"],
      ["c", "b,2"],
    ];
    const orders = [
      [0, 1, 2],
      [2, 1, 0],
      [1, 0, 2],
    ].map((order) => {
      const variables = Object.fromEntries(order.map((k) => limits[k] as [string, string]));
      return { f: "a*b-c", variables, n: 12, rule: "simpson" } as const;
    });
    const [first, ...others] = await Promise.all(orders.map((options) => run(options, precision)));
    for (const other of others) expect(other).toBe(first);
    for (const options of orders) expect(prepare(options).problem).toEqual(prepare(orders[0]).problem);
  });

  it("limits as numbers, texts and expressions have the same bits", async () => {
    const truth = await run({ f: "cos(x+y)", n: 30 }, precision);
    for (const pi of [Math.PI, "3.141592653589793", "pi", "2*pi/2", " (pi) "] as const) {
      expect(await run({ f: "cos(x+y)", x: [0, pi], y: `0,${pi}`, n: 30 }, precision)).toBe(truth);
    }
  });
});
