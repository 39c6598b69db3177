import { AxePuppeteer } from "@axe-core/puppeteer";
import type { Page } from "puppeteer";
import { describe, expect, it } from "vitest";
import { DOCUMENTS, fileOf } from "../../scripts/document-order.ts";
import { useBrowser } from "../browser.ts";
import { results } from "../page.ts";

describe("the documents beside the page", () => {
  const browser = useBrowser();

  /** Opens a document, and returns all addresses that it asks for. */
  async function openDocument(page: Page, file: string): Promise<string[]> {
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(new URL(file, page.url().split("?")[0]).href);
    await page.$$eval("details", (all) => {
      for (const one of all) one.open = true;
    });
    await page.evaluate(() => document.fonts.ready);
    return asked;
  }

  async function setScheme(page: Page, value: "light" | "dark"): Promise<void> {
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]);
  }

  it.each(DOCUMENTS.map(({ path }) => fileOf(path)))(
    "%s can be read by everybody, in the dark, narrow and wide",
    async (file) => {
      const page = await browser.open("", "idle");
      const origin = new URL(page.url()).origin;
      const asked = await openDocument(page, file);
      expect(asked.filter((address) => !address.startsWith(origin) && !address.startsWith("data:"))).toEqual(
        [],
      );
      for (const [width, scheme] of [
        [1440, "light"],
        [320, "dark"],
      ] as const) {
        await page.setViewport({ width, height: 800 });
        await setScheme(page, scheme);
        // All share one style sheet.
        if (width === 320 || file === "README.html") {
          const { violations } = await new AxePuppeteer(page).analyze();
          expect(violations.map(({ id, nodes }) => `${scheme} ${id}: ${nodes[0]?.html}`)).toEqual([]);
        }
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
        expect(await page.$eval("nav.side", (one) => getComputedStyle(one).display !== "none")).toBe(
          width > 1000,
        );
      }
      expect(await page.$$eval("h1", (all) => all.length)).toBe(1);
      await browser.screenshot(page, `document-${file.replace(".html", "")}`);
      await page.close();
    },
  );

  it.each(DOCUMENTS.map(({ path }) => fileOf(path)))("every link of %s leads somewhere", async (file) => {
    const page = await browser.open("", "idle");
    const start = page.url().split("?")[0] as string;
    await openDocument(page, file);
    const links = await page.$$eval("a", (all) => all.map(({ href }) => href));
    const own = new Set(links.filter((link) => link.startsWith(start)));
    const answers = new Map<string, string>();
    for (const link of own) {
      const [address = "", anchor] = link.replace(/\?.*/, "").split("#");
      if (!answers.has(address)) {
        const answer = await fetch(address);
        expect([address, answer.status, answer.headers.get("content-type")]).toEqual([
          address,
          200,
          expect.stringContaining("text/html"),
        ]);
        answers.set(address, await answer.text());
      }
      // HTML leads #top to the top of any page.
      if (anchor && anchor !== "top") {
        expect(answers.get(address)).toContain(` id="${decodeURIComponent(anchor)}"`);
      }
    }
    await page.close();
  });

  it("formulas have the page's font, and grow", async () => {
    const page = await browser.open("", "idle");
    await openDocument(page, "lesson.html");
    expect(
      await page.evaluate(() => [...document.fonts].map(({ family, status }) => [family, status])),
    ).toEqual([["Page Math", "loaded"]]);
    const heights = await page.$$eval(".display mo", (all) =>
      all.filter((one) => one.textContent === "(").map((one) => one.getBoundingClientRect().height),
    );
    expect(Math.max(...heights)).toBeGreaterThan(1.5 * Math.min(...heights));
    await page.close();
  });

  it("reading on leads through all documents", async () => {
    const page = await browser.open("", "idle");
    await openDocument(page, fileOf(DOCUMENTS[0]?.path as string));
    const seen = [page.url()];
    for (let next = await page.$('[rel="next"]'); next; next = await page.$('[rel="next"]')) {
      await Promise.all([page.waitForNavigation(), next.click()]);
      seen.push(page.url());
    }
    expect(seen.map((url) => url.split("/").at(-1))).toEqual(DOCUMENTS.map(({ path }) => fileOf(path)));
    await page.close();
  });

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
