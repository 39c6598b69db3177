import type { Page } from "puppeteer";
import { describe, expect, it } from "vitest";
import { spread } from "../../src/benchmark/statistics.ts";
import type { Result } from "../../src/run/result.ts";
import { useBrowser } from "../browser.ts";
import { answerOf, results } from "../page.ts";

const browser = useBrowser();

/** The page with the section of the race, once it is there. */
async function open(query: string, prepare?: (page: Page) => Promise<unknown>): Promise<Page> {
  const page = await browser.open(query, "idle", prepare);
  await page.$eval("#race", (one) => one.scrollIntoView());
  await page.waitForSelector("#start-race");
  return page;
}

const text = (page: Page, selector: string) => page.$eval(selector, (one) => one.textContent ?? "");

/** `563 Mcell/s` and its like, in cells per second. */
function rateIn(said: string): number {
  const [, digits, prefix = ""] = /([\d.]+) ([kMGT]?)cell\/s/.exec(said) ?? [];
  return Number(digits) * 1000 ** " kMGT".indexOf(prefix || " ");
}

describe("the race", () => {
  it("says what its documents say: rates, how many times, and that all agree", async () => {
    const page = await open("f=cos(x%2By)&threads=2");
    expect(await text(page, "#race > .hint")).toContain("about 10 seconds");
    await page.click("#start-race");
    await page.waitForSelector(".bars .sample");
    await browser.screenshot(page, "page-racing");
    await page.waitForSelector('html[data-state="done"]');
    const all = await results(page);
    expect(all.map(({ backend, precision, threads }) => [backend, precision, threads])).toEqual([
      ["gpu", "f32", null],
      ["simd", "f64", 2],
      ["threads", "f64", 2],
      ["serial", "f64", null],
    ]);
    const [gpu, , threads] = all as [Result, Result, Result];
    const rates = all.map(({ cells, samples, seconds }) => {
      // Nothing rests on a single run, and each rate is that of its median.
      expect(samples?.length).toBeGreaterThanOrEqual(3);
      expect(Math.min(...(samples ?? []))).toBeLessThanOrEqual(seconds.compute);
      return cells / seconds.compute;
    });
    const said = await text(page, "#sentence");
    // On a loaded machine no ratio is claimed.
    if (all.some(({ samples }) => spread(samples ?? []) > 0.5)) expect(said).toContain("too busy for a race");
    else {
      expect(said).toMatch(/SwiftShader/i);
      expect(said).toContain("the CPU runs the shader");
      // The fastest of the CPU is what the GPU is compared with, and what is named.
      const [own = 0, ...others] = rates;
      const best = others.indexOf(Math.max(...others));
      const names = [
        "this browser's 2 CPU threads with SIMD",
        "this browser's 2 CPU threads",
        "one CPU thread",
      ];
      expect(said).toContain(names[best]);
      const [, ratio = "", than] = /([\d.]+)(?: ± [\d.]+)? times (this|one|as fast)/.exec(said) ?? [];
      const times = own / Math.max(...others);
      expect(Number(ratio) / (than === "as fast" ? 1 / times : times)).toBeCloseTo(1, 1);
      expect(rateIn(said) / (gpu.cells / gpu.seconds.compute)).toBeCloseTo(1, 2);
    }
    const shown = await page.$$eval(".bars .rate", (rows) => rows.map((one) => one.textContent ?? ""));
    for (const [k, one] of shown.entries()) {
      expect(rateIn(one) / (rates[k] as number)).toBeCloseTo(1, 2);
      expect(one).toMatch(/± (under 0.1|0\.\d|\d+) %$/);
    }
    // The longest bar is the fastest contender's.
    const lengths = await page.$$eval(".bars .bar", (bars) =>
      bars.map((one) => one.getBoundingClientRect().width),
    );
    expect(lengths.indexOf(Math.max(...lengths))).toBe(rates.indexOf(Math.max(...rates)));
    const verdicts = await page.$$eval(".bars .verdict", (rows) => rows.map((one) => one.textContent));
    const promised = expect.stringContaining("as promised");
    expect(verdicts).toEqual([promised, promised, "same bits", "reference"]);
    const words = await text(page, ".about .words");
    for (const one of ["f32 are", "As promised:", "Same bits:"]) expect(words).toContain(one);
    // The integral is -4, on every grid that a race takes.
    for (const { integral } of all) expect(integral).toBeCloseTo(-4, 4);
    const rows = await page.$$eval(".about tbody tr", (lines) => lines.map((one) => one.textContent));
    expect(rows[2]).toContain(threads.cellsPerSecond.toLocaleString("en"));
    // The answer stays that to the accuracy.
    const { value, how } = await answerOf(page);
    expect([value, how.split(":")[0]]).toEqual([-4, "to 1e-8"]);
    await browser.screenshot(page, "page-raced");
    await page.close();
  });

  it.each(["Cancel", "Escape"])("ends at %s, and can be run again", async (how) => {
    const page = await open("f=cos(x%2By)&n=300&threads=2");
    await page.focus("#start-race");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".bars .sample");
    const stop = "#race .actions .cancel:not([hidden])";
    if (how === "Escape") await page.keyboard.press("Escape");
    else await page.click(stop);
    await page.waitForSelector('html[data-state="cancelled"]', { timeout: 5000 });
    expect(await text(page, "#sentence")).toBe("");
    expect(await results(page)).toEqual([]);
    expect(await text(page, "#race .actions .status")).toBe("cancelled");
    expect(await page.$(stop)).toBeNull();
    // Where the keyboard was, it still is.
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("start-race");
    await page.keyboard.press("Enter");
    await page.waitForSelector('html[data-state="running"]');
    await page.close();
  });
});

