import { afterAll, describe, expect, it } from "vitest";
import { nodeProvider } from "../../node/devices/provider.ts";
import { host, spawnWorker } from "../../node/host.ts";
import type { Listed, ListTotals, RegionList, RegionWorker } from "../../src/backend.ts";
import { regionsAlone } from "../../src/cpu/regions.ts";
import { type Gpu, type WarmGpu, warm } from "../../src/gpu/device.ts";
import { manyOnGpu } from "../../src/gpu/many/worker.ts";
import type { RegionPrecision } from "../../src/gpu/region-shader.ts";
import { makeIntegrandRule } from "../../src/quadrature/integrands/integrand-rule.ts";
import { firstRegions } from "../../src/quadrature/regions/first.ts";
import { adapt } from "../../src/run/accuracy/adaptive.ts";
import { onDevice } from "../../src/run/accuracy/on-device.ts";
import { NO_PAUSES } from "../../src/run/accuracy/separately.ts";
import { namesOf } from "../genz.ts";
import { manyDomain, workOf } from "../many-work.ts";

const provider = { ...nodeProvider(), spawn: spawnWorker };
const opened: Gpu[] = [];
const open = async () => {
  const gpu = await provider.openDevice();
  opened.push(gpu);
  return warm(gpu);
};
let shared: Promise<WarmGpu> | null = null;
const device = () => {
  shared ??= open();
  return shared;
};
afterAll(() => {
  for (const gpu of opened) gpu.release();
});

type Domain = ReturnType<typeof manyDomain>;
type Options = Partial<Parameters<typeof manyOnGpu>[0]>;

const sum = (n: number, term: (name: string, k: number) => string) => namesOf(n).map(term).join("+");
const cpu = (integrand: Domain) => regionsAlone(makeIntegrandRule(integrand), NO_PAUSES);
const gpu = (integrand: Domain, precision: RegionPrecision, options: Options = {}) =>
  manyOnGpu({ integrand, precision, device, rest: cpu(integrand), host, onNote() {}, ...options });

const GAUSSIAN = manyDomain(4, `exp(-(${sum(4, (x) => `${x}^2`)}))`, "0,2");

/** The first of these regions, measured. */
async function listOf(integrand: Domain, worker: Pick<RegionWorker, "measure">, count: number) {
  const regions = workOf(integrand).regions.slice(0, count);
  const measures = await worker.measure(regions);
  return regions.map(
    (region, k): Listed => ({ region, measure: measures[k] as Listed["measure"], depth: 0 }),
  );
}

/** Halves about half of a list, again and again, and returns the bits of what there is then. */
async function halved(list: RegionList, times: number, between?: () => Promise<void>) {
  const bits: ListTotals[] = [];
  for (let k = 0; k < times; k++) {
    const totals = await list.totals();
    bits.push(totals);
    let least = totals.open.length;
    let splits = 0;
    while (splits < totals.count / 2) splits += totals.open[--least] as number;
    await between?.();
    await list.split(least, splits);
  }
  return { bits, listed: await list.listed() };
}

describe.each(["f32", "df64"] as const)("in %s", (precision: RegionPrecision) => {
  const cases: (readonly [name: string, integrand: Domain, exact: number])[] = [
    ["over all space", manyDomain(4, `exp(-(${sum(4, (x) => `${x}^2`)}))`, "-inf,inf"), Math.PI ** 2],
    [
      "kinks at places that f32 does not have",
      manyDomain(4, `exp(-(${sum(4, (x) => `3*abs(${x}-0.3)`)}))`, "0,1"),
      ((2 - Math.exp(-0.9) - Math.exp(-2.1)) / 3) ** 4,
    ],
    // The integral of (exp(y) - 1) / y over [0, 1] is Ei(1) - γ.
    [
      "a singular end, where nodes pile up",
      manyDomain(4, "sqrt(x01)*exp(x02*x03)+x04^0.25", "0,1"),
      (2 / 3) * 1.3179021514544038 + 0.8,
    ],
  ];

  it.each(precision === "f32" ? cases : cases.slice(1, 2))(
    "%s: claims hold",
    async (_, integrand, exact) => {
      const worker = gpu(integrand, precision);
      const wanted = { relative: 1e-7, absolute: 0, maxEvaluations: 1e5 };
      const seen: number[] = [];
      const adapted = await adapt(integrand, firstRegions(integrand), wanted, worker, {
        onDevice: (task) => onDevice({ ...task, worth: 32 }),
        onPass: ({ passes }) => seen.push(passes),
      });
      expect(worker.onDevice).toBeGreaterThan(adapted.evaluations / 2);
      // A look between the nodes ends it.
      expect(adapted.evaluations).toBeLessThanOrEqual(1.05 * wanted.maxEvaluations);
      expect(Math.abs(adapted.integral - exact)).toBeLessThanOrEqual(adapted.error);
      expect(adapted.error).toBeLessThan(1e-2 * exact);
      expect(Math.max(...seen)).toBe(adapted.passes);
      worker.close();
    },
    60_000,
  );

  it("a list has the same bits in submits of any size", async () => {
    const list = await listOf(GAUSSIAN, cpu(GAUSSIAN), 150);
    const plain = gpu(GAUSSIAN, precision);
    const expected = await halved((await plain.list?.(list)) as RegionList, 2);
    expect(expected.listed.length).toBeGreaterThan(300);
    const { count, value, error } = expected.bits.at(-1) as ListTotals;
    expect(expected.listed.length).toBeGreaterThan(count);
    expect(error).toBeGreaterThan(0);
    expect(
      Math.abs(value / expected.listed.reduce((all, { measure }) => all + measure.value, 0) - 1),
    ).toBeLessThan(1e-5);
    // Every submit seems to take minutes, so that the next one is as small as can be.
    let now = 0;
    const late = { ...host, now: () => (now += 1e5) };
    const small = gpu(GAUSSIAN, precision, { host: late });
    expect(await halved((await small.list?.(list)) as RegionList, 2)).toEqual(expected);
    for (const one of [plain, small]) one.close();
  }, 60_000);
});

