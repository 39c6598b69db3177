import { describe, expect, it, vi } from "vitest";
import type { Host } from "../src/backend.ts";
import { openSerial } from "../src/cpu/serial.ts";
import { prepareAccuracy } from "../src/problem/accuracy.ts";
import { membersOf, memberText, valuesAt } from "../src/problem/family.ts";
import { prepare } from "../src/problem/problem.ts";
import type { Limits } from "../src/problem/variables.ts";
import { makePlan } from "../src/quadrature/grid/plan.ts";
import { FIELDS } from "../src/quadrature/grid/work.ts";
import { makeMemberRules } from "../src/quadrature/integrands/member-rule.ts";
import { adaptAlone } from "../src/run/accuracy/separately.ts";
import { integrateFamily } from "../src/run/family/family.ts";
import { makeMembers } from "../src/run/family/members.ts";
import { STATUSES } from "../src/run/result.ts";

/** This thread, without pauses. */
const alone: Host = {
  now: () => performance.now(),
  pause: async () => {},
  info: { runtime: "test", webgpu: null, os: "", cores: 1 } as Host["info"],
};

type Values = Record<string, string | number | number[]>;

/** A family to an accuracy, in slices of so many members. */
async function accurate(
  f: string,
  variables: Record<string, Limits>,
  parameters: Values,
  wanted = {},
  slice = 64,
  simd = false,
) {
  const prepared = prepareAccuracy({ f, variables, parameters, ...wanted });
  const { members, problem } = prepared;
  const run = makeMembers(problem, true, simd);
  const all = {
    values: [] as number[],
    errors: [] as number[],
    statuses: [] as string[],
    messages: [] as string[],
  };
  for (let first = 0; first < members.count; first += slice) {
    const done = await run({ first, end: Math.min(first + slice, members.count) });
    for (let k = 0; k < done.numbers.length; k += FIELDS) {
      const [value = 0, error = 0, status = 0] = done.numbers.subarray(k, k + FIELDS);
      all.values.push(value);
      all.errors.push(error);
      all.statuses.push(STATUSES[status] as string);
    }
    all.messages.push(...done.messages.map(({ message }) => message));
  }
  return { ...all, members, problem };
}

/** Families in a. */
const BITS: [f: string, limits: Record<string, Limits>][] = [
  ["cos(a*sin(x))", { x: "0,pi" }],
  ["exp(-200*(x-a)^2)*abs(x-0.3)", { x: "0,1" }],
  ["exp(-1e6*(x-a)^2)", { x: "0,1" }],
  ["x^a*(1-x)^0.5", { x: "0,1" }],
  ["sqrt(2.4-a*sin(x)^2)", { x: "0,pi" }],
  ["sqrt(abs(x-a))", { x: "0,3" }],
  ["1/(1+a+cos(x))", { x: "0,6" }],
  ["abs(x-a)^0.5*y", { x: "0,1", y: "0,1" }],
  ["1/(1+a*x*y)", { x: "0,1", y: "0,1" }],
  ["exp(-a*x)", { x: "0,inf" }],
  ["x*y", { x: "0,a", y: "0,x" }],
];

const grid = (f: string, variables: Record<string, Limits>, parameters: Values, more = {}) =>
  integrateFamily(
    makePlan(prepare({ f, variables, parameters, ...more })),
    (plan) => openSerial(plan, alone),
    alone,
  );

