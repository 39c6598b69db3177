// The README's picture of the page: `npm run picture` writes docs/page.png.
import { join } from "node:path";
import puppeteer from "puppeteer";
import { preview, runnerImport } from "vite";

const root = new URL("../../", import.meta.url).pathname;
const { unpacked } = (await runnerImport(join(root, "node/devices/unpack.ts"))).module;
const folder = await unpacked("chromium", [
  "chromium.br",
  "swiftshader.tar.br",
  "al2023.tar.br",
  "fonts.tar.br",
]);
const server = await preview({
  configFile: false,
  root: join(root, "dist/web"),
  build: { outDir: "." },
  preview: { port: 0, host: "127.0.0.1" },
  logLevel: "silent",
});
const webgpu = [
  "--enable-unsafe-webgpu",
  "--enable-features=Vulkan",
  "--use-webgpu-adapter=swiftshader",
  "--use-vulkan=swiftshader",
  "--use-angle=swiftshader",
];
const browser = await puppeteer.launch({
  executablePath: join(folder, "chromium"),
  env: { ...process.env, LD_LIBRARY_PATH: join(folder, "lib") },
  args: ["--no-sandbox", "--no-first-run", ...webgpu],
});
const page = await browser.newPage();
await page.setViewport({ width: 1280, height: 800 });
await page.goto(`${server.resolvedUrls.local[0]}?f=exp(-x^2-y^2)*cos(3*x)&x=-2,2&y=-1,sqrt(4-x^2)`);
await page.waitForSelector('html[data-answer="ready"]', { timeout: 120_000 });
// The gallery's pictures come last.
await new Promise((resolve) => setTimeout(resolve, 4000));
await page.screenshot({ path: join(root, "docs/page.png") });
await browser.close();
await server.close();
