import { describe, expect, it } from "vitest";
import { useBrowser } from "../browser.ts";
import { answerOf, field, problem, results, retype, status } from "../page.ts";

describe("the page's form", () => {
  const browser = useBrowser();

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
});
