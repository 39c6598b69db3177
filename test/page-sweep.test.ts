import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import type { Result } from "../src/run/result.ts";
import { useBrowser } from "./browser.ts";
import { keepFiles, kept, results } from "./page.ts";

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
