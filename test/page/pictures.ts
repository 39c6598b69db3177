import type { Page } from "puppeteer";
import type { useBrowser } from "../browser.ts";

/** A pixel of the map or the tiles, its place given in parts of the plot's sides, from the lower left. */
export const pixel = (page: Page, name: "map" | "tiles", right: number, up: number) =>
  page.$eval(
    `.view-${name}`,
    (element, x, y) => {
      const canvas = element as HTMLCanvasElement;
      const [i, j] = [Math.floor(x * canvas.width), Math.floor((1 - y) * canvas.height)];
      return [...(canvas.getContext("2d")?.getImageData(i, j, 1, 1).data ?? [])];
    },
    right,
    up,
  );

/** The frame as it is on the screen: red, green, blue and opacity of each pixel. */
export async function screen(page: Page) {
  const frame = await page.$(".view-frame");
  const data = await frame?.screenshot({ encoding: "base64" });
  return page.evaluate(async (source) => {
    const image = Object.assign(new Image(), { src: `data:image/png;base64,${source}` });
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), {
      width: image.width,
      height: image.height,
    });
    const context = canvas.getContext("2d") as CanvasRenderingContext2D;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    let [blue, orange, all] = [0, 0, 0];
    for (let k = 0; k < data.length; k += 4) {
      const [red = 0, , third = 0] = data.subarray(k, k + 3);
      if (third - red > 50) blue++;
      if (red - third > 50) orange++;
      all++;
    }
    return { blue: blue / all, orange: orange / all };
  }, data);
}

export const withoutGpu = (page: Page) =>
  page.evaluateOnNewDocument(() => {
    Reflect.deleteProperty(Navigator.prototype, "gpu");
  });

export const withoutContext = (page: Page) =>
  page.evaluateOnNewDocument(() => {
    const own = HTMLCanvasElement.prototype.getContext;
    Object.assign(HTMLCanvasElement.prototype, {
      getContext(this: HTMLCanvasElement, kind: string, ...more: []) {
        return kind === "webgpu" ? null : own.call(this, kind as never, ...more);
      },
    });
  });

/** Keeps the page's devices, so that a test can lose them. */
export const withDevices = (page: Page) =>
  page.evaluateOnNewDocument(() => {
    const devices: GPUDevice[] = [];
    const own = GPUAdapter.prototype.requestDevice;
    Object.assign(window, { devices });
    Object.assign(GPUAdapter.prototype, {
      async requestDevice(this: GPUAdapter, ...given: []) {
        const device = await own.call(this, ...given);
        devices.push(device);
        return device;
      },
    });
  });

export const losePicture = (page: Page) =>
  page.evaluate(() => {
    const { devices } = window as unknown as { devices: GPUDevice[] };
    const own = devices.filter(({ label }) => label === "picture");
    own.at(-1)?.destroy();
    return own.length;
  });

export const shows = (page: Page, view: string) => page.waitForSelector(`.view-frame[data-view="${view}"]`);

export const frames = (page: Page) =>
  page.$eval(".view-space", (one) => Number((one as HTMLElement).dataset.frames));

export const label = (page: Page) => page.$eval(".view-frame", (one) => one.ariaLabel);

export const text = (page: Page, where: string) => page.$eval(where, (one) => one.textContent);

export async function chooseView(page: Page, view: string) {
  await page.waitForSelector(`.view-choice [value="${view}"]`);
  await page.click(`.view-choice label:has([value="${view}"])`);
  await shows(page, view);
}

/** Opens a problem of two or three variables and shows its map. */
export async function openMap(
  browser: ReturnType<typeof useBrowser>,
  query: string,
  prepare?: (page: Page) => Promise<unknown>,
) {
  const page = await browser.open(query, "idle", prepare);
  if (prepare === withoutGpu) await shows(page, "map");
  else await chooseView(page, "map");
  return page;
}

/** Points at a place of the plot. */
export async function pointAt(page: Page, right: number, up: number) {
  const box = await page.$eval(".view-tiles", (one) => {
    one.scrollIntoView({ block: "nearest" });
    const { left, bottom, width, height } = one.getBoundingClientRect();
    return { left, bottom, width, height };
  });
  await page.mouse.move(box.left + right * box.width, box.bottom - up * box.height);
}

export const settled = (page: Page) =>
  page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 400)));

/** Waits until what was asked for is drawn. */
export const painted = (page: Page) =>
  page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(null)))),
  );
