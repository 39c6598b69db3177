import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const root = new URL("..", import.meta.url).pathname;

/** What a module in the project's folder prints. */
async function printed(...args: string[]): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, {
    cwd: root,
    timeout: 60_000,
  });
  expect(stderr).toBe("");
  return stdout;
}

describe("examples", () => {
  it("script.js prints mean distances in a square, a cube and rectangles", async () => {
    const numbers = (await printed("examples/script.js")).match(/\b0\.\d{9}\b/g)?.map(Number) ?? [];
    // In a rectangle of sides a and b, with diagonal d (Santaló 1976).
    const mean = (a: number, b: number) => {
      const d = Math.hypot(a, b);
      const powers = a ** 3 / b ** 2 + b ** 3 / a ** 2 + d * (3 - a ** 2 / b ** 2 - b ** 2 / a ** 2);
      return (
        (powers + 2.5 * ((b ** 2 / a) * Math.log((a + d) / b) + (a ** 2 / b) * Math.log((b + d) / a))) / 15
      );
    };
    // Of a cube it is Robbins's constant.
    const known = [mean(1, 1), 0.6617071822671762, mean(1, 0.5), mean(1, 1), mean(1, 2)];
    expect(numbers).toHaveLength(known.length);
    for (const [k, one] of known.entries()) expect(numbers[k]).toBeCloseTo(one, 8);
  });

  it("notebook.js is a notebook with a cell of rows that follows its range", async () => {
    const rows = await printed(
      "--input-type=module",
      "--eval",
      `import define from "./examples/notebook.js";
      const cells = new Map();
      const variable = (name) => ({ define: (own, ...rest) => cells.set(own, [name, rest.at(-2) ?? [], rest.at(-1)]) });
      define({ module: () => ({ variable }) }, (name) => name);
      cells.set("range", ["range", [], () => [0, 1, 10]]);
      const value = async (name) => {
        const [seen, inputs, compute] = cells.get(name);
        if (seen !== name) throw new Error(name + " is not observed");
        return compute(...await Promise.all(inputs.map(value)));
      };
      console.log(JSON.stringify(await value("bessel")));`,
    );
    const all: { a: number; integral: number; error: number }[] = JSON.parse(rows);
    // Abramowitz and Stegun, table 9.1.
    const known = [1, 0.7651976865579666, -0.2459357644513483];
    expect(all.map(({ a }) => a)).toEqual([0, 1, 10]);
    for (const [k, { integral, error }] of all.entries()) {
      expect(Math.abs(integral - (known[k] as number))).toBeLessThanOrEqual(error + 1e-15);
      expect(error).toBeLessThan(1e-8);
    }
  });
});
