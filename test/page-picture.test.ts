import { AxePuppeteer } from "@axe-core/puppeteer";
import type { Page } from "puppeteer";
import { describe, expect, it } from "vitest";
import { useBrowser } from "./browser.ts";

/** Bessel's J0 at 4 and 5 (Abramowitz & Stegun, table 9.1). */
const J0 = { 4: -0.3971498098638474, 5: -0.1775967713143383 };

/** A pixel of the map or the tiles, its place given in parts of the plot's sides, from the lower left. */
const pixel = (page: Page, name: "map" | "tiles", right: number, up: number) =>
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
async function screen(page: Page) {
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

const withoutGpu = (page: Page) =>
  page.evaluateOnNewDocument(() => {
    Reflect.deleteProperty(Navigator.prototype, "gpu");
  });

const withoutContext = (page: Page) =>
  page.evaluateOnNewDocument(() => {
    const own = HTMLCanvasElement.prototype.getContext;
    Object.assign(HTMLCanvasElement.prototype, {
      getContext(this: HTMLCanvasElement, kind: string, ...more: []) {
        return kind === "webgpu" ? null : own.call(this, kind as never, ...more);
      },
    });
  });

/** Keeps the page's devices, so that a test can lose them. */
const withDevices = (page: Page) =>
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

const losePicture = (page: Page) =>
  page.evaluate(() => {
    const { devices } = window as unknown as { devices: GPUDevice[] };
    const own = devices.filter(({ label }) => label === "picture");
    own.at(-1)?.destroy();
    return own.length;
  });

const shows = (page: Page, view: string) => page.waitForSelector(`.view-frame[data-view="${view}"]`);

const frames = (page: Page) =>
  page.$eval(".view-space", (one) => Number((one as HTMLElement).dataset.frames));

const label = (page: Page) => page.$eval(".view-frame", (one) => one.ariaLabel);

const text = (page: Page, where: string) => page.$eval(where, (one) => one.textContent);

async function chooseView(page: Page, view: string) {
  await page.waitForSelector(`.view-choice [value="${view}"]`);
  await page.click(`.view-choice label:has([value="${view}"])`);
  await shows(page, view);
}

/** Opens a problem of two or three variables and shows its map. */
async function openMap(
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
async function pointAt(page: Page, right: number, up: number) {
  const box = await page.$eval(".view-tiles", (one) => {
    one.scrollIntoView({ block: "nearest" });
    const { left, bottom, width, height } = one.getBoundingClientRect();
    return { left, bottom, width, height };
  });
  await page.mouse.move(box.left + right * box.width, box.bottom - up * box.height);
}

const settled = (page: Page) => page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 400)));

/** Waits until what was asked for is drawn. */
const painted = (page: Page) =>
  page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(null)))),
  );

