import { AxePuppeteer } from "@axe-core/puppeteer";
import type { Page } from "puppeteer";
import { describe, expect, it } from "vitest";
import { spread } from "../../src/benchmark/statistics.ts";
import { useBrowser } from "../browser.ts";
import { keepFiles, kept, results } from "../page.ts";

type Browser = ReturnType<typeof useBrowser>;

/** The page with the section of the race, once it is there. */
async function open(
  browser: Browser,
  query: string,
  prepare?: (page: Page) => Promise<unknown>,
): Promise<Page> {
  const page = await browser.open(query, "idle", prepare);
  await page.$eval("#race", (one) => one.scrollIntoView());
  await page.waitForSelector("#start-race");
  return page;
}

const text = (page: Page, selector: string) => page.$eval(selector, (one) => one.textContent ?? "");

/** Whether the times of one vary so much that no ratio is claimed. */
const isBusy = (all: readonly { samples?: readonly number[] | null }[]) =>
  all.some(({ samples }) => spread(samples ?? []) > 0.5);
const TOO_BUSY = /^The machine is too busy for a race: the times of .* vary by more than half\.$/;

async function finish(page: Page, button: string, state = "done"): Promise<void> {
  await page.click(button);
  await page.waitForSelector('html[data-state="running"]');
  await page.waitForSelector(`html[data-state="${state}"]`, { timeout: 90_000 });
}

/** Layout shifts from now on. */
const watchShifts = (page: Page) =>
  page.evaluate(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as unknown as { value: number; hadRecentInput: boolean }[])
        if (!entry.hadRecentInput) shifts.push(entry.value);
    }).observe({ type: "layout-shift" });
  });

const shifts = (page: Page) => page.evaluate(() => (window as unknown as { shifts: number[] }).shifts);

