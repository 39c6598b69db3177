import type { Page } from "puppeteer";
import { describe, expect, it } from "vitest";
import { pictureOnCpu, pictureOnGpu } from "../src/output/picture.ts";
import { viewOf } from "../src/output/view.ts";
import { prepare } from "../src/problem/problem.ts";
import { useBrowser } from "./browser.ts";
import { useGpu } from "./gpu.ts";

/** A pixel of a canvas, its place given in parts of its sides, from the lower left. */
const pixel = (page: Page, id: string, right: number, up: number) =>
  page.$eval(
    `#${id}`,
    (element, x, y) => {
      const canvas = element as HTMLCanvasElement;
      const [i, j] = [Math.floor(x * canvas.width), Math.floor((1 - y) * canvas.height)];
      return [...(canvas.getContext("2d")?.getImageData(i, j, 1, 1).data ?? [])];
    },
    right,
    up,
  );

function withoutGpu(): void {
  Reflect.deleteProperty(Navigator.prototype, "gpu");
}

const drawn = (page: Page) =>
  page.waitForFunction(
    () => !document.getElementById("picture")?.getAttribute("aria-label")?.includes("not drawn"),
  );

describe("the values of a picture", () => {
  const gpu = useGpu();

  it.each([
    { f: "x-y", x: [0, 1], y: [0, 1] },
    { f: "exp(-t^2)", variables: { t: ["-inf", "inf"] } },
    { f: "1+y", x: [-1, 1], y: ["-sqrt(1-x^2)", "sqrt(1-x^2)"] },
    { f: "exp(-x-y)", x: [0, "inf"], y: ["x", "inf"] },
    { f: "x*y+z", x: [-1, 1], y: ["-sqrt(1-x^2)", "sqrt(1-x^2)"], z: ["x^2", "2"] },
  ] as const)(
    "of $f are the same on the GPU as on the CPU, and blank in the same places",
    async (options) => {
      const view = viewOf(prepare({ ...options, n: 10 }));
      const { device, release } = await gpu.open();
      const [one, other] = [await pictureOnGpu(device, view), pictureOnCpu(view)];
      release();
      expect([one.columns, one.rows]).toEqual([other.columns, other.rows]);
      let blanks = 0;
      let differ = 0;
      other.values.forEach((value, k) => {
        const own = one.values[k] as number;
        blanks += Number(!Number.isFinite(value));
        if (Number.isFinite(own) !== Number.isFinite(value)) differ++;
        else if (Number.isFinite(own)) expect(Math.abs(own - value)).toBeLessThan(1e-5);
      });
      // Rounding may decide about pixels on the edge.
      expect(differ).toBeLessThan(other.values.length / 1000);
      expect(blanks > 0).toBe("y" in options && typeof options.y[0] === "string");
    },
  );
});

