import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { host } from "../node/host.ts";
import { openSerial } from "../src/cpu/serial.ts";
import { dialectOf, domainOf as rangesOf } from "../src/gpu/shader.ts";
import { compileJavaScript } from "../src/integrand/code/javascript.ts";
import { wgslText } from "../src/integrand/code/wgsl.ts";
import { limitOf } from "../src/integrand/language/integrand.ts";
import { evaluate, tapeOf } from "../src/integrand/language/tape.ts";
import { number } from "../src/integrand/language/tree.ts";
import { domainOf } from "../src/problem/domain.ts";
import { type Prepared, type ProblemOptions, prepare } from "../src/problem/problem.ts";
import { variablesOf } from "../src/problem/variables.ts";
import { makePlan } from "../src/quadrature/grid/plan.ts";
import { integrate } from "../src/run/grid/integrate.ts";

const serial = async (options: ProblemOptions) => {
  return (await integrate(prepare(options), (plan) => openSerial(plan, host), host)).integral;
};

function errorOf(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    return error as Error;
  }
  throw new Error("it did not throw");
}

/** Limits that are constant, infinite, or depend on the variables further out, smooth and apart from each other. */
const constant = fc.constantFrom("0,1", "-2,3", "1,0", "0.5,pi", "-1,1", "3,-2");
const infinite = fc.constantFrom("0,inf", "-inf,2", "-inf,inf", "inf,0", "inf,-inf", "1,-inf", "-3,inf");
const depending = (outer: readonly string[]) =>
  fc
    .tuple(fc.constantFrom(...outer), fc.constantFrom(...outer))
    .chain(([u, v]) =>
      fc.constantFrom(
        `0,2+cos(${u})`,
        `2+sin(${u}*${v}),0`,
        `-exp(-${u}^2),exp(-${u}^2)`,
        `cos(${u}),2+sin(${v})`,
        `atan(${u}),inf`,
        `-inf,cos(${u}+${v})`,
        `inf,sin(${v})`,
      ),
    );
/** Names in any order, the limits of the first constant or infinite, and of the others as it comes. */
const problems = fc
  .shuffledSubarray(["a", "k", "m"], { minLength: 1 })
  .chain((names) =>
    fc.tuple(
      ...names.map((name, k) =>
        fc.tuple(
          fc.constant(name),
          k ? fc.oneof(constant, infinite, depending(names.slice(0, k))) : fc.oneof(constant, infinite),
        ),
      ),
    ),
  )
  .map((limits) => prepare({ f: "1", variables: Object.fromEntries(limits), n: 4 }));
const parts = fc.array(fc.double({ min: 0.03, max: 0.97, noNaN: true }), { minLength: 3, maxLength: 3 });

/** A point of the box, by parts of its sides. */
const pointIn = ({ box }: Prepared, at: readonly number[]) => {
  return box.map(([a, b], k) => a + (b - a) * (at[k] as number));
};
const seeded = { seed: 12, numRuns: 700 };

/** The two limits of a variable where the variables have these values. */
function limitsAt({ problem }: Prepared, axis: number, values: readonly number[]): [number, number] {
  const names = problem.variables.map(({ name }) => name);
  const { from, to } = problem.variables[axis] as { from: string; to: string };
  return [from, to].map((text) => evaluate(limitOf(text, names, "limit"), values)) as [number, number];
}