describe("the surface", () => {
  const browser = useBrowser();

  it("is drawn in few calls, by a frame for each change and none without", async () => {
    const page = await browser.open("f=x&x=-1,1&y=0,1", "idle");
    await shows(page, "surface");
    await settled(page);
    const { blue, orange } = await screen(page);
    expect(Math.min(blue, orange)).toBeGreaterThan(0.005);
    const first = await frames(page);
    expect(
      Number(await page.$eval(".view-space", (one) => (one as HTMLElement).dataset.draws)),
    ).toBeLessThanOrEqual(4);
    await settled(page);
    expect(await frames(page)).toBe(first);
    await page.focus(".view-frame");
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction(
      (n) => Number((document.querySelector(".view-space") as HTMLElement).dataset.frames) === n + 1,
      {},
      first,
    );
    expect(
      (await new AxePuppeteer(page).include("#view").analyze()).violations.map(
        ({ id, nodes }) => `${id} ${nodes[0]?.html}`,
      ),
    ).toEqual([]);
    await browser.screenshot(page, "page-surface");
    await page.close();
  });

  it("turns by keys and by dragging: half a turn exchanges what is near and far; Home goes back", async () => {
    const page = await browser.open("f=y&x=0,1&y=-1,1", "idle");
    await shows(page, "surface");
    const places = () =>
      page.$$eval(".view-labels .name", (all) =>
        all.map((one) => Math.round(one.getBoundingClientRect().left)),
      );
    await settled(page);
    const before = await places();
    await page.focus(".view-frame");
    for (let k = 0; k < 24; k++) await page.keyboard.press("ArrowLeft");
    await settled(page);
    // A half turn: the same corner of the other side is near.
    expect(await places()).toEqual(before);
    for (let k = 0; k < 3; k++) await page.keyboard.press("ArrowLeft");
    await settled(page);
    expect(await places()).not.toEqual(before);
    await page.keyboard.press("Home");
    await settled(page);
    expect(await places()).toEqual(before);
    await page.mouse.move(900, 400);
    await pointAt(page, 0.5, 0.5);
    await page.mouse.down();
    await page.mouse.move(700, 380, { steps: 3 });
    await page.mouse.up();
    await settled(page);
    expect(await places()).not.toEqual(before);
    await page.close();
  });

  it("has numbers at both ends of f's axis, which stay on their side when the picture is turned a little", async () => {
    const page = await browser.open("f=0.9999*exp(-x^2-y^2)&x=-0.3,0.3&y=-0.3,0.3", "idle");
    await shows(page, "surface");
    await settled(page);
    const labels = () =>
      page.$$eval(".view-labels span:not([hidden])", (all) =>
        all.map((one) => [one.textContent, one.getBoundingClientRect().left] as const),
      );
    expect((await labels()).map(([one]) => one)).toEqual(expect.arrayContaining(["0", "1", "x", "y", "f"]));
    // Almost along y.
    await page.focus(".view-frame");
    for (let k = 0; k < 5; k++) await page.keyboard.press("ArrowLeft");
    await painted(page);
    const before = new Map(await labels());
    const { left, top } = await page.$eval(".view-frame", (one) => {
      const box = one.getBoundingClientRect();
      return { left: box.left + box.width / 2, top: box.top + box.height / 2 };
    });
    await page.mouse.move(left, top);
    await page.mouse.down();
    await page.mouse.move(left - 8, top);
    await page.mouse.up();
    await painted(page);
    for (const name of ["x", "y", "f"]) {
      const place = (await labels()).find(([one]) => one === name)?.[1] ?? Number.NaN;
      expect([name, Math.abs(place - (before.get(name) ?? Number.NaN)) < 60]).toEqual([name, true]);
    }
    await page.close();
  });

  it("is drawn when several changes of what is seen come at once", async () => {
    const page = await browser.open("f=x&x=-1,1&y=0,1", "idle", (own) =>
      own.evaluateOnNewDocument(() => {
        const Own = IntersectionObserver;
        Object.assign(window, {
          IntersectionObserver: class extends Own {
            constructor(tell: IntersectionObserverCallback, options?: IntersectionObserverInit) {
              super((all, self) => {
                const gone = all.map((one) => ({ isIntersecting: false, target: one.target }));
                tell([...(gone as unknown as IntersectionObserverEntry[]), ...all], self);
              }, options);
            }
          },
        });
      }),
    );
    await shows(page, "surface");
    await page.waitForFunction(
      () => Number((document.querySelector(".view-space") as HTMLElement).dataset.frames) > 0,
    );
    await page.close();
  });

  it("stands on columns, whose sum is the midpoint rule's", async () => {
    const page = await browser.open("f=x^2%2By^2&x=0,1&y=0,1", "idle");
    await shows(page, "surface");
    const said = async () => {
      const words = (await text(page, ".view-slider:not([hidden]) output")) ?? "";
      const [n, , sum] = (words.match(/[\d.]+/g) ?? []).map(Number) as [number, number, number];
      // ∫∫ x² + y² = 2/3, less h²/12 for each square.
      expect(sum).toBeCloseTo(2 / 3 - 1 / (6 * n * n), 4);
      return n;
    };
    expect(await said()).toBe(12);
    await page.focus(".view-slider input");
    await page.keyboard.press("Home");
    expect(await said()).toBe(1);
    await page.keyboard.press("End");
    // The most on a software adapter.
    expect(await said()).toBe(16);
    await page.close();
  });

  it("has the columns of the form's grid, and says where they are fewer", async () => {
    const page = await browser.open("f=x&x=0,1&y=0,1", "idle");
    await shows(page, "surface");
    const said = () => text(page, ".view-value");
    const type = (n: string) =>
      page.$eval(
        "[name=n]",
        (one, value) => {
          (one as HTMLInputElement).value = value;
          one.dispatchEvent(new Event("input", { bubbles: true }));
        },
        n,
      );
    const slide = (by: string) =>
      page.$eval(
        "[aria-label='Midpoint rule']",
        (one, key) => {
          const slider = one as HTMLInputElement;
          slider.value = String(Number(slider.value) + Number(key));
          one.dispatchEvent(new Event("input", { bubbles: true }));
        },
        by,
      );
    // An accuracy has no n.
    expect(await said()).toMatch(/^12 × 12 columns: the volume is 0.5/);
    await type("7");
    expect(await said()).toMatch(/^7 × 7 columns: /);
    await type("300");
    expect(await said()).toMatch(/^16 × 16 columns \(n = 300 is too fine to draw\): /);
    await slide("-1");
    expect(await page.$eval("[name=n]", (one) => (one as HTMLInputElement).value)).toBe("12");
    expect(await said()).toMatch(/^12 × 12 columns: /);
    expect(await page.$eval("html", (one) => one.dataset.waiting)).toBe("true");
    await page.close();
  });

  it("says f where the pointer is, and where Shift and arrow keys go, and draws no frame for that", async () => {
    const page = await browser.open("f=x%2B10*y&x=0,1&y=0,1", "idle");
    await shows(page, "surface");
    const read = async () => {
      const found = /^f\((.+), (.+)\) = (.+)$/.exec((await text(page, ".view-said")) ?? "");
      return (found ?? []).slice(1).map(Number) as [number, number, number];
    };
    const at = await page.$eval(".view-frame", (one) => {
      one.scrollIntoView({ block: "nearest" });
      const box = one.getBoundingClientRect();
      return { left: box.left + box.width / 2, top: box.top + 0.55 * box.height };
    });
    await settled(page);
    const before = await frames(page);
    await page.mouse.move(at.left, at.top);
    const [x, y, f] = await read();
    expect(f).toBeCloseTo(x + 10 * y, 1);
    expect(await page.$(".view-spot:not([hidden])")).not.toBeNull();
    // The spot is under the pointer.
    const off = await page.evaluate(() => {
      const [spot, frame] = [".view-spot", ".view-frame"].map((one) =>
        document.querySelector(one)?.getBoundingClientRect(),
      ) as [DOMRect, DOMRect];
      return [
        spot.left + spot.width / 2 - frame.left - frame.width / 2,
        spot.top + spot.height / 2 - frame.top - 0.55 * frame.height,
      ];
    });
    for (const one of off) expect(Math.abs(one)).toBeLessThan(3);
    await page.focus(".view-frame");
    await page.keyboard.down("Shift");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.up("Shift");
    const [next, same] = await read();
    expect(next - x).toBeCloseTo(1 / 40, 2);
    expect(same).toBeCloseTo(y, 2);
    expect(await frames(page)).toBe(before);
    // Beside the surface there is nothing to read.
    await page.mouse.move(at.left + 190, at.top - 180);
    expect(await text(page, ".view-said")).toBe("");
    await page.close();
  });

  it("says which volume is drawn where that is not the rule's sum", async () => {
    const page = await browser.open("f=sqrt(1-x^2-y^2)&x=-1,1&y=-sqrt(1-x^2),sqrt(1-x^2)", "idle");
    await shows(page, "surface");
    await page.focus(".view-slider input");
    await page.keyboard.press("Home");
    expect(await text(page, ".view-slider:not([hidden]) output")).toBe(
      "1 × 1 column: the volume is 3.1416, the rule's sum 4",
    );
    await page.close();
  });

  it("comes back after a lost device, and is a map after a second", async () => {
    const page = await browser.open("f=x-y&x=0,1&y=0,1", "idle", withDevices);
    await shows(page, "surface");
    await settled(page);
    const before = await frames(page);
    expect(await losePicture(page)).toBe(1);
    await page.waitForFunction(
      (n) => Number((document.querySelector(".view-space") as HTMLElement).dataset.frames) > n,
      {},
      before,
    );
    await shows(page, "surface");
    await settled(page);
    expect((await screen(page)).orange).toBeGreaterThan(0.005);
    expect(await losePicture(page)).toBe(2);
    await shows(page, "map");
    expect(await text(page, "figcaption")).toContain("No surface: the GPU was lost twice.");
    const [r = 0, , b = 0] = await pixel(page, "map", 0.95, 0.05);
    expect(r - b).toBeGreaterThan(80);
    await page.close();
  });

  it("is saved as a PNG with three pixels for each of the page's", async () => {
    const page = await browser.open("f=x*y&x=-1,1&y=0,1", "idle", (own) =>
      own.evaluateOnNewDocument(() => {
        const make = URL.createObjectURL;
        URL.createObjectURL = (blob) => {
          Object.assign(window, { saved: blob });
          return make.call(URL, blob);
        };
      }),
    );
    await shows(page, "surface");
    await page.$eval("#take", (one) => one.scrollIntoView());
    await page.waitForSelector("#save-picture");
    await page.$eval("#save-picture", (one) => (one as HTMLElement).click());
    const image = await page.waitForFunction(async () => {
      const { saved } = window as unknown as { saved?: Blob };
      if (!saved) return null;
      const { width, height } = await createImageBitmap(saved);
      const { clientWidth, clientHeight } = document.querySelector(".view-frame") as HTMLElement;
      return [width / clientWidth, height / clientHeight];
    });
    expect(await image.jsonValue()).toEqual([3, 3]);
    await page.close();
  });

  it("says so where f is not finite anywhere", async () => {
    const page = await browser.open("f=log(-1-x^2)%2By&x=0,1&y=0,1", "idle");
    await shows(page, "surface");
    expect(await text(page, "figcaption")).toBe("f is not finite anywhere here.");
    await page.close();
  });

  it.each([
    ["WebGPU", withoutGpu],
    ["a context of a canvas", withoutContext],
  ])("is a map without %s", async (_, without) => {
    const page = await browser.open("f=x-y&x=0,1&y=0,1", "idle", without);
    await shows(page, "map");
    expect(await page.$$(".view-choice input")).toHaveLength(1);
    expect(await text(page, "figcaption")).toMatch(
      /No surface: this browser (has no WebGPU|draws no WebGPU on a canvas)\.$/,
    );
    const [r = 0, , b = 0] = await pixel(page, "map", 0.95, 0.05);
    expect(r - b).toBeGreaterThan(80);
    await page.close();
  });

  it("is cut where f has a pole, says so, and says where f is greatest", async () => {
    const page = await browser.open("f=1/(x^2%2By^2)&x=-1,1&y=-1,1", "idle");
    await shows(page, "surface");
    expect(await text(page, "figcaption")).toMatch(/Cut off at [\d.]+; f goes beyond/);
    expect(await label(page)).toMatch(
      /f from 0\.5 at x = −1, y = −1 to [\d.]+ at x = −?0\.0\d, y = −?0\.0\d/,
    );
    await page.close();
  });
});

