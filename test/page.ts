import type { Page } from "puppeteer";
import type { Result } from "../src/result.ts";

/** The result documents of the last run. */
export const results = (page: Page): Promise<Result[]> =>
  page.$eval("#results", (element) => JSON.parse(element.textContent ?? ""));

export const status = (page: Page) => page.$eval("#status", (element) => element.textContent);

/** What the page says is wrong in the form. */
export const problem = (page: Page) => page.$eval("#problem", (element) => element.textContent);

export const notes = (page: Page) => page.$eval("#notes", (element) => element.textContent);

/** A field's text. */
export const field = (page: Page, name: string) =>
  page.$eval(`[name=${name}]`, (element) => (element as HTMLInputElement).value);
