import type { BigNumber } from "mathjs";
import { describe, expect, it } from "vitest";
import { type Double, fromNumber } from "../../src/gpu/df64.ts";
import { df64Table } from "../../src/gpu/df64-table.ts";
import { parse } from "../../src/integrand/language/parse.ts";
import { exact, math } from "../accuracy/exact.ts";
import { generator } from "../accuracy/generator.ts";
import { add, divide, multiply, sqrt, toNumber, twoProduct, twoSum } from "../double-single.ts";
import { useGpu } from "../gpu.ts";
import { valuesOnGpu, valuesShader } from "../gpu-values.ts";

const big = (value: Double | number): BigNumber => {
  const [x, y] = typeof value === "number" ? [value, 0] : value;
  return math.add(exact(x), exact(y)) as BigNumber;
};
const PI = math.acos(math.bignumber(-1)) as BigNumber;
const gpu = useGpu();
const random = generator(5);

/** A double-single of either sign, of a size between 2^-20 and 2^20. */
function draw(): Double {
  const sign = random() < 0.5 ? -1 : 1;
  return fromNumber(sign * (1 + random()) * 2 ** Math.floor(40 * random() - 20));
}
const draws = Array.from({ length: 4000 }, () => [draw(), draw()] as const);

const relative = (value: Double, truth: BigNumber) =>
  Number(math.abs(math.divide(math.subtract(big(value), truth), truth) as BigNumber));

describe("double-single arithmetic, against 60 digits", () => {
  it("takes sums and products of f32 apart without any error", () => {
    for (const [[a], [b]] of draws) {
      const [sum, product] = [twoSum(a, b), twoProduct(a, b)];
      // 60 digits hold either exactly; mathjs's own equal has a tolerance.
      expect(String(big(sum))).toBe(String(math.add(big(a), big(b))));
      expect(String(big(product))).toBe(String(math.multiply(big(a), big(b))));
    }
  });

  it("keeps a double to 2^-49 of it, and a number's two parts apart", () => {
    for (let k = 0; k < 1000; k++) {
      const value = (random() - 0.5) * 2 ** Math.floor(80 * random() - 40);
      const [x, y] = fromNumber(value);
      expect(Math.abs(toNumber([x, y]) - value)).toBeLessThanOrEqual(2 ** -49 * Math.abs(value));
      expect(Math.fround(x + y)).toBe(x);
    }
  });

  it("multiplies, divides and takes roots to 2^-44, and adds to 2^-46 of its terms", () => {
    for (const [a, b] of draws) {
      expect(relative(multiply(a, b), math.multiply(big(a), big(b)) as BigNumber)).toBeLessThan(2 ** -44);
      expect(relative(divide(a, b), math.divide(big(a), big(b)) as BigNumber)).toBeLessThan(2 ** -44);
      const positive: Double = a[0] < 0 ? [-a[0], -a[1]] : a;
      expect(relative(sqrt(positive), math.sqrt(big(positive)) as BigNumber)).toBeLessThan(2 ** -44);
      const error = Number(math.abs(math.subtract(big(add(a, b)), math.add(big(a), big(b))) as BigNumber));
      expect(error).toBeLessThan(2 ** -46 * (Math.abs(a[0]) + Math.abs(b[0])));
    }
  });

  it("is bit for bit what the shaders do", async () => {
    const opened = await gpu.open();
    const points = draws.flatMap(([a, b]) => [toNumber(a), toNumber(b)]);
    const trees = ["x+y", "x-y", "x*y", "x/y"].map((text) => parse(text, ["x", "y"]));
    const found = await valuesOnGpu(opened.device, trees, points, "df64", [
      [-2e6, 2e6],
      [-2e6, 2e6],
    ]);
    const twins = [add, (a: Double, b: Double) => add(a, [-b[0], -b[1]]), multiply, divide];
    opened.release();
    for (const [k, twin] of twins.entries()) {
      for (const [i, [a, b]] of draws.entries()) expect(found[k]?.[i]).toBe(toNumber(twin(a, b)));
    }
  });
});

it("takes sines of sums that are not normalised, cancelling ones too, to 2^-41", async () => {
  const opened = await gpu.open();
  const near = (v: number, k: number) => v * (1 + (k % 9) * 2 ** -24) + (k % 5) * 2 ** -30;
  const points = draws.flatMap((_, k) => {
    const x = toNumber(fromNumber(3.2 * random()));
    return [x, toNumber(fromNumber(k % 2 ? 3.2 * random() : near(x, k)))];
  });
  const texts = ["sin(x+y)", "sin(x-y)", "cos(x+y)", "cos(x-y)"];
  const trees = texts.map((text) => parse(text, ["x", "y"]));
  const domain = [
    [0, 3.3],
    [0, 3.3],
  ] as const;
  expect(valuesShader(trees, "df64", domain, "xor", true)).toMatch(/loose_subtract[\s\S]*loose_sin/);
  const found = await valuesOnGpu(opened.device, trees, points, "df64", domain, "xor", true);
  opened.release();
  for (const [k, text] of texts.entries()) {
    const compiled = math.compile(text);
    for (let i = 0; i < draws.length; i++) {
      const [x, y] = [points[2 * i] as number, points[2 * i + 1] as number];
      const truth = Number(compiled.evaluate({ x: exact(x), y: exact(y) }));
      expect(Math.abs((found[k]?.[i] as number) - truth)).toBeLessThan(2 ** -41);
    }
  }
});

it("the table has sines, powers and logarithms to 2^-47", () => {
  const table = df64Table();
  const row = (k: number) => table.subarray(4 * k, 4 * k + 4) as unknown as [number, number, number, number];
  for (let k = 0; k < 2048; k += 7) {
    const [s, rest, c, more] = row(k);
    const angle = math.divide(math.multiply(PI, k), 1024) as BigNumber;
    expect(Math.abs(Number(math.subtract(math.sin(angle), big([s, rest]))))).toBeLessThan(2 ** -47);
    // The cosine is multiplied by at most pi / 2,048.
    expect(Math.abs(Number(math.subtract(math.cos(angle), big([c, more]))))).toBeLessThan(2 ** -36);
  }
  for (let j = 0; j < 256; j++)
    expect(
      relative(
        [row(2048 + j)[0], row(2048 + j)[1]],
        math.pow(math.bignumber(2), math.divide(big(j), 256) as BigNumber) as BigNumber,
      ),
    ).toBeLessThan(2 ** -47);
  for (let j = 181; j < 363; j++) {
    const [high, low] = row(2304 + j);
    const truth = math.log(math.divide(big(256), j) as BigNumber) as BigNumber;
    expect(Math.abs(Number(math.subtract(truth, big([high, low]))))).toBeLessThan(2 ** -48);
  }
});
