import { describe, expect, it } from "vitest";
import { host } from "../node/host.ts";
import { openSerial } from "../src/cpu/serial.ts";
import { constantOf } from "../src/integrand/language/integrand.ts";
import { prepare } from "../src/problem/problem.ts";
import { integrate } from "../src/run/grid/integrate.ts";
import { digitsOf, roundedUp } from "../web/answer/value.ts";
import { EXAMPLES } from "../web/gallery/examples.ts";
import { useBrowser } from "./browser.ts";
import { answerOf, results, retype } from "./page.ts";

describe("digits in ink", () => {
  const ink = (value: number, claim: number | null) => digitsOf({ value, claim }).certain;

  it("are those that the claim leaves, and none where it is as large as the value or unknown", () => {
    expect(ink(-1.00000012, 1e-7)).toBe("-1.000000");
    expect(ink(-1.00000012, 4e-4)).toBe("-1.000");
    // 3.14159265358979, or rounded 3.141592653590: what both have.
    expect(ink(Math.PI, 3e-13)).toBe("3.1415926535");
    for (const claim of [1, Number.POSITIVE_INFINITY, Number.NaN, null])
      expect(ink(-1.00000012, claim)).toBe("");
  });

  it.each([3e-13, 1.0000001e-5, 9.5e-4, 2, 9.99])("a claim of %d is never rounded down", (claim) => {
    expect(Number(roundedUp(claim).replace("−", "-"))).toBeGreaterThanOrEqual(claim);
  });
});

describe("in a browser with WebGPU", () => {
  const browser = useBrowser();

  it("a link runs the integral on the GPU, on Web Workers and on one thread", async () => {
    const page = await browser.open("n=1500&threads=2&run=1", "done");
    const [gpu, threads, serial] = await results(page);
    expect(gpu).toMatchObject({ backend: "gpu", precision: "f32", adapter: { software: true } });
    expect(threads).toMatchObject({ backend: "threads", precision: "f64", threads: 2 });
    expect(serial).toMatchObject({ backend: "serial", schema: 2, cells: 2_250_000, exact: 0, threads: null });
    expect(Math.abs(gpu?.integral as number)).toBeLessThan(3e-8 * Math.PI ** 2);
    // Not only zero for zero: these bits are Node's, and they are not zero.
    const node = await integrate(prepare({ n: 1500 }), (plan) => openSerial(plan, host), host);
    expect([threads?.integral, serial?.integral]).toEqual([node.integral, node.integral]);
    await browser.screenshot(page, "page-done");
    await page.close();
  });

  it("every example is answered without a click, its known value within the claim", async () => {
    const page = await browser.open("", "idle");
    await page.waitForSelector("#gallery button");
    const names = await page.$$eval("#gallery button", (all) => all.map((one) => one.textContent));
    expect(names).toEqual(EXAMPLES.map(({ title }) => title));
    for (const [k, { title, exact }] of EXAMPLES.entries()) {
      await page.$$eval("#gallery button", (all, n) => (all[n] as HTMLElement).click(), k);
      await page.waitForSelector('html[data-answer="working"]', { timeout: 1000 }).catch(() => {});
      // On a slow machine one may need Run.
      await page.waitForSelector('html:is([data-answer="ready"], [data-answer="partial"])');
      if (await page.$('html[data-answer="partial"]')) await page.click("#run");
      const { value, within, how, doubt } = await answerOf(page);
      if (!exact) continue;
      const known = constantOf(exact, "exact");
      expect(Math.abs(value - known), title).toBeLessThanOrEqual(within + 1e-15 * Math.abs(known));
      expect(within, title).toBeLessThanOrEqual(1e-8 * Math.abs(known));
      expect(how, title).toMatch(
        /^to 1e-8: [\d,]+ values of f, [\d,]+ regions, .* on (one thread|\d+ threads)$/,
      );
      expect(doubt, title).toMatch(/(exactly the known value|off the known value by \S+)\.$/i);
    }
    await page.close();
  });

  it("an error in the expression is underlined at its character, where it stands, while typing", async () => {
    const page = await browser.open("", "idle");
    await retype(page, "f", "sin(x+y)*foo");
    await page.waitForSelector("#ghost mark");
    expect(await page.$eval("#ghost .before", (one) => one.textContent)).toBe("sin(x+y)*");
    // The mark lies under the field's own character.
    const [ghost, input] = await page.$$eval("#ghost, #f", (all) =>
      all.map((one) => {
        const { left, top, width } = one.getBoundingClientRect();
        return [left, top, width, getComputedStyle(one).fontFamily, getComputedStyle(one).paddingLeft];
      }),
    );
    expect(ghost).toEqual(input);
    await retype(page, "f", "sin(x+y)");
    await page.waitForFunction(() => document.getElementById("problem")?.textContent === "");
    expect(await page.$$("#ghost mark")).toHaveLength(0);
    await page.close();
  });
});
