import { describe, expect, it } from "vitest";
import type { AccuracyResult, FamilyResult } from "../../src/run/result.ts";
import { useBrowser } from "../browser.ts";
import { answerOf, problem, results, retype, status } from "../page.ts";

describe("the page's answer", () => {
  const browser = useBrowser();

  it("a divergent integral has no value, and the place is said", async () => {
    const page = await browser.open("f=1/x&x=0,1&tol=1e-8", "idle");
    const { certain, doubt } = await answerOf(page, "failed");
    expect([certain, doubt]).toEqual(["", expect.stringMatching(/^The integral diverges at x = 0/)]);
    await page.click("#run");
    await page.waitForSelector('html[data-state="error"]');
    expect(await status(page)).toContain("diverges");
    await page.close();
  });

  it.each([
    ["threads", "", { backend: "serial", precision: "f64" }],
    ["serial", "", { precision: "f64", threads: null }],
    ["simd", "", { precision: "f64" }],
    ["gpu", "&tol=1e-4", { precision: "f32", adapter: { software: true } }],
  ])("a link runs to an accuracy on %s", async (backend, more, expected) => {
    const page = await browser.open(`f=exp(-x^2-y^2)&x=0,inf&y=0,x&backends=${backend}${more}&run=1`, "done");
    const [result] = (await results(page)) as unknown as AccuracyResult[];
    expect(result).toMatchObject({ backend, status: "converged", cells: null, ...expected });
    expect(result?.problem.method.kind).toBe("accuracy");
    const off = Math.abs((result?.integral as number) - Math.PI / 8);
    expect(off).toBeLessThanOrEqual(result?.estimate.total as number);
    await page.close();
  });

  // The value by mpmath.
  it("a steep step along a curve is cut there, as by the command", async () => {
    const page = await browser.open("f=tanh(1e5*(y-x^2))&x=0,1&y=0,1&backends=serial&run=1", "done");
    const [result] = (await results(page)) as unknown as AccuracyResult[];
    expect(result?.status).toBe("converged");
    expect(result?.evaluations).toBeLessThan(500_000);
    const off = Math.abs((result?.integral as number) - 0.3333333181912546);
    expect(off).toBeLessThanOrEqual(result?.estimate.total as number);
    await page.close();
  });

  it("a family is answered member by member, by itself and by Run", async () => {
    const page = await browser.open("f=t^a&v.t=0,1&param.a=1:9:5&backends=threads&threads=2", "idle");
    await page.waitForSelector('html[data-answer="ready"]');
    expect(await page.$eval("#value", (one) => one.textContent)).toMatch(
      /^5 integrals,I\(a\) from 0\.1 to 0\.5the least certain ± \S+ at a = [13579]$/,
    );
    await page.click("#run");
    await page.waitForSelector('html[data-state="done"]');
    const [result] = (await results(page)) as unknown as FamilyResult[];
    expect(result?.family.parameters).toEqual({ a: [1, 3, 5, 7, 9] });
    const integrals = Array.from(result?.family.integrals ?? []);
    for (const [k, one] of integrals.entries()) expect(one).toBeCloseTo(1 / (2 * k + 2), 12);
    await retype(page, "values0", "2,4");
    await page.waitForFunction(() => location.search.includes("param.a=2%2C4"));
    await page.waitForFunction(() =>
      document.getElementById("value")?.textContent?.startsWith("2 integrals"),
    );
    await page.click("[aria-label='Remove a']");
    expect(await problem(page)).toContain("a needs limits");
    await page.close();
  });

  it("an answer that comes late is not shown under what was typed since", async () => {
    const page = await browser.open("f=1&x=0,3&y=0,3", "idle");
    await answerOf(page);
    await page.$eval("#f", async (one) => {
      const field = one as HTMLInputElement;
      for (const text of ["cos(200*x*y)/(0.01+(x-y)^2)", "exp(-x^2-y^2"]) {
        field.value = text;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        await new Promise((resolve) => setTimeout(resolve, 60));
      }
    });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const answer = await page.$eval("html", (one) => one.dataset.answer);
    expect([answer, await page.$eval("#value", (one) => one.textContent)]).toEqual(["none", ""]);
    await page.close();
  });

  it.each([
    ["a grid", "n=6000&rule=gauss4&backends=threads"],
    ["an accuracy", "tol=1e-10&backends=serial"],
  ])(
    "an edit while %s runs, valid or not, is answered after it and never with its number",
    async (_, how) => {
      const f = encodeURIComponent("cos(200*x*y)/(0.01+(x-y)^2)");
      const page = await browser.open(`f=${f}&x=0,3&y=0,3&${how}`, "idle");
      await page.click("#run");
      await page.waitForSelector('html[data-state="running"]');
      await page.$eval("#f", async (one) => {
        const field = one as HTMLInputElement;
        for (const text of ["x*", "x*y"]) {
          field.value = text;
          field.dispatchEvent(new Event("input", { bubbles: true }));
          await new Promise((resolve) => setTimeout(resolve, 60));
        }
      });
      expect(await page.$eval("html", ({ dataset }) => [dataset.edited, dataset.answer])).toEqual([
        "true",
        "none",
      ]);
      await page.waitForSelector('html[data-state="done"]', { timeout: 60_000 });
      const { value } = await answerOf(page);
      expect(value).toBeCloseTo(81 / 4, 8);
      expect(await status(page)).toBe("edited since this run");
      expect((await results(page)).map(({ problem }) => problem.f)).toEqual(["cos(200*x*y)/(0.01+(x-y)^2)"]);
      await page.close();
    },
  );

  it("says to press Run where a factor takes longer than a moment, and the other is not begun", async () => {
    const page = await browser.open("f=sin(1/(x*y))*exp(z)&x=0,1&y=0,1&z=0,1", "idle");
    expect((await answerOf(page, "partial")).doubt).toBe("This takes longer than a moment; press Run.");
    await page.close();
  });
});
