import type { Page } from "puppeteer";
import { describe, expect, it } from "vitest";
import { host } from "../node/host.ts";
import { openSerial } from "../src/cpu/serial.ts";
import { prepare } from "../src/problem/problem.ts";
import { integrate } from "../src/run/integrate.ts";
import { claimOf, digitsOf } from "../web/results/value.ts";
import { useBrowser } from "./browser.ts";
import { field, problem, results, status } from "./page.ts";
import { cosineSum, TOLERANCE } from "./truth.ts";

describe("digits in bold", () => {
  const parts = {
    extrapolated: null,
    discretization: 1e-6,
    rounding: 2e-6,
    order: 2,
    regime: "asymptotic",
  } as const;
  const bold = (value: number, estimate: object | null) =>
    digitsOf(value, claimOf({ estimate } as Parameters<typeof claimOf>[0]) ?? Math.abs(value)).certain;

  it("are those that the whole claim leaves, and none where it is as large as the value or unknown", () => {
    expect(bold(-1.00000012, { ...parts, total: 1e-7 })).toBe("-1.000000");
    expect(bold(-1.00000012, { ...parts, total: 4e-4 })).toBe("-1.000");
    for (const total of [1, Number.POSITIVE_INFINITY, Number.NaN])
      expect(bold(-1.00000012, { ...parts, total })).toBe("");
    expect(bold(-1.00000012, null)).toBe("");
  });
});

