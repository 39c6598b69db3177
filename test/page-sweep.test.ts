import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Page } from "puppeteer";
import { describe, expect, it } from "vitest";
import type { Result } from "../src/result.ts";
import { useBrowser } from "./browser.ts";
import { results } from "./page.ts";

/** Keeps what the page hands to downloads and to the clipboard, as texts or types and sizes. */
const keepFiles = (page: Page) =>
  page.evaluateOnNewDocument(() => {
    const kept: Promise<[string, string]>[] = [];
    Object.assign(window, { kept });
    URL.createObjectURL = (blob) => {
      const { type } = blob as Blob;
      kept.push(
        (type === "image/png"
          ? createImageBitmap(blob as Blob).then(({ width, height }) => `${width} ${height}`)
          : (blob as Blob).text()
        ).then((text) => [type, text]),
      );
      return "#";
    };
    Object.defineProperty(navigator, "clipboard", {
      value: { writeText: async (text: string) => void kept.push(Promise.resolve(["clipboard", text])) },
    });
  });

const kept = (page: Page) =>
  page.evaluate(() => Promise.all((window as unknown as { kept: Promise<[string, string]>[] }).kept));

describe("take-away", () => {
  const browser = useBrowser();

  it("is the results as JSON and CSV, a link that runs, and the command", async () => {
    const page = await browser.open(
      "f=exp(-x^2-y^2)&x=-6,6&y=-6,6&exact=pi&n=300&backends=threads&threads=2&run=1",
      "done",
      keepFiles,
    );
    for (const id of ["save-json", "save-csv", "copy-link", "copy-command"]) await page.click(`#${id}`);
    const [json, csv, link, command] = await kept(page);
    expect([json?.[0], csv?.[0]]).toEqual(["application/json", "text/csv"]);
    const shown = await results(page);
    expect(JSON.parse(json?.[1] ?? "")).toEqual(shown);
    expect(csv?.[1].split("\n")[1]).toContain(String(shown[0]?.integral));
    const again = new URL(link?.[1] ?? "");
    expect(again.searchParams.get("run")).toBe("1");
    await page.goto(again.href);
    await page.waitForSelector('html[data-state="done"]');
    expect((await results(page))[0]?.integral).toBe(shown[0]?.integral);
    expect(command?.[1]).toBe(
      "node gpu-integrate -f 'exp(-x^2-y^2)' -x -6,6 -y -6,6 -n 300 -b threads -t 2 --exact pi",
    );
    // A shell runs it, and finds the same bits.
    const root = new URL("..", import.meta.url);
    const { stdout } = await promisify(execFile)("sh", ["-c", `${command?.[1]} --json`], { cwd: root });
    expect((JSON.parse(stdout) as Result).integral).toBe(shown[0]?.integral);
    await page.close();
  });

  it("on the GPU is within the bound of what the command finds on the same adapter", async () => {
    const page = await browser.open("f=cos(x%2By)&n=700&backends=gpu&run=1", "done");
    const command = await page.$eval("#command", (one) => (one as HTMLInputElement).value);
    const root = new URL("..", import.meta.url);
    const { stdout } = await promisify(execFile)("sh", ["-c", `${command} --json -q`], { cwd: root });
    const [shown] = await results(page);
    expect(Math.abs((JSON.parse(stdout) as Result).integral - (shown?.integral as number))).toBeLessThan(
      3e-7,
    );
    await page.close();
  });
});

describe("the sweep", () => {
  const browser = useBrowser();

  it("draws time and error against n, says break-even in words, and can be saved", async () => {
    const page = await browser.open(
      "f=cos(x%2By)&exact=-4&backends=gpu,threads&threads=2",
      "idle",
      keepFiles,
    );
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
      /^The GPU in f32 is as fast as all threads (at no n|at every n|from about n = [\d,]+ on)/,
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

  it("waits while the tab is hidden, and can be cancelled", async () => {
    const page = await browser.open("backends=serial", "idle", (fresh) =>
      fresh.evaluateOnNewDocument(() => {
        Object.assign(window, { tab: { hidden: true } });
        Object.defineProperty(document, "hidden", {
          get: () => (window as unknown as { tab: { hidden: boolean } }).tab.hidden,
        });
      }),
    );
    await page.click("#sweep");
    await page.waitForSelector('html[data-state="running"]');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await page.$eval("html", (html) => html.dataset.state)).toBe("running");
    await page.click("#cancel");
    await page.waitForSelector('html[data-state="cancelled"]', { timeout: 5000 });
    await page.close();
  });
});
