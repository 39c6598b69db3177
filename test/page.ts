import type { Page } from "puppeteer";
import type { Result } from "../src/run/result.ts";

/** The result documents of the last run. */
export const results = (page: Page): Promise<Result[]> =>
  page.$eval("#results", (element) => JSON.parse(element.textContent ?? ""));

export const status = (page: Page) => page.$eval("#status", (element) => element.textContent);

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
