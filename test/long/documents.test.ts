import { readdirSync } from "node:fs";
import { AxePuppeteer } from "@axe-core/puppeteer";
import { describe, expect, it } from "vitest";
import { useBrowser } from "../browser.ts";
import { results } from "../page.ts";

const names = [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync(new URL("../../docs", import.meta.url)),
].flatMap((name) => (name.endsWith(".md") ? [name.replace(/\.md$/, "")] : []));

describe("the documents beside the page", () => {
  const browser = useBrowser();

  it.each(names)(
    "%s can be read: by everybody, on a telephone, in the dark, and its links lead somewhere",
    async (name) => {
      const page = await browser.open("", "idle");
      await page.setViewport({ width: 360, height: 800 });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
      const start = page.url().split("?")[0] as string;
      await page.goto(new URL(`${name}.html`, start).href);
      await page.$$eval("details", (all) => {
        for (const one of all) one.open = true;
      });
      const { violations } = await new AxePuppeteer(page).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
      expect(await page.$$eval("h1", (all) => all.length)).toBe(1);
      const links = await page.$$eval("a", (all) => all.map(({ href }) => href));
      const own = new Set(
        links.filter((link) => link.startsWith(start)).map((link) => link.split(/[?#]/)[0] as string),
      );
      for (const link of own) {
        const { status, headers } = await fetch(link);
        expect([link, status, headers.get("content-type")]).toEqual([
          link,
          200,
          expect.stringContaining("text/html"),
        ]);
      }
      await browser.screenshot(page, `document-${name}`);
      await page.close();
    },
  );

  it("the lesson is a click away from the page, and its commands run there", async () => {
    const page = await browser.open("", "idle");
    await Promise.all([page.waitForNavigation(), page.click("nav a")]);
    expect(await page.$eval("h1", (one) => one.textContent)).toBe("Parallel computing with one integral");
    const [first] = await page.$$("a.here");
    await Promise.all([page.waitForNavigation(), first?.click()]);
    await page.waitForSelector('html[data-state="done"]');
    const [result] = await results(page);
    // -(h / sin(h/2))^2, h = pi / 10
    expect(result?.integral).toBeCloseTo(-4.033061671, 8);
    expect(result).toMatchObject({ backend: "serial", exact: -4 });
    await page.close();
  });
});
