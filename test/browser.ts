import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import puppeteer, { type Browser, type Page } from "puppeteer";
import { type PreviewServer, preview } from "vite";
import { afterAll, beforeAll } from "vitest";
import { unpacked } from "../node/devices/unpack.ts";

/** Where screenshots go; git ignores it. */
const OUTPUT = new URL("./output/", import.meta.url).pathname;

/**
 * Serves a built page on localhost and opens it in a browser, by default the npm package's Chromium with a software
 * adapter. `folder` must be built before the tests start; default: this project's page.
 */
export function useBrowser({
  flags = WITH_WEBGPU as readonly string[],
  folder = PAGE,
  start = () => launch(flags),
} = {}) {
  let browser: Browser;
  let server: PreviewServer;
  let address: string;
  beforeAll(async () => {
    server = await preview({
      configFile: false,
      root: folder,
      build: { outDir: "." },
      preview: { port: 0, host: "127.0.0.1" },
      logLevel: "silent",
    });
    // WebGPU needs a secure context, and a loopback address is one.
    address = server.resolvedUrls?.local[0] ?? "";
    browser = await start();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });
  return {
    /** Opens the page with a query and waits for this state; `prepare` runs before it loads. */
    async open(query: string, state: string, prepare?: (page: Page) => Promise<unknown>): Promise<Page> {
      const page = await browser.newPage();
      await prepare?.(page);
      page.on("pageerror", (error) => {
        throw error;
      });
      await page.goto(`${address}?${query}`);
      await page.waitForSelector(`html[data-state="${state}"]`);
      return page;
    },
    async screenshot(page: Page, name: string): Promise<void> {
      mkdirSync(OUTPUT, { recursive: true });
      await page.screenshot({ path: join(OUTPUT, `${name}.png`) as `${string}.png`, fullPage: true });
    },
  };
}

/** Why this browser gives no WebGPU adapter, in its own words; null if it gives one. */
export async function refusalOf(start: () => Promise<Browser>): Promise<string | null> {
  // Requests for an adapter need a secure context, and a loopback address is one.
  const server = createServer((_, response) => response.end("<!doctype html>")).listen(0, "127.0.0.1");
  await once(server, "listening");
  const browser = await start();
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return await page.evaluate(async () => {
      if (!navigator.gpu) return "this browser has no WebGPU";
      try {
        return (await navigator.gpu.requestAdapter()) ? null : "the browser offers no adapter";
      } catch (error) {
        return (error as Error).message;
      }
    });
  } finally {
    await browser.close();
    server.close();
  }
}

const PAGE = new URL("../dist/web/", import.meta.url).pathname;

const WITH_WEBGPU = [
  "--enable-unsafe-webgpu",
  "--enable-features=Vulkan",
  "--use-webgpu-adapter=swiftshader",
  // A canvas is drawn on the same device.
  "--use-vulkan=swiftshader",
  "--use-angle=swiftshader",
] as const;

async function launch(flags: readonly string[]): Promise<Browser> {
  const archives = ["chromium.br", "swiftshader.tar.br", "al2023.tar.br", "fonts.tar.br"];
  const folder = await unpacked("chromium", archives);
  if (!folder) throw new Error("the page tests need the npm package @sparticuz/chromium, on Linux x64");
  return puppeteer.launch({
    executablePath: join(folder, "chromium"),
    env: { ...process.env, LD_LIBRARY_PATH: join(folder, "lib") },
    args: [
      ...flags,
      "--no-sandbox",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--disable-quic",
    ],
  });
}
