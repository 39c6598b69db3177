import { describe, expect, it } from "vitest";
import { host } from "../../node/host.ts";
import type { Gpu } from "../../src/gpu/device.ts";
import { type GpuPrecision, prepare } from "../../src/problem/problem.ts";
import { integrate } from "../../src/run/grid/integrate.ts";
import { gpuAlone } from "../alone.ts";
import { useGpu } from "../gpu.ts";

const gpu = useGpu();

/** A device whose compiler changes shaders, and whether it did. */
async function breaking(change: (code: string) => string): Promise<{ gpu: Gpu; changed: () => boolean }> {
  const { device, ...rest } = await gpu.open();
  const create = device.createShaderModule.bind(device);
  let changed = false;
  device.createShaderModule = (descriptor) => {
    const code = change(descriptor.code);
    changed ||= code !== descriptor.code;
    return create({ ...descriptor, code });
  };
  return { gpu: { device, ...rest }, changed: () => changed };
}

const replaced = (from: string, to: string) => (code: string) => code.replaceAll(from, to);
/** (x + C) - C folded to x, in all shaders but the probe's, which would tell. */
const folded = (code: string) =>
  code.includes("fn probe(") ? code : code.replace("opaque(x * scale + ROUND)", "(x * scale + ROUND)");
const OFF = /on \d+ x \d+ cells it is off by \d\.\de[-+]\d+, more than the (promised|tolerated) \d\.\de-\d+/;

// What a compiler might make of the shaders, or a careless hand. The integral of sin(x+y) over [0, pi]^2 is 0 by
// symmetry, also of a sine that is 0, or off by a multiple of its argument.
describe.each<[string, GpuPrecision, string, (code: string) => string, RegExp]>([
  [
    "sums rearranged",
    "f32",
    "sin(x+y)",
    replaced("let b_part = opaque(s - a);", "let b_part = b;"),
    /sums are not exact/,
  ],
  [
    "sums rearranged",
    "fast",
    "sin(x+y)",
    replaced("let b_part = opaque(s - a);", "let b_part = b;"),
    /sums are not exact/,
  ],
  [
    "(x + C) - C folded everywhere",
    "f32",
    "sin(x+y)",
    replaced("opaque(x * scale + ROUND)", "(x * scale + ROUND)"),
    /sums are not exact/,
  ],
  ["(x + C) - C folded in a sine", "f32", "sin(x+y)", folded, OFF],
  ["(x + C) - C folded in an exponential", "f32", "exp(x-y)", folded, OFF],
  ["(x + C) - C folded in df64", "df64", "sin(x+y)", folded, OFF],
  ["a row taken twice", "f32", "sin(x+y)", replaced("f(column, rows[7])", "f(column, rows[6])"), OFF],
  [
    "a column taken twice",
    "f32",
    "sin(x+y)",
    replaced("column_at(first + 3u)", "column_at(first + 2u)"),
    OFF,
  ],
  ["a sine that is 0", "fast", "sin(x+y)", replaced("return sin(x);", "return 0.0 * x;"), OFF],
  ["a sine of degrees", "fast", "sin(x+y)", replaced("return sin(x);", "return sin(x / 57.29578);"), OFF],
  ["an exponential that is 1 + x", "fast", "exp(x-y)", replaced("return exp(x);", "return 1.0 + x;"), OFF],
])("%s, %s", (_, precision, f, change, why) => {
  it(`is refused: ${f}`, async () => {
    const broken = await breaking(change);
    const run = integrate(
      prepare({ f, n: 100 }),
      (plan) => gpuAlone(plan, precision, broken.gpu, host),
      host,
    );
    await expect(run).rejects.toMatchObject({ code: "gpu", message: expect.stringMatching(why) });
    await expect(run).rejects.toThrow(`${broken.gpu.identity.name} cannot do ${precision}: `);
    expect(broken.changed()).toBe(true);
  });
});

// Functions of `fast` promise nothing: what any adapter gives for these is no reason to refuse it.
it.each([
  "tanh(x*1e-3)",
  "log(1+x/1e4)",
  "(1+x/1e3)^(y*1e3)",
  "sin(1e4*x+y)",
  "exp(40*(x-y))",
  "x>y ? x : 2*y",
])("a sound adapter is not refused: %s in fast and f32", async (f) => {
  for (const n of [1, 3, 100]) {
    for (const precision of ["fast", "f32"] as const) {
      const { integral } = await gpu.run(prepare({ f, x: [0, 1], y: [0, 1], n }), precision);
      expect(integral).not.toBeNaN();
    }
  }
});
