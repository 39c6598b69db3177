import { expect, it } from "vitest";
import { useBrowser } from "../browser.ts";
import { keepFiles, kept } from "../page.ts";

const browser = useBrowser();

it.each([
  ["one variable", "f=4/(1%2Bt^2)&v.t=0,1&exact=pi&rule=simpson"],
  [
    "three variables",
    "f=x^2&x=-1,1&y=-sqrt(1-x^2),sqrt(1-x^2)&z=-sqrt(1-x^2-y^2),sqrt(1-x^2-y^2)&exact=4*pi/15",
  ],
])("measures in %s", async (name, query) => {
  const page = await browser.open(`${query}&backends=gpu,threads&threads=2`, "idle");
  await page.click("#sweep");
  await page.waitForSelector('html[data-state="done"]', { timeout: 90_000 });
  for (const id of ["chart-time", "chart-error"]) {
    const counts = await page.$$eval(`#${id} .series`, (all) =>
      all.map((one) => one.querySelectorAll(".point").length),
    );
    expect(counts.length).toBe(2);
    for (const count of counts) expect(count).toBeGreaterThanOrEqual(3);
  }
  await browser.screenshot(page, `page-sweep-${name.replace(" ", "-")}`);
  await page.close();
});

it("draws time and error against n, says break-even in words, and can be saved", async () => {
  const page = await browser.open("f=cos(x%2By)&exact=-4&backends=gpu,threads&threads=2", "idle", keepFiles);
  await page.click("#sweep");
  await page.waitForSelector('html[data-state="done"]', { timeout: 60_000 });
  const points = (id: string) =>
    page.$$eval(`#${id} .series`, (all) => all.map((one) => one.querySelectorAll(".point").length));
  const counts = await points("chart-time");
  expect(counts).toHaveLength(2);
  for (const count of counts) expect(count).toBeGreaterThanOrEqual(3);
  expect(await points("chart-error")).toEqual(counts);
  const said = await page.$eval("#caption-time", (one) => one.textContent);
  expect(said).toMatch(
    /^The GPU in f32 (never caught up with|against) all CPU threads(, with or without setup\.|: (never as fast|as fast (at every n|from about n = [\d,]+)))/,
  );
  expect(await page.$eval("#chart-time", (one) => one.textContent)).toContain("gpu f32, software");
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
