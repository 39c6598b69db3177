import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { AxePuppeteer } from "@axe-core/puppeteer";
import type { Page } from "puppeteer";
import { describe, expect, it } from "vitest";
import { useBrowser } from "../browser.ts";
import { answerOf, notes, results, retype, status } from "../page.ts";

/** What axe finds, as its rule and the elements. */
async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxePuppeteer(page).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

describe("in a browser with WebGPU", () => {
  const browser = useBrowser();

  /** Every state that the page can be in, as a link that leads there. */
  const STATES = [
    ["idle", "", "idle", "ready"],
    ["done", "n=300&run=1", "done", "ready"],
    ["error", "f=2x&run=1", "error", "none"],
    ["disc", "f=1&x=-1,1&y=-sqrt(1-x^2),sqrt(1-x^2)", "idle", "ready"],
    ["ball", "f=x^2&x=-1,1&y=0,1&z=0,x", "idle", "ready"],
    ["family", "f=t^a&v.t=0,1&param.a=1:9:5", "idle", "ready"],
    ["divergent", "f=1/x&x=0,1&tol=1e-8&run=1", "error", "failed"],
    ["unreached", "f=cos(900*x*y)/(1e-4%2B(x-y)^2)&x=0,3&y=0,3&tol=1e-12", "idle", "partial"],
    ["unknown-name", "f=x*foo&x=0,1", "idle", "none"],
    ["embedded", "f=exp(-x^2)&x=-inf,inf&embed=1", "idle", "ready"],
  ] as const;

  const WRAPS = new Set<string>(["done", "error", "family", "unknown-name", "embedded"]);

  it.each([
    ["light", 1440],
    ["dark", 320],
  ] as const)(
    "axe finds nothing, and nothing is cut off, in any state, %s and %d wide",
    async (scheme, width) => {
      const page = await browser.open("", "idle", async (fresh) => {
        await fresh.setViewport({ width, height: 900 });
        await fresh.emulateMediaFeatures([
          { name: "prefers-color-scheme", value: scheme },
          { name: "prefers-reduced-motion", value: "reduce" },
        ]);
      });
      const address = page.url().split("?")[0];
      // Narrow ones differ by what has to wrap.
      const some = width > 1000 ? STATES : STATES.filter(([name]) => WRAPS.has(name));
      for (const [name, query, state, answer] of some) {
        await page.goto(`${address}?${query}`);
        await page.waitForSelector(`html[data-state="${state}"][data-answer="${answer}"]`);
        expect(await faults(page), name).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBe(width);
        await browser.screenshot(page, `page-${name}-${scheme}-${width}`);
      }
      await page.close();
    },
    // Every state, on a machine that has other work to do.
    120_000,
  );

  it("axe finds nothing below the fold, in a limit that is edited, and once the form is edited after a run", async () => {
    const page = await browser.open("n=300&threads=2&run=1", "done");
    await page.$eval("#take", (one) => one.scrollIntoView());
    await page.waitForSelector("#take button");
    await page.focus("[name=to0]");
    expect(await faults(page)).toEqual([]);
    await retype(page, "f", "x*y");
    expect(await page.$eval("html", (one) => one.dataset.edited)).toBe("true");
    expect(await page.$eval("#race", (one) => one.textContent)).toContain("sin(x+y)");
    expect(await faults(page)).toEqual([]);
    await browser.screenshot(page, "page-edited");
    await page.close();
  });

  it("integral, answer and picture are above the fold on a desktop, and in this order on a phone", async () => {
    const page = await browser.open("", "idle");
    await answerOf(page);
    const boxes = () =>
      page.$$eval("#formula, #value, #view canvas", (all) =>
        all
          .filter((one) => one.checkVisibility())
          .map((one) => one.getBoundingClientRect().toJSON() as DOMRect),
      );
    for (const [width, height] of [
      [1440, 900],
      [1024, 768],
    ] as const) {
      await page.setViewport({ width, height });
      for (const { bottom, right } of await boxes()) {
        expect(bottom).toBeLessThanOrEqual(height);
        expect(right).toBeLessThanOrEqual(width);
      }
    }
    await page.setViewport({ width: 390, height: 844 });
    const tops = (await boxes()).map(({ top }) => top);
    expect(tops).toEqual([...tops].sort((a, b) => a - b));
    await page.close();
  });

  it("long texts stay within 320, 390 and 768 pixels", async () => {
    const long = Array(100).fill("sin(x*y)").join("+");
    for (const [query, state] of [
      [`f=${encodeURIComponent(long)}&run=1`, "done"],
      [`f=${"a".repeat(500)}&run=1`, "error"],
      [`f=${encodeURIComponent(`${long}+1/(x-y)`)}&y=0,pi%2B0*${"1".repeat(100)}&run=1`, "error"],
    ] as const) {
      const page = await browser.open(`n=64&${query}`, state, (fresh) =>
        fresh.setViewport({ width: 320, height: 800 }),
      );
      for (const width of [320, 390, 768]) {
        await page.setViewport({ width, height: 800 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      }
      await page.close();
    }
  });

  it("long limits stay beside the picture", async () => {
    const limit = encodeURIComponent("sqrt(1+x^2+sin(x)*cos(x)^3)");
    const page = await browser.open(`f=1&x=0,log(2%2Bsqrt(3))/7&y=-${limit},${limit}`, "idle");
    for (const width of [1024, 1280]) {
      await page.setViewport({ width, height: 800 });
      const [edge = 0, ...ends] = await page.$$eval("#view, #formula .print", (all) =>
        all.map((one) => one.getBoundingClientRect()[one.id ? "left" : "right"]).sort((a, b) => b - a),
      );
      expect(ends).toHaveLength(6);
      expect(edge).toBe(await page.$eval("#view", (one) => one.getBoundingClientRect().left));
    }
    await page.close();
  });

  it("a backend that refuses keeps its name", async () => {
    const page = await browser.open("f=1/(x-y)&n=64&threads=2&run=1", "error");
    const rows = await page.$$eval("#rows tr", (all) => all.map((row) => row.firstElementChild?.textContent));
    expect(rows).toEqual(["GPU f32", "2 CPU threads", "one CPU thread"]);
    expect(await notes(page)).not.toContain("null");
    await page.close();
  });

  it("nothing moves while results arrive", async () => {
    const page = await browser.open("n=1200", "idle");
    await page.evaluate(() => {
      const shifts: number[] = [];
      Object.assign(window, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
      }).observe({ type: "layout-shift" });
    });
    await answerOf(page);
    await page.click("#run");
    await page.waitForSelector('html[data-state="running"]');
    await page.waitForSelector('html[data-state="done"]');
    const shifts = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts);
    expect(Math.max(0, ...shifts)).toBeLessThan(0.01);
    await page.close();
  });

  it("a lost device is replaced, and the page says so", async () => {
    const page = await browser.open("", "idle", (fresh) =>
      fresh.evaluateOnNewDocument(() => {
        const real = GPUAdapter.prototype.requestDevice;
        let lost = false;
        // A device that sums tiles is lost soon after the first submits, which prove its arithmetic.
        GPUAdapter.prototype.requestDevice = async function (...args) {
          const device = await real.apply(this, args);
          let submits = 0;
          let sums = false;
          const create = device.createComputePipelineAsync.bind(device);
          device.createComputePipelineAsync = (descriptor) => {
            sums ||= descriptor.compute.entryPoint === "integrate";
            return create(descriptor);
          };
          const submit = device.queue.submit.bind(device.queue);
          device.queue.submit = (buffers) => {
            submit(buffers);
            if (++submits >= 4 && sums && !lost) {
              lost = true;
              device.destroy();
            }
          };
          return device;
        };
      }),
    );
    await page.goto(`${page.url().split("?")[0]}?f=cos(x%2By)&n=2000&backends=gpu&run=1`);
    await page.waitForSelector('html[data-state="done"]');
    expect(await notes(page)).toMatch(/lost.*continuing at/);
    expect((await results(page))[0]?.integral).toBeCloseTo(-4, 4);
    await page.close();
  });

  it("backends that disagree are an error in words and in the table", async () => {
    const page = await browser.open("", "idle", (fresh) =>
      fresh.evaluateOnNewDocument(() => {
        const real = GPUBuffer.prototype.getMappedRange;
        let reads = 0;
        // What is read after the shader was proven.
        GPUBuffer.prototype.getMappedRange = function () {
          const range = real.call(this);
          if (this.label.startsWith("staging") && ++reads > 1) {
            const sums = new Float32Array(range, 0, (range.byteLength - 16) / 4);
            sums.set(sums.map((one) => 1.01 * one));
          }
          return range;
        };
      }),
    );
    await page.goto(`${page.url().split("?")[0]}?f=cos(x%2By)&n=400&backends=gpu,serial&run=1`);
    await page.waitForSelector('html[data-state="error"]');
    expect(await status(page)).toContain("the backends disagree");
    expect(await page.$eval("#rows tr.wrong", (row) => row.textContent)).toContain(
      "TOO FAR OFF: off by 4.0e-02",
    );
    await page.close();
  });

  it("compiles nothing in the page, and is small", async () => {
    const page = await browser.open("n=200&run=1", "done");
    const [policy] = await page.$$eval("meta[http-equiv=Content-Security-Policy]", (all) =>
      all.map((one) => (one as HTMLMetaElement).content),
    );
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain("unsafe");
    const blocked = await page.evaluate(
      () =>
        new Promise((resolve) => {
          addEventListener("securitypolicyviolation", ({ blockedURI }) => resolve(blockedURI), {
            once: true,
          });
          // In the page's own realm, as its code would.
          document.body.append(Object.assign(document.createElement("script"), { textContent: "1" }));
        }),
    );
    expect(blocked).toBe("inline");
    // Above the fold and its worker, and all.
    const assets = new URL("../../dist/web/assets/", import.meta.url);
    const size = (name: string) => gzipSync(readFileSync(new URL(name, assets))).length;
    const sum = (names: readonly string[]) => names.reduce((all, name) => all + size(name), 0);
    const scripts = readdirSync(assets).filter((name) => name.endsWith(".js"));
    const own = readFileSync(new URL("../index.html", assets), "utf8");
    const text = (name: string) => readFileSync(new URL(name, assets), "utf8");
    const needed = (name: string): string[] => [
      name,
      ...[...text(name).matchAll(/\b(?:from|import)\s*"\.\/([^"]+)"/g)].flatMap(([, one = ""]) =>
        needed(one),
      ),
    ];
    const worker = scripts.filter((name) => name.startsWith("worker")).flatMap(needed);
    expect(new Set(worker).size).toBeGreaterThan(3);
    const early = scripts.filter((name) => own.includes(name) || worker.includes(name));
    expect(sum(early)).toBeLessThan(130_000);
    expect(sum(scripts)).toBeLessThan(200_000);
    await page.close();
  });
});

