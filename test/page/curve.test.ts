import { describe, expect, it } from "vitest";
import { useBrowser } from "../browser.ts";
import { chooseView, label, pixel, pointAt, screen, settled, shows, text } from "./pictures.ts";

/** Bessel's J0 at 4 and 5 (Abramowitz & Stegun, table 9.1). */
const J0 = { 4: -0.3971498098638474, 5: -0.1775967713143383 };

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
