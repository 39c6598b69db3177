import { describe, expect, it } from "vitest";
import { regionsAlone } from "../src/cpu/regions.ts";
import { prepareAccuracy } from "../src/problem/accuracy.ts";
import { FIELDS } from "../src/quadrature/grid/work.ts";
import { makeIntegrandRule } from "../src/quadrature/integrands/integrand-rule.ts";
import { adaptParts, NO_PAUSES } from "../src/run/accuracy/separately.ts";
import { makeMembers } from "../src/run/family/members.ts";
import type { FamilyResult } from "../src/run/result.ts";
import { useCli } from "./cli.ts";
import { corner, namesOf } from "./genz.ts";

const cube = (n: number) => Object.fromEntries(namesOf(n).map((name) => [name, "0,1"]));
const sum = (n: number) => namesOf(n).join("+");
const SINC = (a: number) => Math.sin(a / 2) / (a / 2);

const families: [
  name: string,
  n: number,
  f: (a: string) => string,
  values: number[],
  exact: (a: number) => number,
][] = [
  ["corner peaks", 4, (a) => `(1+${a}*(${sum(4)}))^-5`, [0.25, 1, 4], (a) => corner([a, a, a, a])],
  ["waves", 5, (a) => `cos(${a}*(${sum(5)}))`, [0.5, 1, 3], (a) => Math.cos((5 * a) / 2) * SINC(a) ** 5],
  ["a term with a parameter", 4, (a) => `x01*x02*x03+x04^2/${a}`, [1, 2, 7], (a) => 1 / 8 + 1 / (3 * a)],
];

/** Members [first, end): value and claim. */
async function members(options: Parameters<typeof prepareAccuracy>[0], slice: number, simd = false) {
  const { problem, members } = prepareAccuracy(options);
  const run = makeMembers(problem, true, simd);
  const all: number[][] = [];
  for (let first = 0; first < members.count; first += slice) {
    const { numbers } = await run({ first, end: Math.min(first + slice, members.count) });
    for (let k = 0; k < numbers.length; k += FIELDS) all.push([...numbers.slice(k, k + 2)]);
  }
  return all;
}

describe("families in four variables and more", () => {
  it.each(families)("%s: claims hold, and the bits are those of the member alone", async (...family) => {
    const [, n, f, values, exact] = family;
    const options = { variables: cube(n), tolerance: 1e-6 };
    const found = await members({ ...options, f: f("a"), parameters: { a: values } }, 64);
    expect(await members({ ...options, f: f("a"), parameters: { a: values } }, 1)).toEqual(found);
    for (const [k, a] of values.entries()) {
      const [value = Number.NaN, error = 0] = found[k] as number[];
      expect(Math.abs(value - exact(a))).toBeLessThanOrEqual(error + 1e-13 * Math.abs(exact(a)));
      expect(error).toBeLessThanOrEqual(1e-6 * Math.abs(value));
      const single = prepareAccuracy({ ...options, f: f(`${a}`) });
      const alone = await adaptParts(single, single.problem.method, (part) =>
        regionsAlone(makeIntegrandRule(part), NO_PAUSES),
      );
      expect([alone.integral, alone.error]).toEqual([value, error]);
    }
  });
});

it.each(families)("%s in WebAssembly: claims hold, whatever the slices", async (...family) => {
  const [, n, f, a, exact] = family;
  const options = { f: f("a"), variables: cube(n), tolerance: 1e-6, parameters: { a } };
  const found = await members(options, 64, true);
  expect(await members(options, 1, true)).toEqual(found);
  for (const [k, [value = Number.NaN, error = 0]] of found.entries()) {
    const truth = exact(a[k] as number);
    expect(Math.abs(value - truth)).toBeLessThanOrEqual(error + 1e-13 * Math.abs(truth));
    expect(error).toBeLessThanOrEqual(1e-6 * Math.abs(value));
  }
});

describe("families in four variables, on the command line", () => {
  const run = useCli();
  const limits = namesOf(4).flatMap((name) => ["-v", `${name}=0,1`]);
  const family = ["-f", `(1+a*(${sum(4)}))^-p`, ...limits, "--param", "a=-2,1", "--param", "p=2,5"];

  it("tell of members that diverge, and lose no other; as on threads, so on one", async () => {
    const results = [];
    for (const backend of ["serial", "threads"]) {
      const { code, out } = await run([...family, "--tol", "1e-4", "-b", backend, "--json"]);
      const { family: own } = JSON.parse(out) as FamilyResult;
      results.push([code, own]);
      expect([code, own.statuses]).toEqual([3, ["diverges", "diverges", "converged", "converged"]]);
      const [, , , last = Number.NaN] = [...own.integrals];
      expect(Math.abs(last - corner([1, 1, 1, 1]))).toBeLessThanOrEqual(own.errors[3] as number);
    }
    expect(results[1]).toEqual(results[0]);
  });

  it("are refused by a GPU, in one line", async () => {
    const { code, err } = await run([...family, "--tol", "1e-3", "-b", "gpu", "--software"]);
    expect(code).toBe(2);
    expect(err).toContain("-b gpu: takes a family in one to three variables, not in 4: use -b threads");
  });
});