describe("with a GPU", () => {
  const browser = useBrowser();

  it.each([
    ["one variable", "f=4/(1%2Bt^2)&v.t=0,1&exact=pi", Math.PI],
    ["a curved domain", "f=1&x=-1,1&y=-sqrt(1-x^2),sqrt(1-x^2)", Math.PI],
  ])("races in %s", async (name, query, exact) => {
    const page = await open(browser, `${query}&threads=2&tol=1e-6`);
    await watchShifts(page);
    await finish(page, "#start-race");
    const all = await results(page);
    expect(all).toHaveLength(4);
    for (const { integral } of all) expect(integral / exact).toBeCloseTo(1, 3);
    expect(await text(page, "#sentence")).toMatch(
      isBusy(all) ? TOO_BUSY : /cell\/s.*(2 CPU threads|one CPU thread).*\.$/,
    );
    expect(Math.max(0, ...(await shifts(page)))).toBeLessThan(0.01);
    expect((await new AxePuppeteer(page).analyze()).violations.map(({ id }) => id)).toEqual([]);
    await browser.screenshot(page, `page-raced-${name.replaceAll(" ", "-")}`);
    await page.close();
  });

  it("races a family's middle member, and says which", async () => {
    const page = await open(browser, "f=exp(-a*x)&x=0,1&param.a=1:3:5&threads=2");
    const before = await results(page);
    await finish(page, "#start-race");
    expect(await text(page, ".about")).toContain("its middle member: a = 2.");
    const integrals = /Integrals at n = [\d,]+: gpu (\S+), simd (\S+), threads (\S+), serial/.exec(
      await text(page, ".about"),
    );
    const exact = (1 - Math.exp(-2)) / 2;
    expect(Number(integrals?.[1]) / exact).toBeCloseTo(1, 5);
    for (const k of [2, 3]) expect(Number(integrals?.[k]) / exact).toBeCloseTo(1, 8);
    // It is not a result of the family.
    expect(await results(page)).toEqual(before);
    await page.close();
  });

  it("ends in an error where the integrals disagree, in words and in the table", async () => {
    const page = await open(browser, "f=cos(x%2By)&n=300&threads=2", (fresh) =>
      fresh.evaluateOnNewDocument(() => {
        const real = GPUBuffer.prototype.getMappedRange;
        // The sums of several tiles; the shader is proven on one.
        GPUBuffer.prototype.getMappedRange = function () {
          const range = real.call(this);
          if (this.label.startsWith("staging") && range.byteLength > 24) {
            const sums = new Float32Array(range, 0, (range.byteLength - 16) / 4);
            sums.set(sums.map((one) => 1.01 * one));
          }
          return range;
        };
      }),
    );
    await finish(page, "#start-race", "error");
    expect(await text(page, "#race .actions .status")).toContain("the backends disagree");
    expect(await text(page, "#sentence")).toBe("The integrals disagree, so the rates do not count.");
    expect(await text(page, ".bars .wrong")).toContain("TOO FAR OFF");
    expect(await page.$eval(".about details", (one) => (one as HTMLDetailsElement).open)).toBe(true);
    expect(await text(page, ".about tr.wrong")).toContain("TOO FAR OFF");
    await browser.screenshot(page, "page-race-disagreement");
    await page.close();
  });

  it.each([
    [
      "three variables",
      "f=x^2&x=-1,1&y=-sqrt(1-x^2),sqrt(1-x^2)&z=-sqrt(1-x^2-y^2),sqrt(1-x^2-y^2)&exact=4*pi/15",
    ],
  ])("measures over n in %s", async (name, query) => {
    const page = await open(browser, `${query}&threads=2`);
    await finish(page, "#sweep");
    for (const id of ["chart-time", "chart-error"]) {
      const counts = await page.$$eval(`#${id} .series:not(.setup)`, (all) =>
        all.map((one) => one.querySelectorAll(".point").length),
      );
      expect(counts.length).toBe(3);
      for (const count of counts) expect(count).toBeGreaterThanOrEqual(3);
    }
    await browser.screenshot(page, `page-sweep-${name.replace(" ", "-")}`);
    await page.close();
  });

  it("draws points as they come, says break-even in words and numbers, and can be saved", async () => {
    const page = await open(browser, "f=cos(x%2By)&exact=-4&threads=2&n=300", keepFiles);
    const points = (id: string) =>
      page.$$eval(`#${id} .series:not(.setup)`, (all) =>
        all.map((one) => one.querySelectorAll(".point").length),
      );
    expect(await page.$$("#charts figure")).toHaveLength(0);
    await watchShifts(page);
    await page.click("#sweep");
    await page.waitForSelector("#chart-time .point");
    const early = await points("chart-time");
    await browser.screenshot(page, "page-sweeping");
    await page.waitForSelector('html[data-state="done"]', { timeout: 60_000 });
    const counts = await points("chart-time");
    expect(counts).toHaveLength(3);
    for (const [k, count] of counts.entries()) {
      expect(count).toBeGreaterThanOrEqual(3);
      expect(count).toBeGreaterThan(early[k] ?? 0);
    }
    expect(await points("chart-error")).toEqual(counts);
    expect(Math.max(0, ...(await shifts(page)))).toBeLessThan(0.01);
    expect(await text(page, "#worth-sentence")).toMatch(
      /^(The GPU in f32 never caught up with all CPU threads, with or without setup\.|Against all CPU threads, the GPU in f32 (loses at every n measured|wins (at every n measured|at some n only|beyond n|from (about n = [\d,]+|somewhere between n = [\d,]+ and n = [\d,]+) (on|\(extrapolated\)))))/,
    );
    expect(await text(page, "#chart-time")).toContain("gpu f32, software");
    // The GPU and all threads have a dashed curve with their setups.
    expect(await page.$$("#chart-time .setup polyline[stroke-dasharray]")).toHaveLength(2);
    expect(await page.$$eval("#race caption", (all) => all.map((one) => one.textContent))).toContain(
      "With setup",
    );
    // Every point is also a number.
    const cells = await page.$$eval("#race .part .numbers:first-of-type td", (all) =>
      all.map((one) => one.textContent).filter((one) => / (s|ms|µs)$/.test(one ?? "")),
    );
    expect(cells).toHaveLength(counts.reduce((sum, one) => sum + one, 0));
    await page.$eval("#take", (one) => one.scrollIntoView());
    await page.click("#save-svg");
    await page.click("#save-png");
    await page.waitForFunction(() => (window as unknown as { kept: unknown[] }).kept.length === 2);
    const files = await kept(page);
    expect(files.map(([type]) => type)).toEqual(["image/svg+xml", "image/png"]);
    expect(files[0]?.[1]).toMatch(/^<svg [\s\S]*Error of the integral/);
    expect(files[1]?.[1]).toBe(`${2 * 760} ${2 * 760}`);
    await browser.screenshot(page, "page-sweep");
    await page.close();
  });
});

describe("without WebGPU", () => {
  const browser = useBrowser({ flags: [] });

  it("races threads against one thread, and says why", async () => {
    const page = await open(browser, "f=cos(x%2By)&n=300&threads=2");
    await finish(page, "#start-race");
    const all = await results(page);
    expect(all.map(({ backend }) => backend)).toEqual(["simd", "threads", "serial"]);
    expect(await text(page, "#sentence")).toMatch(
      isBusy(all)
        ? TOO_BUSY
        : /^2 CPU threads with SIMD: .*cell\/s, [\d.]+( ± [\d.]+)? times (one CPU thread|this browser's 2 CPU threads)\.$/,
    );
    expect(await text(page, ".about")).toContain("Raced on the CPU alone: the browser");
    expect(await text(page, ".bars .gpu")).toContain("no GPU here");
    await browser.screenshot(page, "page-raced-without-gpu");
    await page.close();
  });
});
