import { existsSync } from "node:fs";
import puppeteer, { type Page } from "puppeteer";
import { describe, expect, it, vi } from "vitest";
import { refusalOf, useBrowser } from "../browser.ts";
import { answerOf, notes, problem, results, retype, status } from "../page.ts";
import { cosineSum, TOLERANCE } from "../truth.ts";

/** Debian's, and the driver that it is to use. Its WebGPU is wgpu, which some releases on Linux leave out. */
const FIREFOX = process.env.FIREFOX ?? "/usr/bin/firefox-esr";
const LAVAPIPE = "/usr/share/vulkan/icd.d/lvp_icd.x86_64.json";
const missing = [FIREFOX, LAVAPIPE].filter((file) => !existsSync(file));
if (missing.length) console.warn(`skipped: Firefox, since there is no ${missing.join(" and no ")}`);

const refusal = missing.length ? null : await refusalOf(start);
if (refusal) console.warn(`skipped: WebGPU in Firefox, which says: ${refusal}`);

function start() {
  return puppeteer.launch({
    browser: "firefox",
    executablePath: FIREFOX,
    env: { ...process.env, VK_DRIVER_FILES: LAVAPIPE, VK_ICD_FILENAMES: LAVAPIPE, HOME: "/tmp" },
    extraPrefsFirefox: {
      "dom.webgpu.enabled": true,
      "dom.webgpu.workers.enabled": true,
      "gfx.webgpu.ignore-blocklist": true,
      "gfx.webgpu.force-enabled": true,
    },
  });
}

describe.skipIf(missing.length > 0)("in Firefox", () => {
  const browser = useBrowser({ start });

  it("integrates on workers and on one thread, and without WebGPU says why", async () => {
    const page = await browser.open("f=cos(x%2By)&n=1000&threads=2&run=1", "done");
    const [threads, serial] = (await results(page)).filter(({ backend }) => backend !== "gpu");
    expect(threads?.integral).toBeCloseTo(cosineSum(1000), 13);
    expect(serial?.integral).toBe(threads?.integral);
    if (refusal) expect(await notes(page)).toContain(refusal.replace(/\.$/, ""));
    await page.close();
  });

  it("answers by itself, in a formula that is the form, beside its picture", async () => {
    const page = await browser.open("f=exp(-x^2-y^2)&x=0,inf&y=0,x", "idle");
    const { value, within } = await answerOf(page);
    expect(Math.abs(value - Math.PI / 8)).toBeLessThanOrEqual(2 * within);
    await page.focus("[name=to0]");
    expect(await page.$eval("[name=to0]", (one) => getComputedStyle(one).opacity)).toBe("1");
    await retype(page, "to1", "x/sqrt(3)");
    await page.waitForSelector(".limits mfrac msqrt");
    await vi.waitFor(async () => expect((await answerOf(page)).value).toBeCloseTo(Math.PI / 12, 8), 30_000);
    await browser.screenshot(page, "firefox-formula");
    await page.close();
  });

  it("runs from the button, and says what is wrong in an expression", async () => {
    const page = await browser.open("n=200", "idle");
    await page.click("#run");
    await page.waitForSelector('html[data-state="done"]');
    expect(await results(page)).toHaveLength(refusal ? 2 : 3);
    await retype(page, "f", "2x");
    await page.keyboard.press("Enter");
    await page.waitForSelector('html[data-state="error"]');
    expect([await status(page), await problem(page)]).toEqual([
      "Fix the highlighted field.",
      expect.stringContaining("2*x"),
    ]);
    await page.close();
  });

  it("can be cancelled", async () => {
    const page = await browser.open("n=100000&backends=threads&run=1", "running");
    await cancelled(page);
  });

  describe.skipIf(refusal)("with WebGPU", () => {
    it.each(["f32", "df64"] as const)("integrates on the GPU in %s", async (precision) => {
      const page = await browser.open(`f=cos(x%2By)&n=1000&precision=${precision}&run=1`, "done");
      const [gpu] = await results(page);
      expect(gpu).toMatchObject({ backend: "gpu", precision });
      expect(Math.abs((gpu?.integral as number) - cosineSum(1000))).toBeLessThanOrEqual(TOLERANCE[precision]);
      await browser.screenshot(page, `firefox-${precision}`);
      await page.close();
    });

    it("measures over n", async () => {
      const page = await browser.open("backends=gpu,threads&threads=2", "idle");
      await page.$eval("#race", (one) => one.scrollIntoView());
      await page.waitForSelector("#sweep");
      await page.click("#sweep");
      await page.waitForSelector('html[data-state="done"]', { timeout: 90_000 });
      // Three, each also with its setup where that is known.
      expect(await page.$$eval("#chart-time .series", (all) => all.length)).toBeGreaterThanOrEqual(3);
      await browser.screenshot(page, "firefox-sweep");
      await page.close();
    });

    it("can be cancelled on the GPU", async () => {
      const page = await browser.open("n=100000&backends=gpu&run=1", "running");
      await cancelled(page);
    });
  });
});

/** Cancels a run that has begun, and closes the page. Polls from outside: Firefox holds waitForFunction to the CSP. */
async function cancelled(page: Page): Promise<void> {
  const progress = () => page.$eval("#run-report progress", (one) => (one as HTMLProgressElement).value);
  await vi.waitFor(async () => expect(await progress()).toBeGreaterThan(0), 30_000);
  await page.click("#run-report .cancel");
  await page.waitForSelector('html[data-state="cancelled"]');
  await page.close();
}
