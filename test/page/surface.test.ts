import { AxePuppeteer } from "@axe-core/puppeteer";
import { describe, expect, it } from "vitest";
import { useBrowser } from "../browser.ts";
import {
  frames,
  label,
  losePicture,
  painted,
  pixel,
  pointAt,
  screen,
  settled,
  shows,
  text,
  withDevices,
  withoutContext,
  withoutGpu,
} from "./pictures.ts";

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
