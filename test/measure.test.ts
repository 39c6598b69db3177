import { describe, expect, it } from "vitest";
import { measure } from "../src/benchmark/measure.ts";
import { PROTOCOL } from "../src/benchmark/turns.ts";
import { IntegrateError } from "../src/errors.ts";
import { prepare } from "../src/problem/problem.ts";
import { fake, fakeHost } from "./contenders.ts";

const problem = prepare({ f: "cos(x+y)", n: 8 });

describe("contenders", () => {
  it("take turns, one at a time, after each has been warmed", async () => {
    const clock = fakeHost();
    const order: string[] = [];
    const onRun = (name: string) => (begins: boolean) => order.push(begins ? name : `/${name}`);
    const all = ["a", "b"].map((name) => fake(clock, { onRun: onRun(name) }));
    await measure(problem, all, clock.host, { rounds: 2, fill: 0 });
    expect(order.join(" ")).toBe("a /a b /b a /a b /b a /a b /b");
  });

  it("have at least five samples, and half a second or a thousand of them", async () => {
    const clock = fakeHost();
    const all = [1e-5, 0.03, 0.1, 7].map((seconds) => fake(clock, { compute: () => seconds }));
    const measured = await measure(problem, all, clock.host, PROTOCOL);
    const counts = measured.map(({ result }) => result?.samples?.length);
    expect(counts).toEqual([1000, 20, 5, 5]);
  });

  it("have their setup apart, and medians of what the warm-up left out", async () => {
    const clock = fakeHost();
    // The first run is slow, as a first run is.
    const one = fake(clock, { setup: 3, compute: (_, k) => (k ? k : 100) });
    const [measured] = await measure(problem, [one], clock.host, { rounds: 5, fill: 0 });
    expect(measured?.result?.seconds.setup).toBeCloseTo(3, 6);
    expect(measured?.result?.samples?.map(Math.round)).toEqual([1, 2, 3, 4, 5]);
    expect(measured?.result?.seconds.compute).toBeCloseTo(3, 6);
    expect(measured?.result?.seconds.total).toBeCloseTo(6, 6);
    const [cold] = await measure(problem, [fake(clock, { compute: (_, k) => k + 1 })], clock.host, {
      rounds: 1,
      fill: 0,
      warmup: 0,
    });
    expect(cold?.result?.seconds.compute).toBeCloseTo(1, 6);
  });

  it("are closed in the end, whatever that is", async () => {
    const clock = fakeHost();
    const closed: string[] = [];
    const named = (name: string, fails: boolean) => {
      const one = fake(clock);
      return {
        ...one,
        open: async (plan: Parameters<typeof one.open>[0]) => {
          const backend = await one.open(plan);
          const run = fails ? () => Promise.reject(new Error("broken")) : backend.run;
          return { ...backend, run, close: () => void closed.push(name) };
        },
      };
    };
    await measure(problem, [named("a", false), named("b", false)], clock.host, { rounds: 1, fill: 0 });
    expect(closed).toEqual(["a", "b"]);
    const all = [named("c", false), named("d", true)];
    await expect(measure(problem, all, clock.host, { rounds: 1, fill: 0 })).rejects.toThrow("broken");
    expect(new Set(closed)).toEqual(new Set(["a", "b", "c", "d"]));
  });
});

describe("a precision of the GPU that refuses", () => {
  const refusing = (code: "gpu" | "not-finite" | "device-lost", precision: "f32" | "df64") => {
    const clock = fakeHost();
    const failing = fake(clock, { backend: "gpu", precision });
    const open = () => Promise.reject(new IntegrateError(code, "its products are not exact"));
    return measure(problem, [fake(clock), { ...failing, open }], clock.host, { rounds: 1, fill: 0 });
  };

  it.each([
    ["gpu", "df64"],
    ["gpu", "f32"],
    ["not-finite", "f32"],
  ] as const)("with %s in %s is reported, and the others go on", async (code, precision) => {
    const [serial, refused] = await refusing(code, precision);
    expect(serial?.result?.integral).toBeCloseTo(-4, 0);
    expect(refused).toMatchObject({ result: null, refusal: "its products are not exact" });
  });

  it("whose device is lost is an error", async () => {
    await expect(refusing("device-lost", "df64")).rejects.toThrow("not exact");
  });
});
