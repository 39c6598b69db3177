import { describe, expect, it } from "vitest";
import { host } from "../../node/host.ts";
import { openSerial } from "../../src/cpu/serial.ts";
import { prepare } from "../../src/problem/problem.ts";
import { integrate } from "../../src/run/grid/integrate.ts";
import { withinPromise } from "../accuracy/functions.ts";
import { type Answer, wgpuStacks } from "../stacks/stacks.ts";
import { cosineSum, promised, TOLERANCE } from "../truth.ts";

// The same shaders and the same host code on WebGPU implementations beside Dawn. What is not installed is
// skipped, and shown as skipped with the reason.
describe.each(await wgpuStacks())("$name", ({ name, missing, run }) => {
  const sizes = [1000, 4000];
  const sums = sizes.flatMap((n) => [{ n }, { f: "cos(x+y)", n }, { f: "0.1", n }]);
  let once: Promise<Answer> | null = null;
  const inF32 = () => {
    once ??= run({ count: 2 ** 18, precision: "f32", problems: sums });
    return once;
  };

  it.skipIf(missing)(
    `has every function as accurate as it promises${missing ? `: ${missing}` : ""}`,
    async () => {
      const { errors, fusedErrors } = await inF32();
      expect(fusedErrors.filter((one) => !withinPromise(one))).toEqual([]);
      expect(errors.filter((one) => !withinPromise(one))).toEqual([]);
      expect(errors.length).toBeGreaterThan(18);
    },
  );

  it.skipIf(missing)("takes midpoint sums with closed forms", async () => {
    const { integrals } = await inF32();
    const truths = sizes.flatMap((n) => [0, cosineSum(n), 0.1 * Math.PI ** 2]);
    truths.forEach((truth, k) => {
      expect(Math.abs((integrals[k] as number) - truth)).toBeLessThanOrEqual(TOLERANCE.f32);
    });
  });

  it.skipIf(missing)("has df64 as accurate as it promises, functions and sums", async () => {
    const problems = [
      { f: "cos(x+y)", n: 1000 },
      { f: "sin(x)*exp(y)/(1+x)", n: 300 },
    ];
    const { doubleErrors, integrals } = await run({ doubles: 400, precision: "df64", problems });
    expect(doubleErrors.filter(({ mostBits, promisedBits }) => !(mostBits <= promisedBits))).toEqual([]);
    expect(doubleErrors.length).toBeGreaterThan(18);
    expect(Math.abs((integrals[0] as number) - cosineSum(1000))).toBeLessThanOrEqual(TOLERANCE.df64);
    const other = prepare(problems[1]);
    const truth = await integrate(other, (plan) => openSerial(plan, host), host);
    expect(Math.abs((integrals[1] as number) - truth.integral)).toBeLessThanOrEqual(1e-5 * promised(other));
  });

  it.skipIf(missing)("sums over many variables as f64 does", async () => {
    const { manyOffs } = await run({ precision: "f32", problems: [], many: true });
    expect(manyOffs.filter(({ off, allowed, onDevice }) => !(off <= allowed && onDevice > 0))).toEqual([]);
    expect(manyOffs.length).toBe(30);
  });

  it.skipIf(missing)("has guarded sums that are exact, whatever its compiler does to others", async () => {
    const { arithmetic, fusedSums } = await inF32();
    expect(fusedSums).toBe(true);
    expect(arithmetic).toMatchObject({
      guardsHold: true,
      productsHold: true,
      rearranges: name.includes("lavapipe"),
    });
  });

  it.skipIf(missing)("refuses broken shaders", async () => {
    const task = { count: 64, precision: "f32", problems: [], broken: true } as const;
    const { acceptedRewritten, acceptedUnguarded } = await run(task);
    expect(acceptedRewritten).toEqual([]);
    // SwiftShader leaves sums alone, guarded or not.
    const unbroken = name.includes("lavapipe") ? [] : ["let s = opaque(a + b);"];
    expect(acceptedUnguarded.map(({ from }) => from)).toEqual(unbroken);
  });
});
