import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { regionsOf } from "../docs/regions.ts";
import { picture } from "../docs/regions-picture.ts";
import { SUBJECTS } from "../docs/subjects.ts";

describe("the guide's pictures of regions", () => {
  it.each(SUBJECTS)("$name: the regions make up the domain, and the claim holds", async (subject) => {
    const drawn = await regionsOf(subject);
    const { adapted, prepared, regions } = drawn;
    const whole = prepared.box.reduce((product, [from, to]) => product * (to - from), 1);
    for (const key of new Set(regions.map(({ axes }) => axes.join()))) {
      const own = regions.filter(({ axes }) => axes.join() === key);
      const area = own.reduce((sum, { corners }) => sum + areaOf(corners), 0);
      expect(area).toBeCloseTo(whole, 10);
    }
    expect(Math.abs(adapted.integral - subject.exact)).toBeLessThanOrEqual(adapted.error);
    const file = new URL(`../../docs/regions-${subject.name}.svg`, import.meta.url);
    expect(readFileSync(file, "utf8")).toBe(picture(subject, drawn));
  });
});

/** Of a polygon, by the shoelace formula. */
function areaOf(corners: readonly (readonly [number, number])[]): number {
  const twice = corners.reduce((sum, [x, y], k) => {
    const [u, v] = corners[(k + 1) % corners.length] as readonly [number, number];
    return sum + x * v - u * y;
  }, 0);
  return Math.abs(twice) / 2;
}