describe("a change of variables", () => {
  it("goes from one limit to the other, rising or falling all the way", () => {
    fc.assert(
      fc.property(problems, parts, (problem, at) => {
        const point = pointIn(problem, at);
        const valuesAt = (where: readonly number[]) => problem.at.map((tree) => evaluate(tree, where));
        for (const [axis, tree] of problem.at.entries()) {
          const along = (u: number) => point.map((v, k) => (k === axis ? u : v));
          const [low, high] = problem.box[axis] as [number, number];
          const steps = Array.from({ length: 9 }, (_, k) =>
            evaluate(tree, along(low + ((high - low) * (k + 0.5)) / 9)),
          );
          const [a, b] = limitsAt(problem, axis, valuesAt(point));
          // The axis itself runs backwards where the limits do.
          const sign = Math.sign(b - a);
          const outwards = Math.sign((steps[8] as number) - (steps[0] as number));
          for (let k = 1; k < 9; k++)
            expect(Math.sign((steps[k] as number) - (steps[k - 1] as number))).toBe(outwards);
          const ends = [low, high].map((u) => evaluate(tree, along(u)));
          const [start, end] = outwards === sign ? [a, b] : [b, a];
          for (const [limit, value] of [
            [start, ends[0]],
            [end, ends[1]],
          ] as [number, number][]) {
            // tan(pi/2) is 1.6e16 in f64.
            if (Number.isFinite(limit)) expect(Math.abs(value - limit)).toBeLessThan(1e-14);
            else expect(Math.sign(limit) * value).toBeGreaterThan(1e15);
          }
        }
      }),
      seeded,
    );
  });

  it("has the Jacobian of its numerical derivatives, with the sign of the limits", () => {
    fc.assert(
      fc.property(problems, parts, (problem, at) => {
        const point = pointIn(problem, at);
        const values = problem.at.map((tree) => evaluate(tree, point));
        let expected = 1;
        for (const [axis, tree] of problem.at.entries()) {
          const slope = (step: number) => {
            const shifted = (by: number) =>
              evaluate(
                tree,
                point.map((v, k) => (k === axis ? v + by : v)),
              );
            return (shifted(step) - shifted(-step)) / (2 * step);
          };
          // Richardson's extrapolation of two central differences.
          const derivative = (4 * slope(5e-5) - slope(1e-4)) / 3;
          const [a, b] = limitsAt(problem, axis, values);
          const [low, high] = problem.box[axis] as [number, number];
          expected *= Math.sign(b - a) * Math.abs(derivative) * Math.sign(high - low);
        }
        const jacobian = evaluate(problem.f, point);
        expect(Math.abs(jacobian - expected)).toBeLessThanOrEqual(1e-6 * Math.abs(expected));
      }),
      seeded,
    );
  });

  it("takes the variables from the inside out", () => {
    fc.assert(
      fc.property(problems, ({ order, problem }) => {
        const names = problem.variables.map(({ name }) => name);
        expect(order.toSorted()).toEqual(names.map((_, axis) => axis));
        for (const [place, axis] of order.entries()) {
          const { from, to } = problem.variables[axis] as { from: string; to: string };
          const inside = order.slice(0, place + 1).map((one) => names[one] as string);
          for (const name of inside) expect(`${from},${to}`).not.toMatch(new RegExp(`\\b${name}\\b`));
        }
      }),
      seeded,
    );
  });

  it("is none where all limits are finite constants", () => {
    const { f, box, at, mapped } = prepare({ f: "x/y", x: [3, 1], y: "-pi,1/3" });
    expect({ f, box, at, mapped }).toEqual({
      f: { kind: "call", name: "/", args: [at[0], at[1]] },
      box: [
        [3, 1],
        [-Math.PI, 1 / 3],
      ],
      at: [
        { kind: "variable", axis: 0 },
        { kind: "variable", axis: 1 },
      ],
      mapped: false,
    });
  });
});

