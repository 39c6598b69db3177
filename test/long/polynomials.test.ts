import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { polynomials } from "../../scripts/minimax.js";

it("the polynomials are what their script makes", () => {
  const file = new URL("../../shaders/f32/polynomials.wgsl", import.meta.url);
  expect(polynomials()).toBe(readFileSync(file, "utf8"));
});