describe("the picture", () => {
  const browser = useBrowser();

  it("is f over the rectangle, y upwards: for x - y blue above, orange below and white on the diagonal", async () => {
    const page = await browser.open("f=x-y&x=0,1&y=0,1", "idle");
    await drawn(page);
    const [above, below, middle] = [
      await pixel(page, "picture", 0.05, 0.95),
      await pixel(page, "picture", 0.95, 0.05),
      await pixel(page, "picture", 0.5, 0.5),
    ] as [number[], number[], number[]];
    expect((above[2] as number) - (above[0] as number)).toBeGreaterThan(80);
    expect((below[0] as number) - (below[2] as number)).toBeGreaterThan(80);
    expect(Math.min(...middle)).toBeGreaterThan(230);
    expect(await page.$eval("#legend-middle", (one) => one.textContent)).toBe("0");
    expect(await page.$eval("#picture", (one) => one.getAttribute("aria-label"))).toMatch(
      /^f from -0\.99\d to 0\.99\d; white is zero$/,
    );
    await page.close();
  });

  it("is a sequence from dark to light for what has one sign, and leaves out what is not finite", async () => {
    const page = await browser.open("f=x < 0.25 ? 1/0 : x&x=0,1&y=0,1", "idle");
    await drawn(page);
    const light = ([r = 0, g = 0, b = 0]: number[]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
    const lights: number[] = [];
    for (const x of [0.3, 0.5, 0.7, 0.95]) lights.push(light(await pixel(page, "picture", x, 0.5)));
    expect(lights).toEqual([...lights].sort((a, b) => a - b));
    expect((lights[3] as number) - (lights[0] as number)).toBeGreaterThan(120);
    expect((await pixel(page, "picture", 0.1, 0.5))[3]).toBe(0);
    await page.close();
  });

  it("says what f is where the pointer is", async () => {
    const page = await browser.open("f=10*x%2By&x=0,1&y=0,1", "idle");
    await drawn(page);
    const box = await page.$eval("#picture", (one) => {
      one.scrollIntoView();
      const { left, bottom, width, height } = one.getBoundingClientRect();
      return { left, bottom, width, height };
    });
    await page.mouse.move(box.left + 0.75 * box.width, box.bottom - 0.25 * box.height);
    const said = (await page.$eval("#pointed", (one) => one.textContent)) ?? "";
    const [x, y, value] = (said.match(/[\d.]+/g) ?? []).map(Number) as [number, number, number];
    expect([Math.abs(x - 0.75) < 0.01, Math.abs(y - 0.25) < 0.01]).toEqual([true, true]);
    expect(value).toBeCloseTo(10 * x + y, 1);
    await page.close();
  });

  it("shows tiles in the colour of their mean while they arrive, and none after", async () => {
    const page = await browser.open("f=x&x=-1,1&y=0,1&n=3000&backends=serial", "idle");
    await drawn(page);
    await page.click("#run");
    // The last tile of the lower row, whose x is the largest.
    await page.waitForFunction(
      () => {
        const canvas = document.getElementById("tiles") as HTMLCanvasElement;
        const [r = 0, , b = 0] =
          canvas.getContext("2d")?.getImageData(canvas.width - 6, canvas.height - 6, 1, 1).data ?? [];
        return r - b > 80;
      },
      { polling: "raf" },
    );
    await browser.screenshot(page, "page-tiles");
    await page.waitForSelector('html[data-state="done"]');
    expect((await pixel(page, "tiles", 0.99, 0.01))[3]).toBe(0);
    await page.close();
  });

  it.each([true, false])("is blank outside limits that depend on others, with a GPU: %s", async (gpu) => {
    const page = await browser.open("f=1%2By&x=-1,1&y=-sqrt(1-x^2),sqrt(1-x^2)", "idle", (fresh) =>
      gpu ? Promise.resolve() : fresh.evaluateOnNewDocument(withoutGpu),
    );
    await drawn(page);
    for (const [right, up, opaque] of [
      [0.5, 0.5, 255],
      [0.5, 0.02, 255],
      [0.02, 0.5, 255],
      [0.5 + 0.345, 0.5 + 0.345, 255],
      [0.5 + 0.36, 0.5 + 0.36, 0],
      [0.05, 0.05, 0],
      [0.95, 0.05, 0],
    ] as const) {
      expect([right, up, (await pixel(page, "picture", right, up))[3]]).toEqual([right, up, opaque]);
    }
    expect(await page.$eval(".axes", (one) => one.textContent)).toBe("x from -1 to 1y from -1 to 1");
    await page.close();
  });

  it("says which part of an infinite range it shows", async () => {
    const page = await browser.open("f=exp(-x^2-y^2)&x=-inf,inf&y=0,x", "idle");
    await drawn(page);
    expect(await page.$eval("#x-range", (one) => one.textContent)).toBe("x from -3.08 to 3.08 of -inf..inf");
    expect(await page.$eval("#y-range", (one) => one.textContent)).toBe("y from -3.08 to 3.08");
    // Between 0 and x, whichever is larger.
    const shown = [await pixel(page, "picture", 0.9, 0.7), await pixel(page, "picture", 0.1, 0.3)];
    const blank = [await pixel(page, "picture", 0.6, 0.7), await pixel(page, "picture", 0.9, 0.3)];
    expect([...shown, ...blank].map((one) => one[3])).toEqual([255, 255, 0, 0]);
    await page.close();
  });

  it("is a curve and its area in one variable", async () => {
    const page = await browser.open("f=t-1&v.t=0,2", "idle");
    await drawn(page);
    const [high, low, above, below] = await Promise.all([
      pixel(page, "picture", 0.9, 0.7),
      pixel(page, "picture", 0.1, 0.3),
      pixel(page, "picture", 0.1, 0.7),
      pixel(page, "picture", 0.9, 0.3),
    ]);
    expect((high?.[0] as number) - (high?.[2] as number)).toBeGreaterThan(50);
    expect((low?.[2] as number) - (low?.[0] as number)).toBeGreaterThan(50);
    expect([above?.[3], below?.[3]]).toEqual([0, 0]);
    expect(await page.$eval(".axes", (one) => one.textContent)).toMatch(
      /^t from 0 to 2f from -0\.99\d to 0\.99\d$/,
    );
    await page.close();
  });

  it.each([true, false])("is a slice in three variables, which it names, with a GPU: %s", async (gpu) => {
    const page = await browser.open("f=x*y*(theta-3)&x=0,1&y=0,1&v.theta=2,8", "idle", (fresh) =>
      gpu ? Promise.resolve() : fresh.evaluateOnNewDocument(withoutGpu),
    );
    await drawn(page);
    // The variables by name: theta, x, y; so that y is in the middle of its range.
    expect(await page.$eval(".axes", (one) => one.textContent)).toBe(
      "theta from 2 to 8x from 0 to 1slice at y = 0.5",
    );
    const box = await page.$eval("#picture", (one) => {
      one.scrollIntoView();
      const { left, bottom, width, height } = one.getBoundingClientRect();
      return { left, bottom, width, height };
    });
    await page.mouse.move(box.left + 0.75 * box.width, box.bottom - 0.25 * box.height);
    const said = (await page.$eval("#pointed", (one) => one.textContent)) ?? "";
    const [theta, x, y, value] = (said.match(/[\d.]+/g) ?? []).map(Number) as [
      number,
      number,
      number,
      number,
    ];
    expect(y).toBe(0.5);
    expect(value).toBeCloseTo(x * y * (theta - 3), 1);
    await page.close();
  });

  it("shows the tiles of a disc where they are", async () => {
    const page = await browser.open("f=x&x=-1,1&y=-sqrt(1-x^2),sqrt(1-x^2)&n=20000&backends=serial", "idle");
    await drawn(page);
    await page.click("#run");
    // A tile at the lower right, beside the edge.
    await page.waitForFunction(
      () => {
        const canvas = document.getElementById("tiles") as HTMLCanvasElement;
        const [x, y] = [0.8 * canvas.width, 0.8 * canvas.height];
        const [r = 0, , b = 0] = canvas.getContext("2d")?.getImageData(x, y, 1, 1).data ?? [];
        return r - b > 60;
      },
      { polling: "raf" },
    );
    expect((await pixel(page, "tiles", 0.95, 0.05))[3]).toBe(0);
    await page.click("#cancel");
    await page.close();
  });

  it("is drawn without a GPU, too", async () => {
    const page = await browser.open("f=x-y&x=0,1&y=0,1", "idle", (fresh) =>
      fresh.evaluateOnNewDocument(withoutGpu),
    );
    await drawn(page);
    const [r = 0, , b = 0] = await pixel(page, "picture", 0.95, 0.05);
    expect(r - b).toBeGreaterThan(80);
    await page.close();
  });

  it("has the formula printed beside it, as the browser understands it", async () => {
    const page = await browser.open("f=x/sqrt(y)&x=0,pi/2&y=1,2", "idle");
    const math = await page.$eval("#printed math", (one) => ({
      fractions: one.querySelectorAll("mfrac").length,
      roots: one.querySelectorAll("msqrt").length,
      errors: document.querySelectorAll("parsererror").length,
      height: one.getBoundingClientRect().height,
    }));
    expect(math).toMatchObject({ fractions: 2, roots: 1, errors: 0 });
    expect(math.height).toBeGreaterThan(20);
    await page.close();
  });
});