describe("the map", () => {
  const browser = useBrowser();

  it("is f over the rectangle, y upwards: for x - y blue above, orange below and white on the diagonal", async () => {
    const page = await openMap(browser, "f=x-y&x=0,1&y=0,1");
    const [above, below, middle] = [
      await pixel(page, "map", 0.05, 0.95),
      await pixel(page, "map", 0.95, 0.05),
      await pixel(page, "map", 0.5, 0.5),
    ] as [number[], number[], number[]];
    expect((above[2] as number) - (above[0] as number)).toBeGreaterThan(80);
    expect((below[0] as number) - (below[2] as number)).toBeGreaterThan(80);
    expect(Math.min(...middle)).toBeGreaterThan(230);
    expect(await text(page, "figcaption")).toContain("White is zero.");
    expect(await label(page)).toMatch(
      /^Map of f over x from 0 to 1, y from 0 to 1: f from −0\.99\d at x = 0, y = 1 to 0\.99\d at x = 1, y = 0; white is zero\.$/,
    );
    await browser.screenshot(page, "page-map");
    await page.close();
  });

  it("is a sequence from dark to light for what has one sign, and leaves out what is not finite", async () => {
    const page = await openMap(browser, "f=x < 0.25 ? 1/0 : x&x=0,1&y=0,1");
    const light = ([r = 0, g = 0, b = 0]: number[]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
    const lights: number[] = [];
    for (const x of [0.3, 0.5, 0.7, 0.95]) lights.push(light(await pixel(page, "map", x, 0.5)));
    expect(lights).toEqual([...lights].sort((a, b) => a - b));
    expect((lights[3] as number) - (lights[0] as number)).toBeGreaterThan(120);
    expect((await pixel(page, "map", 0.1, 0.5))[3]).toBe(0);
    await page.close();
  });

  it("says what f is where the pointer is, and where arrow keys go", async () => {
    const page = await openMap(browser, "f=10*x%2By&x=0,1&y=0,1");
    await pointAt(page, 0.75, 0.25);
    const said = async () =>
      ((await text(page, ".view-said"))?.match(/[\d.]+/g) ?? []).map(Number) as [number, number, number];
    const [x, y, value] = await said();
    expect([Math.abs(x - 0.75) < 0.01, Math.abs(y - 0.25) < 0.01]).toEqual([true, true]);
    expect(value).toBeCloseTo(10 * x + y, 1);
    await page.focus(".view-frame");
    await page.keyboard.press("ArrowUp");
    const [x2, y2, value2] = await said();
    expect([x2, y2 > y]).toEqual([x, true]);
    expect(value2).toBeCloseTo(10 * x + y2, 1);
    await page.close();
  });

  it.each([true, false])("is blank outside limits that depend on others, with a GPU: %s", async (gpu) => {
    const query = "f=1%2By&x=-1,1&y=-sqrt(1-x^2),sqrt(1-x^2)";
    const page = await openMap(browser, query, gpu ? undefined : withoutGpu);
    for (const [right, up, opaque] of [
      [0.5, 0.5, 255],
      [0.5, 0.02, 255],
      [0.02, 0.5, 255],
      [0.5 + 0.345, 0.5 + 0.345, 255],
      [0.5 + 0.36, 0.5 + 0.36, 0],
      [0.05, 0.05, 0],
      [0.95, 0.05, 0],
    ] as const) {
      expect([right, up, (await pixel(page, "map", right, up))[3]]).toEqual([right, up, opaque]);
    }
    expect(await label(page)).toContain("x from −1 to 1, y from −1 to 1");
    await page.close();
  });

  it("says which part of an infinite range it shows", async () => {
    const page = await openMap(browser, "f=exp(-x^2-y^2)&x=-inf,inf&y=0,x");
    expect(await text(page, "figcaption")).toContain(
      "x from −3.08 to 3.08 of -inf..inf, y from −3.08 to 3.08.",
    );
    // Between 0 and x, whichever is larger.
    const shown = [await pixel(page, "map", 0.9, 0.7), await pixel(page, "map", 0.1, 0.3)];
    const blank = [await pixel(page, "map", 0.6, 0.7), await pixel(page, "map", 0.9, 0.3)];
    expect([...shown, ...blank].map((one) => one[3])).toEqual([255, 255, 0, 0]);
    await page.close();
  });

  it("tells points apart that f32 does not", async () => {
    const page = await openMap(browser, "f=sin(x)*y&x=100000000,100000003&y=0,1");
    // sin of 1e8 + 0.75 and of 1e8 + 2.25.
    const [one, other] = [await pixel(page, "map", 0.25, 0.9), await pixel(page, "map", 0.75, 0.9)];
    expect([one[3], other[3]]).toEqual([255, 255]);
    const [r = 0, , b = 0] = one;
    const [red = 0, , blue = 0] = other;
    expect([r > b, red > blue]).toEqual([Math.sin(100000000.75) > 0, Math.sin(100000002.25) > 0]);
    expect(await label(page)).toContain("x from 100000000 to 100000003");
    await page.close();
  });

  it.each([true, false])(
    "is a slice in three variables, which a slider moves, with a GPU: %s",
    async (gpu) => {
      const page = await openMap(
        browser,
        "f=x*y*(theta-3)&x=0,1&y=0,1&v.theta=2,8",
        gpu ? undefined : withoutGpu,
      );
      // The variables by name: theta, x, y; so that y is cut.
      expect(await label(page)).toContain("theta from 2 to 8, x from 0 to 1, y = 0.75");
      const said = async () => {
        await pointAt(page, 0.75, 0.25);
        const [theta, x, y, value] = ((await text(page, ".view-said"))?.match(/[\d.]+/g) ?? []).map(
          Number,
        ) as [number, number, number, number];
        expect(value).toBeCloseTo(x * y * (theta - 3), 1);
        return y;
      };
      expect(await said()).toBe(0.75);
      await page.focus(".view-slider:not([hidden]) input");
      await page.keyboard.press("End");
      await page.waitForFunction(() =>
        document.querySelector(".view-frame")?.ariaLabel?.includes(", y = 1:"),
      );
      expect(await said()).toBe(1);
      await page.close();
    },
  );
});

describe("tiles of a run", () => {
  const browser = useBrowser();

  it("light up in the colour of their mean while they arrive, and are gone after", async () => {
    const page = await browser.open("f=x&x=-1,1&y=0,1&n=3000&backends=serial", "idle");
    await shows(page, "surface");
    await page.click("#run");
    // The last tile of the lower row, whose x is the largest.
    await page.waitForFunction(
      () => {
        const canvas = document.querySelector(".view-tiles") as HTMLCanvasElement;
        const [r = 0, , b = 0] =
          canvas.getContext("2d")?.getImageData(canvas.width - 6, canvas.height - 6, 1, 1).data ?? [];
        return r - b > 80;
      },
      { polling: "raf" },
    );
    await shows(page, "map");
    await browser.screenshot(page, "page-tiles");
    await page.waitForSelector('html[data-state="done"]');
    expect((await pixel(page, "tiles", 0.99, 0.01))[3]).toBe(0);
    await shows(page, "surface");
    await page.close();
  });

  it("are where they are on a disc", async () => {
    const page = await browser.open("f=x&x=-1,1&y=-sqrt(1-x^2),sqrt(1-x^2)&n=20000&backends=serial", "idle");
    await shows(page, "surface");
    await page.click("#run");
    // A tile at the lower right, beside the edge.
    await page.waitForFunction(
      () => {
        const canvas = document.querySelector(".view-tiles") as HTMLCanvasElement;
        const [x, y] = [0.8 * canvas.width, 0.8 * canvas.height];
        const [r = 0, , b = 0] = canvas.getContext("2d")?.getImageData(x, y, 1, 1).data ?? [];
        return r - b > 60;
      },
      { polling: "raf" },
    );
    expect((await pixel(page, "tiles", 0.95, 0.05))[3]).toBe(0);
    await page.keyboard.press("Escape");
    await page.close();
  });
});

describe("one variable", () => {
  const browser = useBrowser();

  it("is a curve with its area, axes and the midpoint rule's rectangles", async () => {
    const page = await browser.open("f=t-1&v.t=0,2", "idle");
    await shows(page, "curve");
    await settled(page);
    const { blue, orange } = await screen(page);
    expect(Math.min(blue, orange)).toBeGreaterThan(0.005);
    expect(await label(page)).toMatch(
      /^Curve of f over t from 0 to 2: f from −0\.99\d at t = 0 to 0\.99\d at t = 2\.$/,
    );
    expect(await text(page, ".view-slider:not([hidden]) output")).toBe("12 rectangles: the area is 0");
    await pointAt(page, 0.75, 0.5);
    const [t, value] = ((await text(page, ".view-said"))?.match(/[\d.]+/g) ?? []).map(Number) as [
      number,
      number,
    ];
    expect(value).toBeCloseTo(t - 1, 2);
    await browser.screenshot(page, "page-curve");
    await page.close();
  });
});

describe("a family", () => {
  const browser = useBrowser();

  it("is the curve of its integrals, and f for the member that a slider chooses", async () => {
    const page = await browser.open("f=cos(a*sin(t))/pi&v.t=0,pi&param.a=0:10:11", "idle");
    await shows(page, "family");
    await page.waitForFunction(() => document.querySelector(".view-frame")?.ariaLabel?.includes("11 of 11"));
    // The least is near J0's first minimum, at 3.83.
    expect(await label(page)).toContain(`from −${-Number(J0[4].toPrecision(3))} at a = 4 to 1 at a = 0.`);
    await pointAt(page, 0.5, 0.5);
    expect(await text(page, ".view-said")).toContain(`I(5) = ${Number(J0[5].toPrecision(8))} ±`);
    await chooseView(page, "curve");
    expect(await label(page)).toContain("a = 5");
    await page.focus(".view-slider:not([hidden]):last-of-type input");
    await page.keyboard.press("Home");
    await page.waitForFunction(() => document.querySelector(".view-frame")?.ariaLabel?.includes("a = 0"));
    // cos(0)/π everywhere.
    expect(await label(page)).toContain("f is 0.318 everywhere");
    await browser.screenshot(page, "page-family");
    await page.close();
  });
});
