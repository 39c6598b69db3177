import { describe, expect, it } from "vitest";
import { host } from "../node/host.ts";
import type { Open } from "../src/backend.ts";
import { openSerial } from "../src/cpu/serial.ts";
import { familyChart } from "../src/output/family-chart.ts";
import { csvOfFamily, jsonOfFamily } from "../src/output/family-document.ts";
import { type Prepared, prepare } from "../src/problem/problem.ts";
import type { Shard } from "../src/quadrature/grid/plan.ts";
import { makePlan } from "../src/quadrature/grid/plan.ts";
import { integrateFamily } from "../src/run/family/family.ts";
import { type Store, withCheckpoint } from "../src/run/grid/checkpoint.ts";
import { type PartialDocument, partialLine } from "../src/run/grid/partial-document.ts";
import { readPartialDocument } from "../src/run/grid/read-partial.ts";
import { integrateShard } from "../src/run/grid/shard.ts";
import { merge, type Part } from "../src/run/merge.ts";
import type { FamilyResult } from "../src/run/result.ts";
import { useBrowser } from "./browser.ts";

const open: Open = (plan) => openSerial(plan, host);
const run = (prepared: Prepared) => integrateFamily(makePlan(prepared), open, host);

/** Six tiles a member; for a = 2 f is NaN where x is above 1/2. */
const RAGGED = prepare({
  f: "b*sqrt(1-a*x)*exp(y)",
  x: "0,1",
  y: "0,1",
  n: 600,
  parameters: { a: "0,1/2,2", b: "-1:1:3" },
});
const whole = await run(RAGGED);
const parsed = (result: FamilyResult) => JSON.parse([...jsonOfFamily(result)].join(""));

describe("the document of a family", () => {
  const bessel = prepare({
    f: "cos(a*sin(t))/pi",
    variables: { t: "0,pi" },
    n: 100,
    parameters: { a: "0,1,5,50" },
  });

  it("has the published values of the Bessel function J0, and the parameters as they were given", async () => {
    const { problem, integral, family, failures, status, estimate, exact, error } = parsed(await run(bessel));
    expect(problem.parameters).toEqual({ a: "0,1,5,50" });
    expect(family.parameters).toEqual({ a: [0, 1, 5, 50] });
    // Abramowitz and Stegun, table 9.1.
    const published = [1, 0.7651976865579666, -0.1775967713143383, 0.05581232766925181];
    published.forEach((value, k) => {
      expect(Math.abs(family.integrals[k] - value)).toBeLessThan(1e-14);
    });
    expect(family.errors).toEqual([null, null, null, null]);
    expect(family.statuses).toEqual(["done", "done", "done", "done"]);
    expect({ integral, failures, status, estimate, exact, error }).toEqual({
      integral: null,
      failures: [],
      status: "done",
      estimate: null,
      exact: null,
      error: null,
    });
  });

  it("has the members in the order of nested loops, null for those without a value, and why", () => {
    const { family, failures, status, cells, evaluations } = parsed(whole);
    expect(family.parameters).toEqual({ a: [0, 0.5, 2], b: [-1, 0, 1] });
    expect(family.integrals.slice(6)).toEqual([null, null, null]);
    // The integral of sqrt(1 - x/2) is 4/3 (1 - 2^-1.5).
    const expected = [1, (4 / 3) * (1 - 2 ** -1.5)].flatMap((v) =>
      [-1, 0, 1].map((b) => b * v * (Math.E - 1)),
    );
    expected.forEach((value, k) => {
      expect(Math.abs(family.integrals[k] - value)).toBeLessThan(1e-6);
    });
    expect(family.statuses).toEqual([...Array(6).fill("done"), ...Array(3).fill("failed")]);
    expect(status).toBe("failed");
    expect(failures.map(({ index }: { index: number }) => index)).toEqual([6, 7, 8]);
    expect(failures[0]).toMatchObject({
      status: "failed",
      message: expect.stringMatching(/^f is NaN at x = 0\.5\d*, y = .*, for a = 2, b = -1$/),
    });
    expect([cells, evaluations]).toEqual([9 * 360_000, 9 * 360_000]);
  });

  it("as CSV has a row a member: its parameters, its value, and the run's fields", () => {
    const [head = "", ...rows] = [...csvOfFamily(whole)].join("").trimEnd().split("\n");
    expect(head.split(",").slice(0, 8)).toEqual([
      "parameters.a",
      "parameters.b",
      "integral",
      "estimate.total",
      "status",
      "message",
      "schema",
      "version",
    ]);
    expect(rows).toHaveLength(9);
    expect(rows[0]?.split(",").slice(0, 6)).toEqual([
      "0",
      "-1",
      String(whole.family.integrals[0]),
      "",
      "done",
      "",
    ]);
    expect(rows[8]).toMatch(/^2,1,,,failed,"f is NaN at x = .*, for a = 2, b = 1",2,/);
    for (const name of [
      "problem.f",
      "problem.parameters",
      "problem.method.n",
      "seconds.compute",
      "host.math",
    ])
      expect(head.split(",")).toContain(name);
    expect(rows[0]).toContain('"a=0,1/2,2; b=-1:1:3"');
  });
});

