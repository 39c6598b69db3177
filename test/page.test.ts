import { describe, expect, it } from "vitest";
import { host } from "../node/host.ts";
import { openSerial } from "../src/cpu/serial.ts";
import { constantOf } from "../src/integrand/language/integrand.ts";
import { prepare } from "../src/problem/problem.ts";
import { integrate } from "../src/run/grid/integrate.ts";
import type { AccuracyResult, FamilyResult } from "../src/run/result.ts";
import { digitsOf, roundedUp } from "../web/answer/value.ts";
import { EXAMPLES } from "../web/gallery/examples.ts";
import { useBrowser } from "./browser.ts";
import { answerOf, field, problem, results, retype, status } from "./page.ts";
import { cosineSum, TOLERANCE } from "./truth.ts";

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
    const page = await browser.open("f=r_1*theta&v.theta=0,tau&v.r_1=-inf,theta&n=10", "idle");
    const texts = (selector: string) =>
      page.$$eval(selector, (all) => all.map((one) => (one as HTMLElement).textContent));
    expect(await texts(".limits")).toEqual(["τ0", "θ−∞"]);
    expect(await texts(".typeset")).toEqual(["r1\u2062θ"]);
    expect(await texts(".differential")).toEqual(["dr1", "dθ"]);
    expect(await page.$$eval("parsererror", (all) => all.length)).toBe(0);
    // Once only: nothing else on the page repeats it.
    expect(
      await page.$$eval("#form math mi", (all) => all.filter((one) => one.textContent === "τ").length),
    ).toBe(1);
    await page.close();
  });

  it("limits are edited where they stand, without a box until they are focused", async () => {
    const page = await browser.open("f=x&x=0,1/2", "idle");
    const look = () =>
      page.$eval("[name=to0]", (one) => [
        getComputedStyle(one).opacity,
        one.getBoundingClientRect().width > 40,
      ]);
    expect((await look())[0]).toBe("0");
    await page.focus("[name=to0]");
    expect(await look()).toEqual(["1", true]);
    await page.$eval("[name=to0]", (one) => (one as HTMLInputElement).select());
    await page.keyboard.type("sqrt(2)");
    await page.waitForSelector(".limits msqrt");
    expect((await answerOf(page)).certain).toMatch(/^1\.0000/);
    await page.keyboard.press("Enter");
    await page.waitForSelector('html[data-state="done"]');
    expect((await results(page))[0]?.problem.variables).toEqual([{ name: "x", from: "0", to: "sqrt(2)" }]);
    await page.close();
  });

  it("has one to three variables, and a usual n for each", async () => {
    const page = await browser.open("", "idle");
    const row = (k: number) => Promise.all(["name", "from", "to"].map((part) => field(page, `${part}${k}`)));
    const count = (n: number) =>
      page.$eval(`[name=count][value="${n}"]`, (one) => (one as HTMLElement).click());
    const side = () => field(page, "n");
    expect([await row(0), await row(1), await side()]).toEqual([["x", "0", "pi"], ["y", "0", "pi"], "2000"]);
    await count(3);
    expect([await row(2), await side()]).toEqual([["z", "0", "1"], "200"]);
    await retype(page, "name2", "theta");
    await page.waitForFunction(() => location.search.includes("v.theta=0%2C1"));
    expect(await page.$$eval("[aria-label='Upper limit of theta']", (all) => all.length)).toBe(1);
    await retype(page, "f", "theta^3");
    // The ones that f does without go first.
    await count(1);
    expect([await row(0), await side()]).toEqual([["theta", "0", "1"], "1000000"]);
    // An n that someone chose stays.
    await retype(page, "n", "300");
    await count(2);
    expect(await side()).toBe("300");
    await count(1);
    expect(await side()).toBe("300");
    await page.click("[name=method][value=accuracy]");
    expect((await answerOf(page)).value).toBeCloseTo(1 / 4, 12);
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

  it("a name that is not known becomes a variable or a parameter", async () => {
    const page = await browser.open("f=x*t&x=0,1", "idle");
    expect(await problem(page)).toContain("t needs limits");
    await page.click("#problem [data-kind=variable]");
    expect((await answerOf(page)).value).toBeCloseTo(1 / 4, 12);
    await retype(page, "f", "x*t*b");
    await page.click("#problem [data-kind=parameter]");
    await page.waitForFunction(() =>
      document.getElementById("value")?.textContent?.startsWith("11 integrals"),
    );
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

  it("a known value is that of its own integral: it goes when this is edited, and comes back with it", async () => {
    const page = await browser.open("f=x&x=0,1&exact=1/2", "idle");
    expect((await answerOf(page)).doubt).toMatch(/known value/);
    await retype(page, "f", "x^2");
    await page.waitForFunction(() => !location.search.includes("exact"));
    expect((await answerOf(page)).doubt).toBe("");
    expect(await field(page, "exact")).toBe("");
    expect(await page.$eval("[name=exact]", (one) => (one as HTMLInputElement).placeholder)).toContain(
      "1/2 was another integral's",
    );
    await retype(page, "f", "x");
    await page.waitForFunction(() => location.search.includes("exact=1%2F2"));
    expect((await answerOf(page)).doubt).toMatch(/known value/);
    await page.close();
  });

  it("limits that come to depend on others change places once they are left, and the focus goes on", async () => {
    const page = await browser.open("f=x*y&x=0,1&y=0,1", "idle");
    const order = () => page.$$eval(".differential", (all) => all.map((one) => one.textContent).join(" "));
    expect(await order()).toBe("dx dy");
    await retype(page, "to1", "sqrt(1-x^2)");
    await page.keyboard.press("Tab");
    await page.waitForFunction(() => document.querySelector(".differentials")?.textContent === "dydx");
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).name)).toBe("from1");
    expect((await answerOf(page)).value).toBeCloseTo(1 / 8, 10);
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

  it("a link embeds one integral with its picture, and nothing else", async () => {
    const page = await browser.open("f=exp(-x^2)&x=-inf,inf&embed=1", "idle");
    expect((await answerOf(page)).value).toBeCloseTo(Math.sqrt(Math.PI), 10);
    const shown = (selector: string) => page.$eval(selector, (one) => (one as HTMLElement).checkVisibility());
    expect([
      await shown("#formula"),
      await shown("#value"),
      await shown("#view"),
      await shown("#whole"),
    ]).toEqual(Array(4).fill(true));
    expect([
      await shown("header nav"),
      await shown("#gallery"),
      await shown("#race"),
      await shown(".settings"),
    ]).toEqual(Array(4).fill(false));
    const link = await page.$eval("#whole", (one) => (one as HTMLAnchorElement).href);
    expect([link.includes("f=exp"), link.includes("embed")]).toEqual([true, false]);
    expect(await shown("#run-report")).toBe(false);
    await retype(page, "f", "2x");
    await page.waitForSelector("#problem:not(:empty)");
    expect(await shown("#problem")).toBe(true);
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

  it.each([
    ["f=2x", "f", "2*x"],
    ["f=sin(x%2B)", "f", "unexpected )"],
    ["x=0,pie", "to0", "unknown name pie: did you mean pi?"],
    ["x=0,1&y=qqq,1", "from1", "qqq needs limits"],
    ["x=0,1&n=10", "f", "y needs limits"],
    ["f=x&x=0,1&v.pi=0,1", "name1", "pi is a constant; choose another name"],
    ["f=x&x=0,1&v.2=0,1", "name1", "a variable's name is a letter"],
    ["f=x&x=0,1&v.x=0,1", "name1", "x is a variable already"],
    ["f=x&x=0,1&y=0,1&z=0,1&v.t=0,1", "name3", "the page takes at most 3 variables"],
    ["f=x*y&x=0,y&y=0,x", "from0", "limits depend on each other"],
    ["f=x&v.x=0,x%2B1", "to0", "a limit of x cannot depend on x"],
    ["f=x&x=inf,inf", "from0", "both limits are the same infinity"],
    ["f=exp(-x^2)&x=0,inf&rule=simpson", "rule", "x has an infinite one"],
    ["f=x&x=0,1&tol=2", "tol", "enter the relative accuracy, a number between 1e-16 and 1"],
    ["f=x&x=0,1&tol=1e-20", "tol", "f64 reaches 1e-16 at best"],
    ["f=x&x=0,1&tol=1e-3&backends=gpu&precision=fast", "precision", "promises no accuracy"],
    ["f=a*x&x=0,1&param.a=1:2", "values0", "takes values, as in a=0:1:11"],
    ["f=a*x&x=0,1&param.x=1,2", "parameter0", "x has limits, so it is a variable"],
    ["f=x&x=0,1&param.a=1,2", "values0", "leave the parameter out"],
    ["rule=euler", "rule", "must be midpoint, trapezoid, simpson, or gauss2 to gauss16"],
    ["f=x&x=0,1&y=0,1&z=0,1&n=10001", "n", "at most 10^12 cells"],
    // A variable may have the name of a field.
    ["f=n&v.n=0,1/0&n=10", "to0", "it must be finite, inf or -inf"],
    ["f=n&v.n=0,1&n=0", "n", "enter the number of cells"],
    ["n=0", "n", "enter the number of cells per side, a whole number from 1 to 1,000,000"],
    ["n=0x10", "n", "enter the number of cells per side, a whole number"],
    ["n=10&x=0,1/0&y=0,1", "to0", "it must be finite, inf or -inf"],
    ["n=10&x=0,1&y=,1", "from1", "enter an expression"],
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
    await page.close();
  });

  it("says to press Run where a factor takes longer than a moment, and the other is not begun", async () => {
    const page = await browser.open("f=sin(1/(x*y))*exp(z)&x=0,1&y=0,1&z=0,1", "idle");
    expect((await answerOf(page, "partial")).doubt).toBe("This takes longer than a moment; press Run.");
    await page.close();
  });

  it("a link with a mistake says that there is no picture, until the mistake is mended", async () => {
    const page = await browser.open("f=sin(x%2B&x=0,1&y=0,1", "idle");
    const said = () =>
      page.$eval("#view .view-frame", (one) => [
        getComputedStyle(one, "::before").content,
        getComputedStyle(one.parentElement as Element).opacity,
      ]);
    expect(await said()).toEqual(['"No picture while the form has a mistake."', "1"]);
    await retype(page, "f", "sin(x)");
    await page.waitForSelector(".view-frame[data-view]");
    expect(await said()).toEqual(["none", "1"]);
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