describe("limits", () => {
  it.each<[Record<string, string>, string]>([
    [{ x: "0,x" }, "x = x: a limit of x cannot depend on x"],
    [{ x: "0,y", y: "0,x" }, "limits depend on each other: x on y on x"],
    [{ x: "0,y", y: "0,z", z: "0,x" }, "limits depend on each other: x on y on z on x"],
    [{ a: "0,1", x: "a,y", y: "0,z", z: "y,1" }, "limits depend on each other: y on z on y"],
  ])("of %j in a circle are refused", (variables, message) => {
    const wrong = expect.objectContaining({ code: "usage", message: expect.stringContaining(message) });
    expect(() => domainOf(number(1), variablesOf({ variables }))).toThrow(wrong);
  });

  it("in a circle of any length and direction are refused", () => {
    const names = ["a", "b", "c", "d", "f", "g", "h"];
    fc.assert(
      fc.property(fc.shuffledSubarray(names, { minLength: 2 }), (circle) => {
        const entries = circle.map((name, k) => [name, `0,${circle[(k + 1) % circle.length]}`]);
        const variables = Object.fromEntries(entries);
        const error = errorOf(() => domainOf(number(1), variablesOf({ variables })));
        expect(error.message).toContain("limits depend on each other: ");
        const round = error.message.split(": ").at(-1)?.split(" on ") as string[];
        // Once round, in the direction in which one needs the next.
        expect(round.slice(1).toSorted()).toEqual(circle.toSorted());
        const start = circle.indexOf(round[0] as string);
        expect(round).toEqual([...circle.slice(start), ...circle.slice(0, start + 1)]);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it.each([
    ["y", { x: "-1,1", y: "0,sqrt(x)" }, "the limits of y are not finite at x = -0.75"],
    ["y", { x: "-1,1", y: "1/(x+0.75),2" }, "the limits of y are not finite at x = -0.75"],
    ["u", { t: "1,0", u: "log(t-1),t" }, "the limits of u are not finite at t = 0.875"],
    [
      "z",
      { x: "0,1", y: "0,x", z: "asin(2+x*y),0" },
      "the limits of z are not finite at x = 0.125, y = 0.015625",
    ],
  ])(
    "of %s that are NaN or infinite on the way are refused, with the place: %j",
    async (_, variables, message) => {
      await expect(serial({ f: "1", variables, n: 4 })).rejects.toMatchObject({
        code: "not-finite",
        message,
      });
    },
  );

  // fl(sqrt(2))^2 is 2 + 4.4e-16.
  it.each(["trapezoid", "simpson", "midpoint", "gauss2"] as const)(
    "may be rounded beyond the edge of a root's domain: %s",
    async (rule) => {
      expect(Math.SQRT2 ** 2).toBeGreaterThan(2);
      const half = { f: "1", x: "-sqrt(2),sqrt(2)", y: "0,sqrt(2-x^2)" };
      expect(await serial({ ...half, n: 400, rule })).toBeCloseTo(Math.PI, 2);
      expect(await serial({ ...half, f: "2*y", n: 400, rule })).toBeCloseTo((8 * Math.SQRT2) / 3, 4);
      const third = { f: "1", x: "0,1/3", y: "0,(1/3-x)^0.5", n: 100, rule };
      expect(await serial(third)).toBeCloseTo((2 / 3) * 3 ** -1.5, 3);
    },
  );

  it("beyond it by more than rounding are refused", async () => {
    const wrong = {
      code: "not-finite",
      message: expect.stringMatching(/^the limits of y are not finite at x = -?1\.000/),
    };
    await expect(
      serial({ f: "1", x: "-1.000001,1.000001", y: "0,sqrt(1-x^2)", n: 10, rule: "simpson" }),
    ).rejects.toMatchObject(wrong);
  });
});

// Spelled out, each limit has the one before twenty times: 8,000 copies of the first.
describe("limits that use every variable twenty times", () => {
  const twenty = (term: (k: number) => string) => Array.from({ length: 20 }, (_, k) => term(k + 1)).join("+");
  const problem = prepare({
    f: twenty((k) => `x^${k}*y*z`),
    x: "0,1",
    y: `0,${twenty((k) => `x/${k}`)}`,
    z: `-(${twenty((k) => `x*y/${k}`)}),${twenty((k) => `cos(${k}*x*y)`)}`,
    n: 4,
  });

  it("are shared: in the tree, in JavaScript and in WGSL", () => {
    const plan = makePlan(problem);
    expect(tapeOf(problem.f).length).toBeLessThan(600);
    expect(() => compileJavaScript(plan.weighted)).not.toThrow();
    for (const precision of ["f32", "df64"] as const) {
      const text = wgslText(plan.weighted, rangesOf(plan), dialectOf(precision));
      expect(text.split("\n").length).toBeLessThan(1500);
    }
  });

  it("have their value", () => {
    const [u, v, w] = [0.3, 0.6, 0.9];
    const sum = (term: (k: number) => number) =>
      Array.from({ length: 20 }, (_, k) => term(k + 1)).reduce((a, b) => a + b);
    const x = u;
    const [top] = [sum((k) => x / k)];
    const y = top * v;
    const [from, to] = [-sum((k) => (x * y) / k), sum((k) => Math.cos(k * x * y))];
    const z = from + (to - from) * w;
    const value = sum((k) => x ** k * y * z) * top * (to - from);
    expect(problem.at.map((tree) => evaluate(tree, [u, v, w]))).toEqual(
      [x, y, z].map((one) => expect.closeTo(one, 12)),
    );
    expect(evaluate(problem.f, [u, v, w])).toBeCloseTo(value, 10);
  });
});