describe("a device that is lost in a race", () => {
  /** Destroys every device, once or as soon as it is there. */
  const lose = async (always: boolean) => {
    const page = await open("f=cos(x%2By)&n=300&threads=2", (fresh) =>
      fresh.evaluateOnNewDocument(() => {
        const real = GPUAdapter.prototype.requestDevice;
        const kept = window as unknown as { devices: GPUDevice[]; lost: boolean };
        Object.assign(window, { devices: [], lost: false });
        GPUAdapter.prototype.requestDevice = async function (...args) {
          const device = await real.apply(this, args);
          kept.devices.push(device);
          if (kept.lost) device.destroy();
          return device;
        };
      }),
    );
    await page.click("#start-race");
    await page.waitForFunction(() =>
      document.querySelector("#race .status")?.textContent?.startsWith("GPU f32, round"),
    );
    await page.evaluate((ever) => {
      const kept = window as unknown as { devices: GPUDevice[]; lost: boolean };
      kept.lost = ever;
      for (const one of kept.devices) one.destroy();
    }, always);
    return page;
  };

  it("is replaced, and its rate is not believed", async () => {
    const page = await lose(false);
    await page.waitForSelector('html[data-state="done"]');
    expect(await text(page, "#sentence")).toMatch(/device was lost.*Race again\.$/);
    expect(await text(page, "#notes")).toContain("was lost");
    await page.close();
  });

  it("is all that the error says where it cannot be replaced", async () => {
    const page = await lose(true);
    await page.waitForSelector('html[data-state="error"]');
    expect(await text(page, "#race .status")).toBe("the GPU device was lost; you can race again");
    await page.close();
  });
});

describe("when the GPU is worth it", () => {
  it("waits while the tab is hidden, has no chart before it has points, and can be cancelled", async () => {
    const page = await open("backends=serial", (fresh) =>
      fresh.evaluateOnNewDocument(() => {
        Object.assign(window, { tab: { hidden: false } });
        Object.defineProperty(document, "hidden", {
          get: () => (window as unknown as { tab: { hidden: boolean } }).tab.hidden,
        });
      }),
    );
    await page.evaluate(() => {
      (window as unknown as { tab: { hidden: boolean } }).tab.hidden = true;
    });
    await page.click("#sweep");
    await page.waitForSelector('html[data-state="running"]');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await text(page, "html").then(() => page.$eval("html", (html) => html.dataset.state))).toBe(
      "running",
    );
    expect(await page.$$("#charts figure")).toHaveLength(0);
    await page.keyboard.press("Escape");
    await page.waitForSelector('html[data-state="cancelled"]', { timeout: 5000 });
    await page.close();
  });
});