describe("parameters", () => {
  const values = (text: string) => [...(membersOf({ a: text }, ["x"]).values[0] as Float64Array)];

  it("are equally spaced, logarithmic or listed", () => {
    expect(values("0:1:5")).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(values("1:-1:3")).toEqual([1, 0, -1]);
    expect(values("0:pi:2")).toEqual([0, Math.PI]);
    expect(values("log:1:1000:4").map((one) => Math.round(one * 1e9) / 1e9)).toEqual([1, 10, 100, 1000]);
    expect(values("log:-1:-4:3")).toEqual([-1, -2, -4]);
    // Ends whose product is 0 and whose ratio is infinite in f64.
    const far = values("log:-1e-300:-1e300:3");
    expect([far[0], Math.abs((far[1] as number) + 1) < 1e-13, far[2]]).toEqual([-1e-300, true, -1e300]);
    expect(values("log:1e-300:1e-100:3")[1]).toBeCloseTo(1e-200, 210);
    expect(values("1, 2,pi/2")).toEqual([1, 2, Math.PI / 2]);
    expect(values("7")).toEqual([7]);
    expect(values("2:2:1")).toEqual([2]);
  });

  it("make all combinations, the last one fastest", () => {
    const members = membersOf({ a: "1,2", b: "10:30:3" }, ["x"]);
    expect(members.count).toBe(6);
    const all = Array.from({ length: 6 }, (_, k) => [...valuesAt(members, k)]);
    expect(all).toEqual([
      [1, 10],
      [1, 20],
      [1, 30],
      [2, 10],
      [2, 20],
      [2, 30],
    ]);
    expect(memberText(members, 4)).toBe("a = 2, b = 20");
  });

  it.each([
    [{ a: "0:1" }, "a = 0:1: takes values, as in a=0:1:11, a=log:1:1000:4 or a=1,2,5"],
    [{ a: "0:1:2.5" }, "a = 0:1:2.5: the count must be a whole number from 1 to 1,000,000, as in 0:1:11"],
    [
      { a: "log:0:1:3" },
      "a = log:0:1:3: logarithmic spacing needs two ends of the same sign, neither of them 0",
    ],
    [{ a: "0:1:1" }, "a = 0:1:1: one value is no range: write the value alone"],
    [{ a: "1/0" }, "a = 1/0: the values of a parameter must be finite numbers"],
    [{ a: [1, Number.NaN] }, "a = NaN: the values of a parameter must be finite numbers"],
    [
      { a: "0:1:1000", b: "0:1:1001" },
      "parameters = 1000 x 1001: a family has at most 1,000,000 members, not 1001000",
    ],
    [{ x: "1,2" }, "x: x has limits, so it is a variable; a parameter has values"],
    [{ pi: "1,2" }, "pi: pi is a constant; choose another name"],
    [{ a: "1,2", b: "1,2" }, "b: neither f nor a limit depends on b: use it, or leave the parameter out"],
  ])("%j is refused", (parameters, message) => {
    expect(() => prepare({ f: "a*x", x: [0, 1], n: 4, parameters })).toThrow(message);
  });
});

describe("families on a grid", () => {
  it("are J0 by its integral, for which midpoints converge exponentially", async () => {
    const { family, status, evaluations } = await grid(
      "cos(a*sin(t))/pi",
      { t: [0, "pi"] },
      { a: [0, 1, 5, 50] },
      { n: 200 },
    );
    // NIST's Digital Library of Mathematical Functions, 10.2.2; digits by mpmath.
    const truths = [1, 0.7651976865579666, -0.1775967713143383, 0.05581232766925181];
    for (const [k, value] of family.integrals.entries())
      expect(Math.abs(value - (truths[k] as number))).toBeLessThan(1e-15);
    expect([status, evaluations]).toEqual(["done", 800]);
    expect(family.errors.every(Number.isNaN)).toBe(true);
  });

  it("have limits that depend on parameters and on variables", async () => {
    const { family } = await grid(
      "b",
      { x: ["-a", "a"], y: ["0", "b*x^2"] },
      { a: "1,2", b: "1:3:3" },
      { n: 400, rule: "gauss2" },
    );
    const truths = [1, 2].flatMap((a) => [1, 2, 3].map((b) => (2 * b * b * a ** 3) / 3));
    for (const [k, value] of family.integrals.entries())
      expect(value / (truths[k] as number)).toBeCloseTo(1, 12);
  });

  it("lose only the members whose f is not finite", async () => {
    const { family, failures } = await grid("1/(x-a)", { x: [0, 1] }, { a: [2, 0.5, 3] }, { n: 1001 });
    expect(family.statuses).toEqual(["done", "failed", "done"]);
    expect(family.integrals[0]).toBeCloseTo(-Math.log(2), 6);
    expect(family.integrals[1]).toBeNaN();
    expect(failures).toEqual([
      { index: 1, status: "failed", message: "f is infinite at x = 0.5, for a = 0.5" },
    ]);
  });

  it("have the bits of each member by itself", async () => {
    const parameters = { a: [0, 2, -1.5, 1e9], b: [0.5, 3] };
    const of = (own: Values) =>
      grid("x^2*cos(a*x)+b*y^b", { x: [0, 1], y: ["0", "b"] }, own, { n: 70, rule: "simpson" });
    const { family } = await of(parameters);
    const single = [];
    for (const a of parameters.a)
      for (const b of parameters.b) single.push((await of({ a, b })).family.integrals[0]);
    expect([...family.integrals]).toEqual(single);
  });
});

