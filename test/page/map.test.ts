import { describe, expect, it } from "vitest";
import { useBrowser } from "../browser.ts";
import { label, openMap, pixel, pointAt, text, withoutGpu } from "./pictures.ts";

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
