import { describe, expect, it } from "vitest";
import { host } from "../../node/host.ts";
import { prepare } from "../../src/problem/problem.ts";
import { integrate } from "../../src/run/grid/integrate.ts";
import { gpuAlone } from "../alone.ts";
import { useGpu } from "../gpu.ts";
import { cosineSum, TOLERANCE } from "../truth.ts";

const gpu = useGpu();

it.each([1000, 4000])("df64 has the midpoint sum of cos(x+y), n = %i", async (n) => {
  const { integral } = await gpu.run(prepare({ f: "cos(x+y)", n }), "df64");
  expect(Math.abs(integral - cosineSum(n))).toBeLessThanOrEqual(TOLERANCE.df64);
});

it.each([1, 2, 60])("df64 is proven on no finer grid than its shader is made for, n = %i", async (n) => {
  // With one cell the only argument is 6.5, about a turn; on a finer grid they would be from -300 to 313.
  const problem = prepare({ f: "sin(x)", x: [-300, 313], y: [0, 1], n });
  const { integral } = await gpu.run(problem, "df64");
  const nodes = Array.from({ length: n }, (_, k) => Math.sin((613 * (k + 0.5)) / n - 300));
  expect(integral).toBeCloseTo((nodes.reduce((a, b) => a + b) * 613) / n, 9);
});

// The bound is 1e-12 of |f| and of |x f'|, both of which are about x: a sine that is good to 2^-41 of 1 would not do.
it.each([
  ["sin(x)", 0.0016, 0.0018],
  ["sin(x)", 0.0045, 0.0047],
  ["sin(x)", 0.02, 0.03],
  ["sin(x)", 0.033, 0.036],
  ["sin(x)", -0.05, -0.04],
  ["tan(x)", 0.0016, 0.0018],
  ["cos(x-pi/2)", 0.3, 0.4],
])("small sines have their digits in df64, too: %s from %f to %f", async (f, a, b) => {
  const problem = prepare({ f, x: [a, b], y: [0, 1], n: 100 });
  const { integral } = await gpu.run(problem, "df64");
  const size = Math.max(Math.abs(a), Math.abs(b)) * Math.abs(b - a);
  const nodes = Array.from({ length: 100 }, (_, k) => a + ((b - a) * (k + 0.5)) / 100);
  const value = f === "tan(x)" ? Math.tan : Math.sin;
  const sum = nodes.map(value).reduce((one, other) => one + other);
  expect(Math.abs(integral - (sum * (b - a)) / 100)).toBeLessThanOrEqual(2e-12 * size);
});

it("has the same bits however tiles are spread over submits", async () => {
  const problem = prepare({ f: "cos(x+y)", nx: 500, ny: 1500 });
  const { integral } = await gpu.run(problem, "df64");
  for (const limits of [{ tiles: 1 }, { tiles: 5, groups: 2 }]) {
    expect((await gpu.run(problem, "df64", limits)).integral).toBe(integral);
  }
});

describe("an adapter on which the arithmetic does not hold is refused", () => {
  // What a compiler might make of the guarded forms, or a careless hand.
  it.each<[string, (code: string) => string, RegExp]>([
    [
      "products by an fma that is not fused",
      (code) => code.replace("return vec2f(p, e + a_rest * b_rest);", "return vec2f(p, fma(a, b, -p));"),
      /products are not exact/,
    ],
    [
      "sums rearranged",
      (code) => code.replace("let b_part = opaque(s - a);", "let b_part = b;"),
      /sums are not exact/,
    ],
    [
      "(x + C) - C folded",
      (code) =>
        code.includes("fn probe(") ? code : code.replace("opaque(x * scale + ROUND)", "(x * scale + ROUND)"),
      /on 61 x 61 cells it is off by \d\.\de[-+]\d+, more than the promised \d\.\de-\d+/,
    ],
  ])("%s", async (_, broken, why) => {
    const { device, ...rest } = await gpu.open();
    const create = device.createShaderModule.bind(device);
    let changed = false;
    device.createShaderModule = (descriptor) => {
      const code = broken(descriptor.code);
      changed ||= code !== descriptor.code;
      return create({ ...descriptor, code });
    };
    const problem = prepare({ f: "cos(x+y)", n: 100 });
    const run = integrate(problem, (plan) => gpuAlone(plan, "df64", { device, ...rest }, host), host);
    await expect(run).rejects.toMatchObject({
      code: "gpu",
      message: expect.stringMatching(why),
    });
    await expect(run).rejects.toThrow(`${rest.identity.name} cannot do df64: `);
    expect(changed).toBe(true);
  });
});
