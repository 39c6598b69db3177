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
    expect(serial).toMatchObject({ backend: "serial", schema: 2, cells: 2_250_000, exact: 0, threads: null });
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
    expect(await page.$eval("#value .within", (one) => one.textContent)).toBe("± 4e-6");
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

  const DISC = "x=-1,1&y=-sqrt(1-x^2),sqrt(1-x^2)";
  it.each([
    // name, query, closed form, how near f64 comes
    ["the area of a disc", `f=1&${DISC}&n=2000`, Math.PI, 2e-5],
    ["a Gaussian over the plane", "f=exp(-x^2-y^2)&x=-inf,inf&y=-inf,inf&n=400", Math.PI, 1e-12],
    [
      "the same in polar coordinates",
      "f=r*exp(-r^2)&v.r=0,inf&v.theta=0,2*pi&n=400&rule=gauss4",
      Math.PI,
      1e-12,
    ],
    ["a corner of the plane", "f=exp(-x^2-y^2)&y=0,x&x=0,inf&n=400&rule=gauss4", Math.PI / 8, 1e-10],
    ["a line", "f=4/(1%2Bt^2)&v.t=0,1&n=200&rule=simpson", Math.PI, 1e-12],
    ["a ball", `f=1&${DISC}&z=-sqrt(1-x^2-y^2),sqrt(1-x^2-y^2)&n=60`, (4 / 3) * Math.PI, 5e-3],
    ["Fubini reversed", "f=y&y=0,1&x=y,1&n=50&rule=gauss2", 1 / 6, 1e-14],
  ])("%s has its closed form on every backend", async (_, query, exact, within) => {
    const page = await browser.open(`${query.replaceAll("+", "%2B")}&threads=2&run=1`, "done");
    const [gpu, threads, serial] = await results(page);
    expect(Math.abs((serial?.integral as number) - exact)).toBeLessThanOrEqual(within);
    expect(threads?.integral).toBe(serial?.integral);
    expect(Math.abs((gpu?.integral as number) - exact)).toBeLessThanOrEqual(within + 3e-7 * exact);
    expect(await page.$$eval("#rows .wrong", (all) => all.length)).toBe(0);
    await page.close();
  });

  it("the formula is that of the whole integral, the outermost sign first", async () => {
    const query = "f=r_1*theta&v.theta=0,tau&v.r_1=-inf,theta&n=10";
    const page = await browser.open(query, "idle");
    const parts = await page.$eval("#printed math", (one) =>
      [...one.children].map((part) => part.textContent),
    );
    expect(parts).toEqual(["∫0τ", "∫−∞θ", "r1\u2062θ", "", "d", "r1", "", "d", "θ"]);
    expect(await page.$$eval("#printed parsererror", (all) => all.length)).toBe(0);
    await page.close();
  });

  it("has as many variables as one wants, from one to three, and a usual n for each", async () => {
    const page = await browser.open("", "idle");
    const row = (k: number) => Promise.all(["name", "from", "to"].map((part) => field(page, `${part}${k}`)));
    const side = () => field(page, "n");
    expect([await row(0), await row(1), await side()]).toEqual([["x", "0", "pi"], ["y", "0", "pi"], "2000"]);
    await page.click("#add");
    expect([await row(2), await side()]).toEqual([["z", "0", "1"], "200"]);
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).name)).toBe("name2");
    await page.keyboard.type("theta");
    expect(await page.$eval("#add", (one) => (one as HTMLButtonElement).disabled)).toBe(true);
    await page.waitForFunction(() => location.search.includes("v.theta=0%2C1"));
    expect(await page.$$eval("[aria-label='Upper limit of theta']", (all) => all.length)).toBe(1);
    await page.click("[aria-label='Remove y']");
    expect([await row(0), await row(1), await side()]).toEqual([
      ["x", "0", "pi"],
      ["theta", "0", "1"],
      "2000",
    ]);
    // f still has y.
    expect(await problem(page)).toContain("y needs limits");
    await page.click("[aria-label='Remove x']");
    expect(await side()).toBe("1000000");
    expect(await page.$eval(".variable button", (one) => (one as HTMLElement).offsetParent)).toBeNull();
    await retype(page, "f", "theta^3");
    await page.click("#run");
    await page.waitForSelector('html[data-state="done"]');
    expect((await results(page)).at(-1)?.integral).toBeCloseTo(1 / 4, 12);
    await page.close();
  });

  it("every example runs and finds its known value", async () => {
    const page = await browser.open("backends=serial", "idle");
    const names = await page.$$eval("#presets button", (all) => all.map((one) => one.textContent ?? ""));
    expect(names).toEqual(expect.arrayContaining(["Disc", "Gaussian", "Ball", "Line"]));
    for (const name of names) {
      await page.evaluate(
        (own) => [...document.querySelectorAll("button")].find((one) => one.textContent === own)?.click(),
        name,
      );
      await page.click("#run");
      await page.waitForSelector('html[data-state="running"]');
      await page.waitForSelector('html[data-state="done"]');
      const [result] = await results(page);
      expect(result?.error, name).not.toBeNull();
      expect(result?.error, name).toBeLessThan(1e-3);
    }
    await page.close();
  });

  it("the address follows the form, and the button and Enter run it", async () => {
    const page = await browser.open("n=100&backends=serial", "idle");
    await retype(page, "n", "321");
    await page.waitForFunction(() => location.search.includes("n=321"));
    await page.waitForFunction(() => location.search.includes("f=") && location.search.includes("x=0%2Cpi"));
    await page.click("#run");
    await page.waitForSelector('html[data-state="done"]');
    expect((await results(page)).map(({ problem }) => problem.method.n)).toEqual([[321, 321]]);
    await retype(page, "to0", "1");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() =>
      document.getElementById("results")?.textContent?.includes('"from":"0","to":"1"'),
    );
    await page.close();
  });

  it("examples fill the form, and the slider and n follow each other", async () => {
    const page = await browser.open("", "idle");
    await page.evaluate(() =>
      [...document.querySelectorAll("button")].find((b) => b.textContent === "Crease")?.click(),
    );
    expect([await field(page, "f"), await field(page, "to0"), await field(page, "exact")]).toEqual([
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
    ["x=0,pie", "to0", "unknown name pie: did you mean pi?"],
    ["x=0,1&y=qqq,1", "from1", "qqq needs limits"],
    ["x=0,1", "f", "y needs limits"],
    ["f=x&x=0,1&v.pi=0,1", "name1", "pi is a constant; choose another name"],
    ["f=x&x=0,1&v.2=0,1", "name1", "a variable's name is a letter"],
    ["f=x&x=0,1&v.x=0,1", "name1", "x is a variable already"],
    ["f=x&x=0,1&y=0,1&z=0,1&v.t=0,1", "name3", "at most 3 variables"],
    ["f=x*y&x=0,y&y=0,x", "from0", "limits depend on each other"],
    ["f=x&v.x=0,x%2B1", "to0", "a limit of x cannot depend on x"],
    ["f=x&x=inf,inf", "from0", "both limits are the same infinity"],
    ["f=exp(-x^2)&x=0,inf&rule=simpson", "rule", "x has an infinite one"],
    ["rule=euler", "rule", "must be midpoint, trapezoid, simpson, or gauss2 to gauss16"],
    ["f=x&x=0,1&y=0,1&z=0,1&n=10001", "n", "at most 10^12 cells"],
    // A variable may have the name of a field.
    ["f=n&v.n=0,1/0&n=10", "to0", "it must be finite, inf or -inf"],
    ["f=n&v.n=0,1&n=0", "n", "enter the number of cells"],
    ["n=0", "n", "enter the number of cells per side, a whole number from 1 to 1,000,000"],
    ["n=0x10", "n", "enter the number of cells per side, a whole number"],
    ["n=10&x=0,1/0&y=0,1", "to0", "it must be finite, inf or -inf"],
    ["n=10&x=0,1&y=,1", "from1", "unexpected end"],
    ["n=10&threads=0", "threads", "enter the number of CPU workers, a whole number from 1 to 256"],
    ["n=10&exact=x", "exact", "x"],
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