describe("parts of a family", () => {
  const partsOf = (m: number): Promise<Part[]> =>
    Promise.all(
      Array.from({ length: m }, async (_, k) => {
        const document = await integrateShard(makePlan(RAGGED), [k + 1, m] as Shard, open, host);
        return { name: `part.${k + 1}`, document: readPartialDocument(partialLine(document)) };
      }),
    );
  const timeless = (result: object) => ({
    ...result,
    seconds: null,
    evaluationsPerSecond: null,
    parts: null,
  });

  it.each([1, 2, 4, 9, 12])(
    "%i of them, whole members each, merge to the document of one run, bit for bit",
    async (m) => {
      const parts = await partsOf(m);
      const { perMember } = makePlan(RAGGED);
      for (const { document } of parts)
        expect(document.tiles.map((tile) => tile % perMember)).toEqual([0, 0]);
      expect(timeless(merge(parts.reverse()))).toEqual(timeless(whole));
    },
  );

  it("of other parameters do not belong to them", async () => {
    const [one, two] = (await partsOf(2)) as [Part, Part];
    const parameters = { a: "0,1/2,2", b: "-1:2:3" };
    const other = { ...two.document, problem: { ...two.document.problem, parameters } };
    expect(() => merge([one, { name: "other", document: other }])).toThrow(
      "other does not belong to part.1: parameters is a=0,1/2,2 b=-1:2:3 in other and a=0,1/2,2 b=-1:1:3 in part.1",
    );
  });

  it("without values for parameters are refused", async () => {
    const [{ document }] = (await partsOf(1)) as [Part];
    for (const parameters of [
      undefined,
      null,
      [],
      { a: null, b: "1" },
      { a: [1, "2"], b: "1" },
      { a: { length: 1e9 }, b: "1" },
    ]) {
      const line = partialLine({ ...document, problem: { ...document.problem, parameters } as never });
      expect(() => readPartialDocument(line)).toThrow("its parameters have no values");
    }
  });

  it("in a checkpoint are kept, those that failed, too", async () => {
    const documents: PartialDocument[] = [];
    const storeOf = (kept: readonly PartialDocument[]): Store => ({
      name: "store",
      documents: kept,
      append: (added) => void documents.push(...added.map((one) => readPartialDocument(partialLine(one)))),
    });
    const wrapped = (store: Store) => ({ wrap: (plain: Open) => withCheckpoint(store, plain, host, {}) });
    await integrateFamily(makePlan(RAGGED), open, host, wrapped(storeOf([])));
    // As if it had been stopped before some of the last member's tiles, and those of the fourth.
    const kept = documents.flatMap((document) => {
      const pieces = [
        [0, 19],
        [25, 53],
      ] as const;
      return pieces.map(([first, end]) => ({
        ...document,
        tiles: [first, end] as const,
        partials: document.partials.slice(first, end),
      }));
    });
    expect(documents.map(({ tiles }) => tiles)).toEqual([[0, makePlan(RAGGED).tiles]]);
    let computed = 0;
    const counting: Open = async (plan) => {
      const backend = await open(plan);
      return {
        ...backend,
        run: (ranges, options) => {
          computed += ranges.reduce((sum, { first, end }) => sum + end - first, 0);
          return backend.run(ranges, options);
        },
      };
    };
    const resumed = await integrateFamily(makePlan(RAGGED), counting, host, wrapped(storeOf(kept)));
    expect(computed).toBe(makePlan(RAGGED).tiles - 19 - 28);
    expect(timeless(resumed)).toEqual(timeless(whole));
  });
});

