import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { polynomials } from "../../scripts/minimax.js";
import { doublePolynomials } from "../../scripts/minimax-double.js";

it.each([
  ["shaders/f32/polynomials.wgsl", polynomials],
  ["src/integrand/wasm/polynomials.ts", doublePolynomials],
])(
  "%s is what its script makes",
  (path, made) => {
    expect(made()).toBe(readFileSync(new URL(`../../${path}`, import.meta.url), "utf8"));
  },
  120_000,
);