describe("in a browser with WebGPU", () => {
  const browser = useBrowser();

  it("a link runs the integral on the GPU, on Web Workers and on one thread", async () => {
    const page = await browser.open("n=1500&threads=2&run=1", "done");
    const [gpu, threads, serial] = await results(page);
    expect(gpu).toMatchObject({ backend: "gpu", precision: "f32", adapter: { software: true } });
    expect(threads).toMatchObject({ backend: "threads", precision: "f64", threads: 2 });
    expect(serial).toMatchObject({ backend: "serial", schema: 1, cells: 2_250_000, exact: 0, threads: null });
    expect(Math.abs(gpu?.integral as number)).toBeLessThan(3e-8 * Math.PI ** 2);
    // Not only zero for zero: these bits are Node's, and they are not zero.
    const node = await integrate(prepare({ n: 1500 }), (plan) => openSerial(plan, host), host);
    expect([threads?.integral, serial?.integral]).toEqual([node.integral, node.integral]);
    await browser.screenshot(page, "page-done");
    await page.close();
  });

  it("has no certain digit where the grid is f aliases with it, and says why", async () => {
    const page = await browser.open(
      `${new URLSearchParams({ f: "cos(2*pi*2000*x)", x: "0,1", y: "0,1", n: "2000" })}&run=1`,
      "done",
    );
    expect(await page.$eval("#value .certain", (one) => one.textContent)).toBe("");
    expect(await page.$eval("body", (one) => one.textContent)).toContain("f aliases with it");
    await page.close();
  });

  it("a row per backend has its time and whether it agrees, and no ratio of runs from a cold start", async () => {
    const page = await browser.open("f=cos(x%2By)&exact=-4&n=1000&threads=2&run=1", "done");
    const rows = await page.$$eval("#rows tr", (all) =>
      all.map((row) => [...row.children].map((cell) => cell.textContent ?? "")),
    );
    expect(rows.map(([name]) => name)).toEqual(["GPU f32 (software)", "2 CPU threads", "one CPU thread"]);
    for (const [, compute, total, rate, integral, error] of rows) {
      expect([compute, total].join(" ")).toMatch(/^[\d.]+ m?s [\d.]+ m?s$/);
      expect([rate, integral, error].join(" ")).toMatch(/^[\d.]+ M -4\.00000\de\+00 \d\.\de-06$/);
    }
    const agreement = rows.map((row) => row.at(-1));
    expect(agreement).toEqual([expect.stringMatching(/^off by \S+, as promised$/), "same bits", "reference"]);
    expect(await page.$eval("#table", (one) => one.textContent)).not.toMatch(/\d ×|speed-?up/i);
    expect(await page.$eval("#table-caption", (one) => one.textContent)).toContain("press Measure");
    const [gpu] = await results(page);
    expect(gpu?.estimate?.regime).toBe("asymptotic");
    // The midpoint sum's own error is 3.3e-6: five digits after the four are certain, and the others are not.
    expect(await page.$eval("#value .certain", (one) => one.textContent)).toBe("−4.00000");
    expect(await page.$eval("#printed", (one) => one.textContent)).toMatch(/≈−4±4·10−6error\s3\.3·10−6$/);
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
    const query = new URLSearchParams({
      f: "exp(-x^2-y^2)",
      x: "-6,6",
      y: "-2*3,min(6,7)",
      n: "600",
      run: "1",
    });
    const page = await browser.open(String(query), "done");
    const [gpu, threads, serial] = await results(page);
    expect(gpu?.integral).toBeCloseTo(Math.PI, 4);
    expect(threads?.integral).toBeCloseTo(Math.PI, 13);
    expect(serial?.integral).toBe(threads?.integral);
    await page.close();
  });

  it("the address follows the form, and the button and Enter run it", async () => {
    const page = await browser.open("n=100&backends=serial", "idle");
    await retype(page, "n", "321");
    await page.waitForFunction(() => location.search.includes("n=321"));
    await page.waitForFunction(() => location.search.includes("f=") && location.search.includes("x=0%2Cpi"));
    await page.click("#run");
    await page.waitForSelector('html[data-state="done"]');
    expect((await results(page)).map(({ problem }) => problem.nx)).toEqual([321]);
    await retype(page, "x1", "1");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.getElementById("results")?.textContent?.includes('"x":[0,1]'));
    await page.close();
  });

  it("examples fill the form, and the slider and n follow each other", async () => {
    const page = await browser.open("", "idle");
    await page.evaluate(() =>
      [...document.querySelectorAll("button")].find((b) => b.textContent === "Crease")?.click(),
    );
    expect([await field(page, "f"), await field(page, "x1"), await field(page, "exact")]).toEqual([
      "abs(x-y)",
      "1",
      "1/3",
    ]);
    await retype(page, "n", "10000");
    expect(Number(await field(page, "slider"))).toBeCloseTo(2 / 3, 2);
    await page.focus("[name=slider]");
    await page.keyboard.press("End");
    expect(await field(page, "n")).toBe("100000");
    await page.close();
  });

  it.each(["gpu", "serial"])(
    "a run on %s can be cancelled, and the page answers while it goes on",
    async (backend) => {
      const page = await browser.open(`n=50000&backends=${backend}&run=1`, "running");
      await page.waitForFunction(
        () => (document.getElementById("progress") as HTMLProgressElement).value > 0,
      );
      expect(await status(page)).toBe(backend === "gpu" ? "GPU f32" : "one CPU thread");
      await retype(page, "f", "x*y");
      expect(await field(page, "f")).toBe("x*y");
      await page.click("#cancel");
      await page.waitForSelector('html[data-state="cancelled"]', { timeout: 5000 });
      expect(await results(page)).toEqual([]);
      await page.close();
    },
  );

  it("a run can be cancelled while its results are compared", async () => {
    const page = await browser.open("n=200&backends=gpu,serial", "idle", (fresh) =>
      fresh.evaluateOnNewDocument(() => {
        const post = Worker.prototype.postMessage;
        // The question is never answered.
        Worker.prototype.postMessage = function (message: object) {
          if (!("bounds" in message)) post.call(this, message);
        };
      }),
    );
    await page.click("#run");
    await page.waitForFunction(() => document.getElementById("status")?.textContent === "comparing results");
    await page.click("#cancel");
    await page.waitForSelector('html[data-state="cancelled"]', { timeout: 5000 });
    expect(await results(page)).toHaveLength(2);
    await page.close();
  });

  it.each([
    ["f=2x", "f", "2*x"],
    ["f=sin(x%2B)", "f", "sin(x+)"],
    ["x=0,pie", "x1", "unknown name pie: did you mean pi?"],
    ["y=q,1", "y0", "unknown name q"],
    ["n=0", "n", "enter the number of cells per side, a whole number from 1 to 1,000,000"],
    ["n=0x10", "n", "enter the number of cells per side, a whole number"],
    ["n=10&x=0,1/0", "x1", "limits must be finite"],
    ["n=10&y=,1", "y0", "unexpected end"],
    ["n=10&threads=0", "threads", "enter the number of CPU workers, a whole number from 1 to 256"],
    ["n=10&exact=x", "exact", "a constant is wanted here"],
    ["n=10&backends=cuda", "backends", "choose at least one"],
  ])("%s is an error at the field %s", async (query, name, message) => {
    const page = await browser.open(`${query}&run=1`, "error");
    expect(await problem(page)).toContain(message);
    expect(
      await page.$$eval("[aria-invalid=true]", (all) => all.map((one) => (one as HTMLInputElement).name)),
    ).toEqual([name]);
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).name)).toBe(name);
    expect(await status(page)).toBe("Fix the highlighted field.");
    // There is no command for what cannot run.
    expect(await page.$eval("#command", (one) => (one as HTMLInputElement).value)).toBe("");
    expect(await page.$eval("#copy-command", (one) => (one as HTMLButtonElement).disabled)).toBe(true);
    await browser.screenshot(page, "page-error");
    await page.close();
  });

  it("an error in the expression is shown at its character, while typing, too", async () => {
    const page = await browser.open("", "idle");
    await retype(page, "f", "sin(x+y)*foo");
    await page.waitForSelector("#problem mark");
    expect(await page.$eval("#problem .before", (one) => one.textContent)).toBe("sin(x+y)*");
    await retype(page, "f", "sin(x+y)");
    await page.waitForFunction(() => document.getElementById("problem")?.textContent === "");
    await page.close();
  });
});

async function retype(page: Page, name: string, text: string): Promise<void> {
  await page.$eval(`[name=${name}]`, (one) => (one as HTMLInputElement).select());
  await page.type(`[name=${name}]`, text);
}
