import { describe, expect, it } from "vitest";
import { figure } from "../src/output/chart.ts";
import { useBrowser } from "./browser.ts";

type Three = [[number, number], [number, number], [number, number]];

describe("a chart, as a browser reads it", () => {
  const browser = useBrowser();
  const series = [
    {
      key: "a",
      label: "a < b & c",
      colour: "#000",
      marker: "circle",
      points: [
        [1, 10],
        [10, 1000],
        [100, 100_000],
      ],
    },
    {
      key: "b",
      label: "two",
      colour: "#000",
      marker: "wedge",
      points: [
        [1, 1000],
        [100, 1000],
      ],
    },
  ] as const;
  const axis = (label: string) => ({ label, format: String });
  const chart = {
    title: "t",
    x: axis("across"),
    y: axis("up"),
    series,
    level: 10,
    mark: { x: 10, label: "here" },
  };
  const svg = figure([chart, chart]);

  it("is well-formed, and has its points, labels and titles", async () => {
    const page = await browser.open("", "idle");
    const seen = await page.evaluate((text) => {
      const document = new DOMParser().parseFromString(text, "image/svg+xml");
      return {
        root: document.documentElement.nodeName,
        errors: document.querySelectorAll("parsererror").length,
        points: document.querySelectorAll(".point").length,
        texts: [...document.querySelectorAll("text")].map((one) => one.textContent),
        titles: [...document.querySelectorAll(".series title")].map((one) => one.textContent),
      };
    }, svg);
    expect(seen).toMatchObject({ root: "svg", errors: 0, points: 2 * 5 });
    for (const text of ["t", "across", "up", "here", "two", "1", "10", "100000"])
      expect(seen.texts).toContain(text);
    expect(seen.titles).toEqual(["a < b & c", "two", "a < b & c", "two"]);
    await page.close();
  });

  it("has logarithmic axes: equal ratios are equal distances, and up is more", () => {
    const places = [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)" r="4" fill="#000" class="point"/g)];
    const [[x1, y1], [x2, y2], [x3, y3]] = places.map(([, x, y]) => [Number(x), Number(y)]) as Three;
    expect(Math.abs(x2 - x1 - (x3 - x2))).toBeLessThan(0.3);
    expect(Math.abs(y1 - y2 - (y2 - y3))).toBeLessThan(0.3);
    expect([x2 > x1, y2 < y1]).toEqual([true, true]);
  });
});
