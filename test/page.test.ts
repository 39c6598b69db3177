import type { Page } from "puppeteer";
import { describe, expect, it } from "vitest";
import { host } from "../node/host.ts";
import { integrate } from "../src/integrate.ts";
import { makeProblem } from "../src/problem.ts";
import type { Result } from "../src/result.ts";
import { openSerial } from "../src/serial.ts";
import { useBrowser } from "./browser.ts";
import { cosineSum, TOLERANCE } from "./truth.ts";

const results = (page: Page): Promise<Result[]> =>
  page.$eval("#results", (element) => JSON.parse(element.textContent ?? ""));
const status = (page: Page) => page.$eval("#status", (element) => element.textContent);

describe("in a browser with WebGPU", () => {
  const browser = useBrowser();

  it("a link runs the integral on the GPU, on Web Workers and on one thread", async () => {
    const page = await browser.open("n=1500&threads=2&run=1", "done");
    const [gpu, threads, serial] = await results(page);
    expect(gpu).toMatchObject({ backend: "gpu", precision: "f32", adapter: { software: true } });
    expect(threads).toMatchObject({ backend: "threads", precision: "f64", threads: 2 });
    expect(serial).toMatchObject({ backend: "serial", schema: 1, cells: 2_250_000, exact: 0 });
    expect(Math.abs(gpu?.integral as number)).toBeLessThan(3e-8 * Math.PI ** 2);
    // Not only zero for zero: these bits are Node's, and they are not zero.
    const node = await integrate(makeProblem({ n: 1500 }), (plan) => openSerial(plan, host), host);
    expect([threads?.integral, serial?.integral]).toEqual([node.integral, node.integral]);
    expect(await page.$$eval("#rows tr", (rows) => rows.length)).toBe(3);
    await browser.screenshot(page, "page-done");
    await page.close();
  });

  it("fast and f32 differ, as only two sines can", async () => {
    const page = await browser.open("n=1000&precision=fast&backends=gpu&run=1", "done");
    const [fast] = await results(page);
    expect(fast).toMatchObject({ precision: "fast" });
    expect(Math.abs(fast?.integral as number)).toBeGreaterThan(1e-7);
    expect(Math.abs(fast?.integral as number)).toBeLessThan(1e-3);
    await page.close();
  });

  it("df64 has twelve digits and more", async () => {
    const page = await browser.open("f=cos(x%2By)&n=1000&precision=df64&backends=gpu&run=1", "done");
    const [double] = await results(page);
    expect(double).toMatchObject({ precision: "df64" });
    expect(Math.abs((double?.integral as number) - cosineSum(1000))).toBeLessThanOrEqual(TOLERANCE.df64);
    await page.close();
  });

  it("a link carries any integrand and any rectangle", async () => {
    const query = new URLSearchParams({ f: "exp(-x^2-y^2)", x: "-6,6", y: "-2*3,6", n: "600", run: "1" });
    const page = await browser.open(String(query), "done");
    const [gpu, threads, serial] = await results(page);
    expect(gpu?.integral).toBeCloseTo(Math.PI, 4);
    expect(threads?.integral).toBeCloseTo(Math.PI, 13);
    expect(serial?.integral).toBe(threads?.integral);
    await browser.screenshot(page, "page-gaussian");
    await page.close();
  });

  it("an expression that is none is an error with the parser's words", async () => {
    const page = await browser.open("f=2x&run=1", "error");
    expect(await status(page)).toContain("write 2*x");
    await page.close();
  });

  it("the address follows the form, and the button runs it", async () => {
    const page = await browser.open("n=100&backends=serial", "idle");
    await page.$eval("[name=n]", (field) => {
      (field as HTMLInputElement).value = "";
    });
    await page.type("[name=n]", "321");
    await page.waitForFunction(() => location.search.includes("n=321"));
    await page.waitForFunction(() => location.search.includes("f=") && location.search.includes("x=0%2Cpi"));
    await page.click("#run");
    await page.waitForSelector('html[data-state="done"]');
    expect((await results(page)).map(({ problem }) => problem.nx)).toEqual([321]);
    await page.close();
  });

  it("a run can be cancelled", async () => {
    const page = await browser.open("n=50000&backends=threads&run=1", "running");
    await page.click("#cancel");
    await page.waitForSelector('html[data-state="cancelled"]', { timeout: 5000 });
    expect(await results(page)).toEqual([]);
    await page.close();
  });

  it.each([
    ["n=0", "n = 0: the grid needs at least one cell a side"],
    ["n=0x10", "n = NaN: the grid needs a whole number of cells a side"],
    ["n=10&threads=0", "threads = 0: a whole number from 1 to 256"],
    ["n=10&precision=f16", "precision"],
    ["n=10&backends=cuda", "backends: choose at least one"],
  ])("%s is an error that names what is wrong", async (query, message) => {
    const page = await browser.open(`${query}&run=1`, "error");
    expect(await status(page)).toContain(message);
    await page.close();
  });
});

describe("in a browser without an adapter", () => {
  const browser = useBrowser({ flags: ["--disable-features=WebGPU"] });

  it("says so and integrates on the CPU", async () => {
    const page = await browser.open("n=200&run=1", "done");
    expect(await status(page)).toContain("no GPU: the browser offers no adapter");
    expect((await results(page)).map(({ backend }) => backend)).toEqual(["threads", "serial"]);
    await page.close();
  });
});