describe("a chart of a family, as a browser reads it", () => {
  const browser = useBrowser();
  const line = prepare({ f: "sqrt(a-t)", variables: { t: "0,1" }, n: 50, parameters: { a: "0:4:9" } });
  const decades = prepare({
    f: "exp(-a*t)",
    variables: { t: "0,1" },
    n: 50,
    parameters: { a: "log:1e-2:1e2:9" },
  });

  const seen = async (svg: string, selector: string) => {
    const page = await browser.open("", "idle");
    const found = await page.evaluate(
      (text, wanted) => {
        const document = new DOMParser().parseFromString(text, "image/svg+xml");
        return {
          root: document.documentElement.nodeName,
          errors: document.querySelectorAll("parsererror").length,
          title: document.querySelector("title")?.textContent,
          texts: [...document.querySelectorAll("text")].map((one) => one.textContent),
          found: [...document.querySelectorAll(wanted)].map((one) => ({
            x: Number(one.getAttribute("cx")),
            points: one.getAttribute("points") ?? one.getAttribute("d") ?? "",
          })),
        };
      },
      svg,
      selector,
    );
    await page.close();
    return found;
  };

  it("of one parameter is the curve, from where there are values on", async () => {
    const result = await run(line);
    const chart = await seen(familyChart(result, line), ".curve");
    expect([chart.root, chart.errors]).toEqual(["svg", 0]);
    expect(chart.title).toBe("∫ sqrt(a-t) dt: a from 0 to 4; 2 without a value");
    for (const text of ["a", "integral", "0", "4", "2 without a value"]) expect(chart.texts).toContain(text);
    // a = 0 and 1/2 have none.
    expect(chart.found.map(({ points }) => points.split(" ").length)).toEqual([7]);
  });

  it("has a band as wide as the claims", async () => {
    const result = await run(line);
    const errors = result.family.integrals.map((one) => one / 10);
    const { found, texts } = await seen(
      familyChart({ ...result, family: { ...result.family, errors } }, line),
      ".band",
    );
    expect(texts).toContain("band: the claimed error, at most 1.9e-1; 2 without a value");
    const heights = (found[0]?.points ?? "").split(" ").map((place) => Number(place.split(",")[1]));
    // The upper edge, and the lower one backwards: twice the claim, which grows with the integral.
    const widths = heights.slice(0, 6).map((top, k) => (heights.at(-1 - k) as number) - top);
    for (const [k, width] of widths.slice(1).entries()) expect(width).toBeGreaterThan(widths[k] as number);
  });

  it("has a logarithmic axis for values that are spaced so, and dots on it at equal distances", async () => {
    const { found, texts } = await seen(familyChart(await run(decades), decades), ".point");
    const steps = found.slice(1).map(({ x }, k) => x - (found[k]?.x ?? 0));
    expect(found).toHaveLength(9);
    expect(Math.max(...steps) - Math.min(...steps)).toBeLessThan(0.3);
    for (const text of ["0.01", "0.1", "1", "10", "100"]) expect(texts).toContain(text);
  });

  it("of two parameters is a map, with its colours explained, and hatched where there is no value", async () => {
    const { found, errors, title, texts } = await seen(familyChart(whole, RAGGED), ".map path");
    expect(errors).toBe(0);
    // Three values of b for two of a; those with b = 0 are of one colour.
    expect(found.flatMap(({ points }) => points.match(/M/g) ?? [])).toHaveLength(6);
    expect(found).toHaveLength(5);
    expect(title).toContain("a from 0 to 2, b from -1 to 1; 3 without a value");
    for (const text of ["a", "b", "−1", "1"]) expect(texts).toContain(text);
    const { found: legend } = await seen(familyChart(whole, RAGGED), ".legend rect");
    expect(legend.length).toBeGreaterThan(10);
  });

  it("of a million members is no larger than a page of them", async () => {
    const count = 1_000_000;
    const wave = Float64Array.from({ length: count }, (_, k) => (k === 765_432 ? 5 : Math.sin(k / 1e4)));
    const of = (parameters: Record<string, Float64Array>) => ({
      ...whole,
      failures: [],
      family: {
        ...whole.family,
        parameters,
        integrals: wave,
        errors: new Float64Array(count).fill(Number.NaN),
      },
    });
    const all = Float64Array.from(wave, (_, k) => k);
    const curve = familyChart(of({ a: all }), line);
    expect(curve.length).toBeLessThan(1e5);
    // A single member that stands out is drawn.
    const [, places = ""] = /class="curve" points="([^"]*)"/.exec(curve) ?? [];
    const heights = places.split(" ").map((place) => Number(place.split(",")[1]));
    // Of 5, near the upper edge at 40, and of all others, which are at most 1.
    expect(heights.filter((y) => y < 70)).toHaveLength(1);
    expect(heights.filter((y) => y < 200)).toHaveLength(1);
    const side = all.subarray(0, 1000);
    const map = familyChart(of({ a: side, b: side }), RAGGED);
    expect(map.length).toBeLessThan(2e6);
    expect(map).toContain("200 of 1000 values of a are drawn");
  });
});