it("a list has the same bits on a device that takes a lost one's place", async () => {
  const list = await listOf(GAUSSIAN, cpu(GAUSSIAN), 150);
  const plain = gpu(GAUSSIAN, "f32");
  const expected = await halved((await plain.list?.(list)) as RegionList, 2);
  let latest = open();
  let losses = 0;
  const lossy = gpu(GAUSSIAN, "f32", {
    device: () => latest,
    onNote() {
      losses++;
      latest = open();
    },
  });
  const between = async () => {
    if (losses < 1) (await latest).device.destroy();
  };
  expect(await halved((await lossy.list?.(list)) as RegionList, 2, between)).toEqual(expected);
  expect(losses).toBe(1);
  for (const one of [plain, lossy]) one.close();
}, 60_000);

it("errors that are not those of f64 are refused, with the adapter's name", async () => {
  const f = manyDomain(4, `cos(3*(${sum(4, (x) => x)}))`, "0,1");
  const rest = cpu(f);
  const wrong: RegionWorker = {
    ...rest,
    measure: async (regions) =>
      (await rest.measure(regions)).map((one) => ({ ...one, agreed: 2 * (one.agreed as number) })),
  };
  const worker = gpu(f, "f32", { rest: wrong });
  const list = (await worker.list?.(await listOf(f, rest, 100))) as RegionList;
  await expect(list.totals()).rejects.toThrow(
    /cannot do f32: values or errors are wrong in a list of regions; use -b threads/,
  );
  worker.close();
});

it("no device takes what may be infinite, or numbers that f32 does not hold", async () => {
  for (const [f, isTaken] of [
    ["exp(x01*x02*x03*x04)", true],
    ["1e-25*exp(x01*x02*x03*x04)", false],
    ["1/(x01+x02+x03-1.5*x04)", false],
  ] as const) {
    const integrand = manyDomain(4, f, "0,1");
    const worker = gpu(integrand, "f32");
    const list = await worker.list?.(await listOf(integrand, cpu(integrand), 16));
    expect(list !== null).toBe(isTaken);
    worker.close();
  }
});

it("regions of which f32 overflows on the way are left as they were", async () => {
  const integrand = manyDomain(4, "exp(x01*x02*x03*x04)*1e30*1e20/1e30/1e20", "0,1");
  const worker = gpu(integrand, "f32");
  const before = await listOf(integrand, cpu(integrand), 40);
  const list = (await worker.list?.(before)) as RegionList;
  const { open } = await list.totals();
  await list.split(
    0,
    open.reduce((all, one) => all + one),
  );
  const after = await list.listed();
  expect(after.map(({ region }) => region)).toEqual(before.map(({ region }) => region));
  for (const [k, { measure }] of after.entries())
    expect(measure.value / (before[k] as Listed).measure.value).toBeCloseTo(1, 12);
  // None of them is tried again.
  expect((await list.totals()).open.every((count) => count === 0)).toBe(true);
  worker.close();
});

describe("what is halved on a device", () => {
  /** A list in numbers alone: errors 2^k of so many regions each, where a class is an octave. */
  function counting(counts: number[], room: number) {
    const asked: { least: number; splits: number }[] = [];
    const classes = Uint32Array.from(counts);
    const list: RegionList = {
      room,
      evaluations: 50,
      beyond: (k) => 2 ** (k + 1),
      totals: async () => ({
        count: classes.reduce((all, one) => all + one),
        value: 0,
        size: 1,
        error: classes.reduce((all, one, k) => all + one * 2 ** k, 0),
        classes,
        open: classes,
      }),
      async split(least, splits) {
        asked.push({ least, splits });
        classes.fill(0, least);
        classes[0] = (classes[0] as number) + 2 * splits;
      },
      listed: async () => [],
      close() {},
    };
    const run = async (absolute: number, maxEvaluations: number) => {
      const wanted = { relative: 0, absolute, maxEvaluations };
      const task = {
        list: [],
        splits: 1,
        worth: 1,
        wanted,
        worker: { list: async () => list },
        evaluations: 0,
      };
      const passes = onDevice({ ...task, stopped: () => null });
      let next = await passes.next();
      while (!next.done) next = await passes.next();
      return { asked, short: next.value?.short };
    };
    return { run };
  }

  it("leaves those that have less than half of what is allowed together, and stops once the rest is allowed", async () => {
    // 100 errors below 2 and 10 below 4 are less than 250, 10 more below 8 may not be.
    const { run } = counting([100, 10, 10, 5, 1], 1e6);
    expect(await run(500, 1e9)).toEqual({ asked: [], short: null });
    expect(await counting([100, 10, 10, 50, 10], 1e6).run(500, 1e9)).toEqual({
      asked: [{ least: 2, splits: 70 }],
      short: null,
    });
  });

  it("leaves the smaller errors where room or values of f are short", async () => {
    const counts = [100, 10, 10, 50, 10];
    const roomFor20 = await counting(counts, 200).run(1, 1e9);
    expect(roomFor20.asked[0]).toEqual({ least: 4, splits: 10 });
    expect(roomFor20.short).toBe("room");
    const valuesFor65 = await counting(counts, 1e6).run(1, 6500);
    expect(valuesFor65).toEqual({ asked: [{ least: 3, splits: 60 }], short: "values" });
    expect(await counting(counts, 185).run(1, 1e9)).toEqual({ asked: [], short: "room" });
  });
});
