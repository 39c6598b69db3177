import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { regionsOf } from "../docs/regions.ts";
import { picture } from "../docs/regions-picture.ts";
import { SUBJECTS } from "../docs/subjects.ts";

describe("the guide's pictures of regions", () => {
  it.each(SUBJECTS)("$name: the regions make up the domain, and the claim holds", async (subject) => {
    const drawn = await regionsOf(subject);
    const { adapted, prepared, regions } = drawn;
    const box = prepared.box as (readonly [number, number])[];
    const lengthOf = (ends: readonly [number, number]) => Math.abs(ends[1] - ends[0]);
    for (const axes of new Set(regions.map((ends) => ends.map((own) => own !== null).join()))) {
      const own = regions.filter((ends) => ends.map((one) => one !== null).join() === axes);
      const area = own.reduce(
        (sum, ends) => sum + ends.reduce((size, one) => size * (one ? lengthOf(one) : 1), 1),
        0,
      );
      const whole = box.reduce((size, ends, axis) => size * (own[0]?.[axis] ? lengthOf(ends) : 1), 1);
      expect(area).toBeCloseTo(whole, 10);
    }
    expect(Math.abs(adapted.integral - subject.exact)).toBeLessThanOrEqual(adapted.error);
    const file = new URL(`../../docs/regions-${subject.name}.svg`, import.meta.url);
    expect(readFileSync(file, "utf8")).toBe(picture(subject, drawn));
  });
});
