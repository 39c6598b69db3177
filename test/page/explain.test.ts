import { AxePuppeteer } from "@axe-core/puppeteer";
import { describe, expect, it } from "vitest";
import { stepsOf } from "../../web/explain/reduction.ts";
import { useBrowser } from "../browser.ts";
import { keepFiles, kept } from "../page.ts";

it("a tree of sums ends in the sum", () => {
  const steps = stepsOf([3, 1, 4, 1, 5, 9, 2, 6]);
  expect(steps.map(({ length }) => length)).toEqual([8, 4, 2, 1]);
  expect(steps[1]).toEqual([3 + 5, 1 + 9, 4 + 2, 1 + 6]);
  expect(steps[3]).toEqual([31]);
});

describe("how it works", () => {
  const browser = useBrowser();

  /** The page, once what is below the fold is there. */
  const open = async (query: string, prepare?: typeof keepFiles) => {
    const page = await browser.open(query, "idle", prepare);
    await page.$eval("#understand", (one) => one.scrollIntoView());
    await page.waitForSelector(".stages li");
    return page;
  };

  it("has the form's own numbers, steps through a tree, and shows the shader", async () => {
    const page = await open("f=cos(x*y)&n=4000", keepFiles);
    const texts = await page.$$eval(".stages li", (all) => all.map((one) => one.textContent ?? ""));
    expect(texts).toHaveLength(5);
    // 256 tiles at n = 4,000, as the contract has it.
    expect(texts[1]).toContain("One of 256, of at most 128 × 512 cells: 32 across, 8 down");
    expect(texts.join()).not.toContain("idle");
    expect(texts[3]).toContain("64 → 8 → 1");
    expect(texts[4]).toContain("256 partial sums");
    // 64 leaves, 8 and 1, each with an edge to what adds it.
    expect(await page.$$eval(".stages li:nth-child(4) .edge", (all) => all.length)).toBe(64 + 8);
    const levels = () =>
      page.$$eval(".level:not([data-state=later])", (all) =>
        all.map((one) => [...one.children].map(({ textContent }) => Number(textContent))),
      );
    const [first = []] = await levels();
    for (let k = 0; k < 5; k++) await page.click(".reduction button:nth-of-type(2)");
    expect((await levels()).at(-1)).toEqual([first.reduce((sum, one) => sum + one, 0)]);
    await page.click(".reduction button:nth-of-type(1)");
    expect((await levels()).at(-1)).toHaveLength(2);
    // The lines of the step to come, from two places to the one that adds them.
    expect(
      await page.$$eval(".links[data-state=now] line", (all) =>
        all.map((one) => [one.x1.baseVal.value, one.x2.baseVal.value]),
      ),
    ).toEqual([
      [0.5, 0.5],
      [1.5, 0.5],
    ]);
    await page.click(".shader summary");
    await page.waitForSelector(".shader .made");
    const made = await page.$$eval(".made", (all) => all.map((one) => one.textContent).join(""));
    expect(made).toMatch(
      /^struct Column[\s\S]*fn f\(column: Column, row: Row\) -> f32 \{[\s\S]*cos\([\s\S]*\}\s*$/,
    );
    await page.click("#copy-shader");
    const [[, copied = ""] = []] = await kept(page);
    expect(copied).toContain("fn integrate(");
    expect(copied).toContain(made.trim());
    expect(await page.$$eval(".shader .line", (all) => all.length)).toBe(copied.trimEnd().split("\n").length);
    expect(
      (await new AxePuppeteer(page).analyze()).violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`),
    ).toEqual([]);
    await browser.screenshot(page, "page-explained");
    await page.close();
  });

  it.each([
    [
      "one variable",
      "f=4/(1%2Bt^2)&v.t=0,1&n=100000",
      ["100,000 cells. f is evaluated at the centre", "the length of a cell"],
    ],
    [
      "three variables",
      "f=x*y*z&x=0,1&y=0,x&z=0,y&n=100&rule=gauss3",
      ["100 × 100 × 100 cells. f is evaluated at 3 nodes", "the volume"],
    ],
    [
      "a family",
      "f=cos(a*x*y)&x=0,1&y=0,1&param.a=1:5:9&n=500",
      ["500 × 500 cells", "Each of the 9 members has such a grid"],
    ],
    [
      "a grid that is one tile",
      "f=x*y&x=0,1&y=0,1&n=10",
      [
        "The whole grid is one tile of 10 × 10 cells",
        "the 10 columns",
        // 10 rows are two strips of at most 8.
        "At this n only 2 of the 64 have rows; the other 62 idle.",
        "The partial sum, two f32, goes back",
      ],
    ],
  ])("explains %s", async (_, query, parts) => {
    const page = await open(query);
    const text = await page.$eval(".stages", (one) => one.textContent);
    for (const part of parts) expect(text).toContain(part);
    await page.click(".shader summary");
    await page.waitForSelector(".made");
    const shader = (await page.$eval(".shader pre", (one) => one.textContent)) ?? "";
    expect(shader).toContain("fn f(column: Column, row: Row)");
    expect(shader).not.toMatch(/let (\w+) = [^;]*;\s*return (Column|Row)\(node\);/);
    await page.close();
  });

  it("says how an accuracy is refined, and only of an accuracy", async () => {
    const page = await open("f=exp(x*y)&x=0,1&y=0,1&tol=1e-8");
    const said = () => page.$eval("#understand .prose", (one) => one.textContent);
    expect(await said()).toContain(
      "Gauss's rule with 7 nodes along every axis is compared with Kronrod's with 15",
    );
    await page.$eval("[name=method][value=grid]", (one) => (one as HTMLElement).click());
    expect(await said()).toBe("");
    await page.close();
  });
});

describe("what goes wrong", () => {
  const browser = useBrowser();

  it.each([
    ["two variables", "n=1500"],
    ["one variable", "f=cos(t)&v.t=0,1&n=1000000"],
    ["three variables", "f=x*y*z&x=0,1&y=0,x&z=0,y&n=150"],
  ])("is three mistakes, each with figures, in %s", async (_, query) => {
    const page = await browser.open(query, "idle");
    await page.$eval("#wrong", (one) => one.scrollIntoView());
    await page.waitForSelector("article button");
    for (const [k, button] of (await page.$$("article button:not(.cancel)")).entries()) {
      await button.click();
      await page.waitForFunction((n) => document.querySelectorAll("article dl").length === n, {}, k + 1);
      await page.waitForSelector('html[data-state="done"]');
    }
    expect(await page.$$eval("article .result", (all) => all.map((one) => one.textContent))).toEqual(
      Array(3).fill(expect.stringContaining("The bars are logarithmic")),
    );
    const figures = await page.$$eval("article dd", (all) =>
      all.map((one) => Number(/[\d.]+(e[-+]\d+)?/.exec(one.textContent ?? "")?.[0])),
    );
    const [running = 0, compensated = 0, fast = 0, f32 = 0, sine, cosine] = figures;
    expect(running).toBeGreaterThan(10 * compensated);
    // SwiftShader's sine is off by 2.8e-4 in this integral, and the project's own by less than 3e-8 of the area.
    expect(fast).toBeGreaterThan(1e-4);
    expect(f32).toBeLessThan(3e-8 * Math.PI ** 2);
    expect([sine, cosine]).toEqual([0, 4]);
    await page.close();
  });
});