describe("families to an accuracy", () => {
  it("are Bessel's J0", async () => {
    const { values, errors, statuses } = await accurate(
      "cos(a*sin(t))/pi",
      { t: "0,pi" },
      { a: "0:50:501" },
      { absoluteTolerance: 1e-10 },
    );
    for (const [k, truth] of [
      [0, 1],
      [10, 0.7651976865579666],
      [50, -0.1775967713143383],
      [500, 0.05581232766925181],
    ] as const) {
      expect(Math.abs((values[k] as number) - truth)).toBeLessThanOrEqual(errors[k] as number);
      expect(errors[k]).toBeLessThanOrEqual(1e-10);
    }
    expect(new Set(statuses)).toEqual(new Set(["converged"]));
  });

  it("are the incomplete beta function, singular at both ends", async () => {
    const { values, errors } = await accurate(
      "t^(p-1)*(1-t)^(q-1)",
      { t: "0,x" },
      { p: "0.3,1.5", q: "2.5,0.2", x: "0.4,0.9" },
    );
    // mpmath.betainc(p, q, 0, x)
    expect(Math.abs((values[0] as number) - 2.20244688092152)).toBeLessThanOrEqual(errors[0] as number);
    expect(Math.abs((values[7] as number) - 1.3494839854214085)).toBeLessThanOrEqual(errors[7] as number);
  });

  it("are the ellipse's perimeter, smooth but for m = 1", async () => {
    const { values, errors } = await accurate(
      "sqrt(1-m*sin(t)^2)",
      { t: "0,pi/2" },
      { m: [0, 0.5, 0.99, 1] },
    );
    const truths = [Math.PI / 2, 1.3506438810476755, 1.015993545025224, 1];
    for (const [k, value] of values.entries())
      expect(Math.abs(value - (truths[k] as number))).toBeLessThanOrEqual((errors[k] as number) + 2e-16);
  });

  it("see a kink, a jump, a peak and an edge move with the parameter", async () => {
    const a = [0.1, 0.25, 1 / 3, 0.7, 0.999];
    const near = async (f: string, truth: (a: number) => number, values = a, tolerance = 1e-10) => {
      const found = await accurate(f, { x: "0,1" }, { a: values }, { tolerance });
      found.values.forEach((value, k) => {
        expect(Math.abs(value - truth(values[k] as number)), `${f} at ${values[k]}`).toBeLessThanOrEqual(
          found.errors[k] as number,
        );
        expect(found.errors[k]).toBeLessThanOrEqual(tolerance * Math.abs(value));
      });
    };
    await near("abs(x-a)", (c) => (c * c + (1 - c) ** 2) / 2);
    await near("x<a ? 1 : 3", (c) => c + 3 * (1 - c));
    await near("exp(-1e10*(x-a)^2)", () => Math.sqrt(Math.PI / 1e10), [0.1, 0.25, 1 / 3, 0.7]);
    await near("1/sqrt(abs(x-a))", (c) => 2 * Math.sqrt(c) + 2 * Math.sqrt(1 - c));
    await near("x^a", (c) => 1 / (c + 1));
    await near("1/(a+x)^2", (c) => 1 / c - 1 / (c + 1));
  });

  it("are the evidence of a Gaussian posterior, whose product of normal densities is one", async () => {
    const found = await accurate(
      "exp(-t^2/2)*exp(-(m-t)^2/(2*s^2))",
      { t: "-inf,inf" },
      { m: [0, 1.5, 30], s: [0.01, 0.5, 2] },
    );
    for (const [k, value] of found.values.entries()) {
      const [m, s] = valuesAt(found.members, k) as unknown as [number, number];
      // N(t; 0, 1) N(m; t, s) = N(m; 0, sqrt(1 + s^2)) N(t; ...), without the normal densities' own factors.
      const width = 1 + s * s;
      const truth = Math.sqrt((2 * Math.PI * s * s) / width) * Math.exp((-m * m) / (2 * width));
      expect(Math.abs(value - truth)).toBeLessThanOrEqual(found.errors[k] as number);
      expect(found.errors[k]).toBeLessThanOrEqual(1e-8 * truth);
    }
  });

  it("have infinite limits, two and three variables, and products", async () => {
    const ft = await accurate("exp(-t^2/2)*cos(a*t)", { t: "-inf,inf" }, { a: [0, 1, 3] });
    ft.values.forEach((value, k) => {
      const a = [0, 1, 3][k] as number;
      const truth = Math.sqrt(2 * Math.PI) * Math.exp((-a * a) / 2);
      expect(Math.abs(value - truth)).toBeLessThanOrEqual(ft.errors[k] as number);
    });
    const disc = await accurate("x^2+y^2<r^2", { x: "-1,1", y: "-1,1" }, { r: [0.3, 0.8] });
    for (const [k, value] of disc.values.entries())
      expect(value).toBeCloseTo(Math.PI * ([0.09, 0.64][k] as number), 9);
    const product = await accurate("exp(-a*x)*cos(y)*z", { x: "0,1", y: "0,1", z: "0,a" }, { a: [1, 2] });
    product.values.forEach((value, k) => {
      const a = [1, 2][k] as number;
      expect(value).toBeCloseTo(((1 - Math.exp(-a)) / a) * Math.sin(1) * ((a * a) / 2), 8);
    });
  });

  it("tell of members that diverge or are undefined, and lose no other", async () => {
    const { values, statuses, messages } = await accurate("x^p", { x: "0,1" }, { p: [1, -1, -0.5, -2] });
    expect(statuses).toEqual(["converged", "diverges", "converged", "diverges"]);
    expect(values.map(Number.isNaN)).toEqual([false, true, false, true]);
    expect(messages).toEqual([
      "the integral diverges at x = 0, for p = -1",
      "the integral diverges at x = 0, for p = -2",
    ]);
    const roots = await accurate("sqrt(x-a)", { x: "0,1" }, { a: [-1, 0.5] });
    expect(roots.statuses).toEqual(["converged", "undefined"]);
  });

  it.each(BITS)(
    "%s in WebAssembly has the bits of each member by itself, and the integral",
    async (f, limits) => {
      const a = "0.1:2.3:17";
      const whole = await accurate(f, limits, { a }, {}, 64, true);
      expect(await accurate(f, limits, { a }, {}, 5, true)).toEqual(whole);
      for (const k of [0, 3, 16]) {
        const single = await accurate(f, limits, { a: valuesAt(whole.members, k)[0] as number }, {}, 1, true);
        expect([single.values[0], single.errors[0]]).toEqual([whole.values[k], whole.errors[k]]);
      }
      const plain = await accurate(f, limits, { a });
      expect(whole.statuses).toEqual(plain.statuses);
      for (const [k, value] of plain.values.entries())
        expect(Math.abs((whole.values[k] as number) - value)).toBeLessThanOrEqual(
          (whole.errors[k] as number) + (plain.errors[k] as number),
        );
    },
  );

  // A tree of its own takes a member longer than its integral.
  it.each([
    ["cos(a*sin(x))", "0,pi"],
    ["sqrt(x+a)", "0,1"],
    ["1/(a+1+cos(x))", "0,6"],
    ["exp(-a*x)/(1+x)", "0,1"],
  ])("members of %s need no tree of their own", (f, x) => {
    const prepared = prepareAccuracy({ f, x, parameters: { a: "0.1:2.3:17" } });
    const ruleOf = makeMemberRules(prepared, prepared.members)(0, 17);
    for (let k = 0; k < 17; k++) {
      const { integrand, rule, first } = ruleOf(k);
      const tree = vi.spyOn(integrand, "f", "get");
      for (const region of first()) rule.look(region, { ...rule.measure(region), few: true }, 1e-9);
      expect(tree).not.toHaveBeenCalled();
    }
  });

  it("members are singular at an end, within or nowhere", async () => {
    const a = [0, 0.25, 0.5, 1];
    const b = [-0.9, -0.5, 1, 2];
    const { values, errors, statuses } = await accurate("abs(x-a)^b", { x: "0,1" }, { a, b });
    const truths = a.flatMap((at) => b.map((p) => (at ** (p + 1) + (1 - at) ** (p + 1)) / (p + 1)));
    for (const [k, truth] of truths.entries())
      expect(Math.abs((values[k] as number) - truth)).toBeLessThanOrEqual(errors[k] as number);
    expect(new Set(statuses)).toEqual(new Set(["converged"]));
  });

  it("a member with a narrow peak begins with regions that meet at it", () => {
    const prepared = prepareAccuracy({ f: "1/((x-a)^2+1e-40)", x: "0,1", parameters: { a: "0.3,0.7" } });
    const ruleOf = makeMemberRules(prepared, prepared.members)(0, 2);
    for (const [k, peak] of [0.3, 0.7].entries())
      expect(
        ruleOf(k)
          .first()
          .some(([one]) => one?.centre === peak),
      ).toBe(true);
  });

  it.each(BITS)("%s has the bits of each member by itself, in slices of any size", async (f, variables) => {
    const a = "0.1:2.3:17";
    const whole = await accurate(f, variables, { a });
    const slices = await accurate(f, variables, { a }, {}, 5);
    expect(slices).toEqual(whole);
    for (const k of [0, 3, 16]) {
      const single = await accurate(f, variables, { a: valuesAt(whole.members, k)[0] as number });
      expect([single.values[0], single.errors[0]]).toEqual([whole.values[k], whole.errors[k]]);
      // The same integral without a parameter is another program, but as good.
      const text = f.replaceAll("a*", `(${valuesAt(whole.members, k)[0]})*`);
      if (/\ba\b/.test(text) || JSON.stringify(variables).includes("a")) continue;
      const prepared = prepareAccuracy({ f: text, variables });
      const other = await adaptAlone(prepared, prepared.problem.method);
      expect(Math.abs(other.integral - (whole.values[k] as number))).toBeLessThanOrEqual(
        other.error + (whole.errors[k] as number),
      );
    }
  });
});
