import type { Page } from "puppeteer";
import type { Result } from "../src/run/result.ts";

/** The result documents of the last run. */
export const results = (page: Page): Promise<Result[]> =>
  page.$eval("#results", (element) => JSON.parse(element.textContent ?? ""));

/** What is said beside the page's Run button. */
export const status = (page: Page) => page.$eval("#run-report .status", (element) => element.textContent);

/** The page's answer, once its state is this. */
export async function answerOf(page: Page, state = "ready") {
  await page.waitForSelector(`html[data-answer="${state}"]`);
  return page.evaluate(() => {
    const text = (id: string) => document.querySelector(id)?.textContent ?? "";
    return {
      value: Number(
        text("#value > span:first-child").replace("−", "-").replace(" × 10", "e").replace("−", "-"),
      ),
      certain: text("#value .certain"),
      within: Number(text("#value .within").replace("±", "").replaceAll("−", "-")),
      how: text("#how"),
      doubt: text("#doubt"),
    };
  });
}

/** Types a text in place of a field's. */
export async function retype(page: Page, name: string, text: string): Promise<void> {
  await page.focus(`[name=${name}]`);
  await page.$eval(`[name=${name}]`, (one) => (one as HTMLInputElement).select());
  await page.keyboard.type(text);
}

/** The page's message about the form. */
export const problem = (page: Page) => page.$eval("#problem", (element) => element.textContent);

export const notes = (page: Page) => page.$eval("#notes", (element) => element.textContent);

/** A field's text. */
export const field = (page: Page, name: string) =>
  page.$eval(`[name=${name}]`, (element) => (element as HTMLInputElement).value);

/** Records the page's downloads and clipboard texts, as [type, text] or, for pictures, [type, size]. */
export const keepFiles = (page: Page) =>
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

export const kept = (page: Page) =>
  page.evaluate(() => Promise.all((window as unknown as { kept: Promise<[string, string]>[] }).kept));