describe("in a browser without an adapter", () => {
  const browser = useBrowser({ flags: ["--disable-features=WebGPU"] });

  it("says so and integrates on the CPU", async () => {
    const page = await browser.open("n=200&run=1", "done");
    expect(await notes(page)).toContain("no GPU: the browser offers no adapter");
    expect((await results(page)).map(({ backend }) => backend)).toEqual(["threads", "serial"]);
    expect(await page.$eval("#rows .gpu", (row) => row.textContent)).toContain("no GPU");
    expect(await page.$eval("#machine", (one) => one.textContent)).toContain(
      "Integrals still run on the CPU",
    );
    expect(await faults(page)).toEqual([]);
    await browser.screenshot(page, "page-no-gpu");
    await page.close();
  });

  const NO_API = "this browser has no WebGPU; current Chrome, Edge, Safari and Firefox do";
  it.each([
    ["there is no API", NO_API, () => Reflect.deleteProperty(Navigator.prototype, "gpu")],
    [
      "the API is there and undefined",
      NO_API,
      () => Object.defineProperty(Navigator.prototype, "gpu", { get: () => undefined }),
    ],
    [
      "the request for an adapter is rejected",
      "the request for an adapter failed: blocked by policy",
      () =>
        Object.defineProperty(Navigator.prototype, "gpu", {
          get: () => ({ requestAdapter: () => Promise.reject(new Error("blocked by policy")) }),
        }),
    ],
  ] as const)("where %s, says so and integrates on the CPU", async (_, reason, script) => {
    const page = await browser.open("n=100&run=1", "done", (fresh) =>
      fresh.evaluateOnNewDocument(script as () => void),
    );
    expect(await notes(page)).toContain(reason);
    expect((await results(page)).map(({ backend }) => backend)).toEqual(["threads", "serial"]);
    await page.close();
  });
});
