import { describe, expect, it } from "vitest";
import type { FamilyResult } from "../../src/run/result.ts";
import { useBrowser } from "../browser.ts";
import { answerOf, field, results, retype, status } from "../page.ts";
import { cosineSum, TOLERANCE } from "../truth.ts";

describe("a run on the page", () => {
  const browser = useBrowser();

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

  it("an answer that takes long says how far it came, and Run goes on", async () => {
    const page = await browser.open(
      String(
        new URLSearchParams({
          f: "cos(200*x*y)/(0.01+(x-y)^2)",
          x: "0,3",
          y: "0,3",
          tol: "1e-10",
        }),
      ),
      "idle",
    );
    const early = await answerOf(page, "partial");
    expect(early.doubt).toMatch(
      /^(Not yet to 1e-10: the error may be .*|No digit is certain yet); press Run to continue\.$/,
    );
    await page.click("#run");
    await page.waitForSelector('html[data-state="done"]');
    const late = await answerOf(page);
    expect(late.within).toBeLessThanOrEqual(1e-10 * Math.abs(late.value));
    if (early.certain) expect(Math.abs(late.value - early.value)).toBeLessThan(2 * early.within);
    await page.close();
  });

  it("a run that finds no value clears the one that stood there, and a family's run is drawn", async () => {
    const page = await browser.open("f=1&x=0,1", "idle");
    expect((await answerOf(page)).value).toBe(1);
    await retype(page, "f", "1/x");
    await page.keyboard.press("Enter");
    await page.waitForSelector('html[data-state="error"]');
    const { certain, doubt } = await answerOf(page, "failed");
    expect([certain, doubt]).toEqual(["", expect.stringContaining("diverges at x = 0")]);
    await page.goto(`${page.url().split("?")[0]}?f=t^a&v.t=0,1&param.a=1:9:5&threads=2&run=1`);
    await page.waitForSelector('html[data-state="done"]');
    await page.waitForFunction(() =>
      document.querySelector("#view figcaption")?.textContent?.includes("claimed error"),
    );
    await page.close();
  });

  it("a family over a grid is the grid's, and members without a value are told", async () => {
    const page = await browser.open("f=x^a&x=0,1&param.a=0.5:4:8&n=1&backends=serial&run=1", "done");
    expect(await page.$eval("#how", (one) => one.textContent)).toMatch(/^midpoint, n = 1/);
    const [family] = (await results(page)) as unknown as FamilyResult[];
    // One cell: f at its middle.
    Array.from(family?.family.integrals ?? []).forEach((one, k) => {
      expect(one).toBeCloseTo(0.5 ** (0.5 + k / 2), 14);
    });
    await page.goto(`${page.url().split("?")[0]}?f=exp(-a*x^2)&x=0,inf&param.a=0:1:3`);
    const { doubt } = await answerOf(page);
    expect(doubt).toMatch(/^1 without a value; the first: the integral diverges at x = inf, for a = 0\.$/);
    await page.close();
  });

  it("the answer of a grid is the grid's, beside what is known better", async () => {
    const page = await browser.open("f=sqrt(x*y)&x=0,pi&y=0,pi&n=10&backends=threads,serial&run=1", "done");
    await page.waitForFunction(() => document.querySelector("#doubt")?.textContent?.includes("off by"));
    const { value, how, doubt } = await answerOf(page);
    // The midpoint sum is a product of two, the integral (2/3 pi^1.5)^2.
    const h = Math.PI / 10;
    const sum = Array.from({ length: 10 }, (_, k) => h * Math.sqrt((k + 0.5) * h)).reduce((a, b) => a + b);
    const exact = (4 / 9) * Math.PI ** 3;
    const [result] = await results(page);
    expect(result?.integral).toBeCloseTo(sum ** 2, 12);
    expect(Math.abs(value - sum ** 2)).toBeLessThan(0.05);
    expect(how).toMatch(/^midpoint, n = 10: 100 values of f/);
    const [, known, off] = /value is ([\d.]+): this grid is off by ([\d.e-]+)\.$/.exec(doubt) ?? [];
    expect(Number(known)).toBeCloseTo(exact, 6);
    expect(Number(off)).toBeGreaterThanOrEqual(sum ** 2 - exact);
    expect(Number(off)).toBeLessThan(1.3 * (sum ** 2 - exact));
    // Another n is another grid; without one the answer is that to the accuracy, and says so.
    await retype(page, "n", "20");
    const belongs = async () => [
      await page.$eval("html", (one) => one.dataset.waiting),
      await page.$eval("#how", (one) => one.textContent),
    ];
    expect(await belongs()).toEqual([
      "true",
      "The grid with n = 20 is not computed yet: press Run. The value shown is to 1e-8.",
    ]);
    expect(await page.$eval("html", (one) => one.dataset.edited)).toBe("true");
    expect(await status(page)).toBe("edited since this run");
    expect((await answerOf(page)).value).toBeCloseTo(exact, 6);
    await page.click("[name=method][value=accuracy]");
    expect(await belongs()).toEqual(["false", expect.stringMatching(/^to 1e-8: [\d,]+ values/)]);
    await page.close();
  });

  it("results of another integral are marked as such, and the address follows the form", async () => {
    const page = await browser.open("f=x&x=0,1&n=100&backends=serial&run=1", "done");
    const edited = () => page.$eval("html", (one) => one.dataset.edited);
    expect(await edited()).toBe("false");
    await retype(page, "f", "x^2");
    await page.waitForFunction(() => location.search.includes("f=x%5E2"));
    expect(await edited()).toBe("true");
    expect((await answerOf(page)).value).toBeCloseTo(1 / 3, 12);
    await retype(page, "f", "x");
    expect(await edited()).toBe("false");
    await page.close();
  });

  it("Run is at hand on the keyboard: after the limits and f, and Escape cancels", async () => {
    const page = await browser.open("n=50000&backends=serial", "idle");
    await page.focus("header nav a:last-child");
    const stops: string[] = [];
    while (stops.at(-1) !== "run" && stops.length < 20) {
      await page.keyboard.press("Tab");
      stops.push(
        await page.evaluate(
          () => (document.activeElement as HTMLInputElement).name || document.activeElement?.id || "",
        ),
      );
    }
    expect(stops).toEqual(["to1", "from1", "to0", "from0", "name0", "name1", "f", "run"]);
    await page.keyboard.press("Enter");
    await page.waitForSelector('html[data-state="running"]');
    await page.keyboard.press("Escape");
    await page.waitForSelector('html[data-state="cancelled"]', { timeout: 5000 });
    await page.close();
  });

  it.each(["gpu", "serial"])(
    "a run on %s can be cancelled, and the page answers while it goes on",
    async (backend) => {
      const page = await browser.open(`n=50000&backends=${backend}&run=1`, "running");
      await page.waitForFunction(
        () => (document.querySelector("#run-report progress") as HTMLProgressElement).value > 0,
      );
      expect(await status(page)).toBe(backend === "gpu" ? "GPU f32" : "one CPU thread");
      await retype(page, "f", "x*y");
      expect(await field(page, "f")).toBe("x*y");
      await page.click("#run-report .cancel");
      await page.waitForSelector('html[data-state="cancelled"]', { timeout: 5000 });
      expect(await results(page)).toEqual([]);
      // What the form became is answered then.
      expect((await answerOf(page)).value).toBeCloseTo((Math.PI ** 2 / 2) ** 2, 8);
      await page.close();
    },
  );
});
