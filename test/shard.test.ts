import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { host } from "../node/host.ts";
import type { Open } from "../src/backend.ts";
import { openSerial } from "../src/cpu/serial.ts";
import type { RuleName } from "../src/problem/grid.ts";
import { onGrid, type Problem, prepare } from "../src/problem/problem.ts";
import { makePlan, shareOf } from "../src/quadrature/grid/plan.ts";
import { integrate } from "../src/run/grid/integrate.ts";
import { type PartialDocument, partialLine } from "../src/run/grid/partial-document.ts";
import { readPartialDocument } from "../src/run/grid/read-partial.ts";
import { integrateShard } from "../src/run/grid/shard.ts";
import { merge as mergeAny, type Part } from "../src/run/merge.ts";
import type { Result } from "../src/run/result.ts";
import { cosineSum, GRIDS, TOLERANCE } from "./truth.ts";

const merge = (parts: readonly Part[], exact?: number) => mergeAny(parts, exact) as Result;

// 6 x 2 tiles, ragged at both edges.
const problem = prepare({ f: "exp(x)*cos(y)", n: 700 });
const open: Open = (plan) => openSerial(plan, host);
const whole = await integrate(problem, open, host);

/** The same problem over another rectangle. */
function withLimits([a, b]: [string, string], [c, d]: [string, string]): Problem {
  const variables = [
    { name: "x", from: a, to: b },
    { name: "y", from: c, to: d },
  ];
  return { ...problem.problem, variables };
}
const reversed = { ...problem.problem, variables: [...problem.problem.variables].reverse() };

/** The M parts, as if read from files. */
const partsOf = (m: number, of = problem): Promise<Part[]> =>
  Promise.all(
    Array.from({ length: m }, async (_, k) => {
      const document = await integrateShard(makePlan(of), [k + 1, m], open, host);
      return { name: `part.${k + 1}`, document: readPartialDocument(partialLine(document)) };
    }),
  );

describe("shares of a plan", () => {
  it("cover all tiles once, in order, in sizes that differ by at most one", () => {
    const sides = fc.integer({ min: 1, max: 1_000_000 });
    fc.assert(
      fc.property(
        sides,
        sides,
        fc.integer({ min: 0, max: 50 }),
        fc.integer({ min: 1, max: 5000 }),
        (nx, ny, nz, m) => {
          const box = {
            f: "1",
            x: "0,1",
            y: "0,1",
            z: "0,1",
            nx,
            nz,
            ny: Math.min(1_000_000, Math.ceil(1e9 / nx)),
          };
          const plan = makePlan(prepare(nz ? box : { nx, ny }));
          const shares = Array.from({ length: m }, (_, k) => shareOf(plan, [k + 1, m]));
          expect(shares.map(({ first }) => first)).toEqual([0, ...shares.slice(0, -1).map(({ end }) => end)]);
          expect(shares.at(-1)?.end).toBe(plan.tiles);
          const sizes = shares.map(({ first, end }) => end - first);
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
          for (const { first, end } of shares) if (first === end) expect(first).toBe(plan.tiles);
        },
      ),
    );
  });

  it("of a plan with fewer tiles than shares have one tile each, then none", () => {
    const plan = makePlan(prepare({ n: 100 }));
    expect(plan.tiles).toBe(1);
    expect(shareOf(plan, [1, 3])).toEqual({ first: 0, end: 1 });
    expect(shareOf(plan, [2, 3])).toEqual({ first: 1, end: 1 });
    expect(shareOf(plan, [3, 3])).toEqual({ first: 1, end: 1 });
  });
});

describe("merged parts", () => {
  it.each([1, 2, 3, 7, 12, 13, 40])("have the bits of one run: %i parts, in any order", async (m) => {
    const parts = await partsOf(m);
    for (const order of [parts, [...parts].reverse(), [...parts.slice(m >> 1), ...parts.slice(0, m >> 1)]]) {
      const {
        integral,
        parts: count,
        cells,
        evaluations,
        resumed,
        problem: same,
        backend,
        precision,
      } = merge(order);
      expect(integral).toBe(whole.integral);
      expect({ count, cells, evaluations, resumed, same, backend, precision }).toEqual({
        count: m,
        cells: 490_000,
        evaluations: 490_000,
        resumed: 0,
        same: problem.problem,
        backend: "serial",
        precision: "f64",
      });
    }
  });

  it.each(GRIDS)("have the bits of one run in $name", async ({ problem: other, sum }) => {
    const { integral, evaluations } = await integrate(other, open, host);
    expect(Math.abs(integral - sum)).toBeLessThanOrEqual(1e-15);
    for (const m of [1, 3, 7]) {
      const merged = merge((await partsOf(m, other)).reverse());
      expect([merged.integral, merged.evaluations, merged.problem]).toEqual([
        integral,
        evaluations,
        other.problem,
      ]);
    }
  });

  it("have the known sum, and the known value of the lesson's problem", async () => {
    const parts = await partsOf(5, prepare({ f: "cos(x+y)", n: 1000 }));
    expect(Math.abs(merge(parts).integral - cosineSum(1000))).toBeLessThanOrEqual(TOLERANCE.f64);
    expect(merge(parts, -4)).toMatchObject({ exact: -4 });
    // The exact value of the lesson's problem is built in.
    expect(merge(await partsOf(2, prepare({ n: 300 }))).exact).toBe(0);
  });

  it("have the sum of the times, and no rate for cells without a time", async () => {
    const parts = await partsOf(3);
    const timed = parts.map(({ name, document }, k) => {
      const seconds = { total: 3, setup: 1, compute: 2, kernel: null };
      return { name, document: k === 2 ? { ...document, resumed: 1000, seconds } : { ...document, seconds } };
    });
    expect(merge(timed)).toMatchObject({
      seconds: { total: 9, setup: 3, compute: 6, kernel: null },
      resumed: 1000,
      cellsPerSecond: Math.round(489_000 / 6),
    });
    const [{ document, ...first }, ...rest] = timed as [Part, Part, Part];
    const { seconds: _, ...untimed } = document;
    const plan = makePlan(problem);
    const merged = merge([{ ...first, document: untimed }, ...rest]);
    expect(merged.seconds.compute).toBe(4);
    expect(plan.tiles).toBe(12);
    // Tiles 0 to 3: 512 rows of 128 columns each.
    expect(merged.resumed).toBe(1000 + 4 * 128 * 512);
  });

  it("may be lines of checkpoints", async () => {
    const [{ document }] = (await partsOf(1)) as [Part];
    const cut = [0, 5, 6, 12];
    const lines = cut.slice(1).map((end, k) => {
      const first = cut[k] as number;
      const { seconds: _, ...rest } = document;
      const partials = document.partials.slice(first, end);
      return {
        name: `line ${k + 1}`,
        document: { ...rest, shard: null, tiles: [first, end], partials } as const,
      };
    });
    expect(merge(lines).integral).toBe(whole.integral);
    expect(() => merge([...lines.slice(0, 1), ...lines.slice(2)])).toThrow("tile 5 is missing");
    expect(() => merge(lines.slice(0, 2))).toThrow("tiles 6 to 11 are missing");
    expect(() => merge([...lines, ...lines.slice(1, 2)])).toThrow(
      "tile 5 is there twice: in line 2 and line 2",
    );
  });
});

describe("merging", async () => {
  const parts = await partsOf(4);
  const named = (k: number, change: Partial<PartialDocument>): Part => {
    const { name, document } = parts[k] as Part;
    return { name, document: { ...document, ...change } };
  };
  const adapter = {
    ...{ name: "A", vendor: "v", architecture: "a", driver: "1", software: false, api: "vulkan" },
    variant: "xor",
  };
  const onGpu = parts.map(({ name, document }) => ({
    name,
    document: { ...document, backend: "gpu" as const, precision: "f32" as const, adapter },
  }));
  const other = (change: object): Part[] => [
    ...onGpu.slice(0, 3),
    { name: "odd", document: { ...(onGpu[3] as Part).document, ...change } },
  ];

  it.each<[string, Part[], string]>([
    ["a missing part", parts.toSpliced(2, 1), "part 3/4 is missing"],
    ["several missing parts", parts.slice(3), "parts 1/4, 2/4, 3/4 are missing"],
    [
      "a duplicate part",
      [...parts, { ...(parts[1] as Part), name: "copy" }],
      "part 2/4 is there twice: in part.2 and copy",
    ],
    [
      "another integrand",
      [...parts.slice(1), named(0, { problem: { ...problem.problem, f: "x" } })],
      "part.1 does not belong to part.2: f is x in part.1 and exp(x)*cos(y) in part.2",
    ],
    [
      "another grid",
      [...parts.slice(1), named(0, { problem: onGrid(problem, [9, 700]).problem })],
      "n is 9 x 700 in part.1 and 700 x 700",
    ],
    [
      "another rule",
      [...parts.slice(1), named(0, { problem: onGrid(problem, [700, 700], "gauss2").problem })],
      "rule is gauss2 in part.1 and midpoint",
    ],
    [
      "another limit",
      [...parts.slice(1), named(0, { problem: withLimits(["0", "1"], ["0", "pi"]) })],
      "variables is x=0,1 y=0,pi in part.1 and x=0,pi y=0,pi",
    ],
    [
      "another backend",
      [...parts.slice(1), named(0, { backend: "threads" })],
      "backend is threads in part.1 and serial",
    ],
    ["another precision", other({ precision: "df64" }), "precision is df64 in odd and f32 in part.1"],
    [
      "another GPU",
      other({ adapter: { ...adapter, architecture: "b" } }),
      "adapter is v b 1 xor in odd and v a 1 xor",
    ],
    ["another driver", other({ adapter: { ...adapter, driver: "2" } }), "adapter is v a 2 xor in odd"],
    ["other guards", other({ adapter: { ...adapter, variant: "plain" } }), "adapter is v a 1 plain in odd"],
    [
      "another WebGPU implementation",
      other({ host: { ...host.info, webgpu: "wgpu" } }),
      "WebGPU implementation is wgpu in odd",
    ],
    [
      "another Math.pow",
      [...parts.slice(1), named(0, { host: { ...host.info, math: "0" } })],
      "JavaScript's mathematics is 0 in part.1",
    ],
    ["another version", [...parts.slice(1), named(0, { version: "9" })], "version is 9 in part.1"],
    ["no parts", [], "there are no parts to merge"],
  ])("refuses %s", (_, some, message) => {
    expect(() => merge(some)).toThrow(expect.objectContaining({ code: "parts" }));
    expect(() => merge(some)).toThrow(message);
  });

  it("checks FNV-1a of the line without its checksum", () => {
    // Fowler, Noll and Vo's reference values for the empty text, "a" and "foobar".
    const hashOf = (text: string) => {
      let hash = 0x811c9dc5n;
      for (const byte of Buffer.from(text)) hash = ((hash ^ BigInt(byte)) * 16_777_619n) & 0xffff_ffffn;
      return hash.toString(16).padStart(8, "0");
    };
    expect(["", "a", "foobar"].map(hashOf)).toEqual(["811c9dc5", "e40c292c", "bf9cf968"]);
    const { document } = parts[0] as Part;
    const line = partialLine({ ...document, host: { ...document.host, cpu: "any" } }).trimEnd();
    const [found, checksum] = /"checksum":"([0-9a-f]{8})",/.exec(line) as unknown as [string, string];
    expect(checksum).toBe(hashOf(line.replace(found, "")));
  });

  it("accepts other names of equal GPUs, threads and hosts, which give the same bits", () => {
    const hosts = { ...host.info, cores: 99, os: "other", runtime: "node 99" };
    expect(merge(other({ adapter: { ...adapter, name: "B" }, threads: 7, host: hosts })).integral).toBe(
      whole.integral,
    );
  });

  const { document } = parts[1] as Part;
  const line = partialLine(document);
  const changed = (change: object) => partialLine({ ...document, ...change });
  /** As version 0.1 wrote it. */
  const schemaOne = (schema: number) => {
    const { f } = problem.problem;
    return changed({
      schema,
      problem: { f, x: [0, Math.PI], y: [0, Math.PI], nx: 700, ny: 700, rule: "midpoint" },
    });
  };
  it.each<[string, string, string]>([
    ["that is truncated", line.slice(0, -20), "it is truncated or not JSON"],
    ["that is empty", "", "it is truncated or not JSON"],
    ["that is an empty object", "{}", "it is not a partial document"],
    ["that is null", "null", "it is not a partial document"],
    ["that is a result document", JSON.stringify(whole), "it is not a partial document"],
    [
      "with an edited sum",
      line.replace(/\d(?=\]\})/, (digit) => `${9 - Number(digit)}`),
      "its checksum does not match",
    ],
    ["with an edited integrand", line.replace("exp(x)", "exp(y)"), "its checksum does not match"],
    ["with another checksum", line.replace(/(?<="checksum":")./, "x"), "its checksum does not match"],
    ["without a checksum", JSON.stringify(document), "it has no checksum"],
    [
      "without a partial sum",
      changed({ partials: document.partials.slice(1) }),
      "not one finite number per tile",
    ],
    ["with null for a sum", changed({ partials: [1, null, 2] }), "not one finite number per tile"],
    [
      "with tiles beyond the plan",
      changed({ tiles: [11, 14], shard: null }),
      "it has tile 13, but the problem has 12 tiles",
    ],
    ["with tiles of another part", changed({ tiles: [0, 3] }), "its tiles are not those of part 2/4"],
    ["with an impossible part", changed({ shard: [5, 4] }), "5/4 is not a part"],
    ["of a newer schema", changed({ schema: 3 }), "its schema is 3; this version reads schema 2"],
    ["of schema 1", schemaOne(1), "it was made by an earlier version (schema 1)"],
    ["of another version", changed({ version: "0.0.1" }), "it is from version 0.0.1; this is"],
    [
      "with too many cells",
      changed({ problem: { ...problem.problem, method: { ...problem.problem.method, n: [1e9, 1] } } }),
      "n = 1000000000: must be a whole number of cells",
    ],
    ["of an invalid integrand", changed({ problem: { ...problem.problem, f: "x+" } }), "unexpected end"],
    [
      "of an unknown rule",
      changed({ problem: onGrid(problem, [700, 700], "gauss17" as RuleName).problem }),
      "rule = gauss17: must be midpoint, trapezoid, simpson, or gauss2 to gauss16",
    ],
    [
      "of an unknown method",
      changed({ problem: { ...problem.problem, method: { kind: "accuracy" } } }),
      "its method is not a grid",
    ],
    [
      "with a side too few",
      changed({ problem: onGrid(problem, [700]).problem }),
      "its n is not one number a variable",
    ],
    [
      "with a limit that is no text",
      changed({ problem: withLimits([0 as never, "1"], ["0", "1"]) }),
      "no variables with limits",
    ],
    [
      "with an invalid limit",
      changed({ problem: withLimits(["0", "x"], ["0", "1"]) }),
      "a limit of x cannot depend on x",
    ],
    ["with variables out of order", changed({ problem: reversed }), "its variables are not in order"],
    ["with text for a part", changed({ shard: "2/4" }), "its shard cannot be 2/4"],
    ["with true for a part", changed({ shard: true }), "its shard cannot be true"],
    [
      "with text for seconds",
      changed({ seconds: { total: 1, setup: 0, compute: "1", kernel: null } }),
      "its seconds cannot be",
    ],
    ["with empty seconds", changed({ seconds: {} }), "its seconds cannot be {}"],
    ["with text for cells", changed({ resumed: "5" }), "its resumed cannot be 5"],
    ["with an adapter on the CPU", changed({ adapter: 5 }), "its adapter cannot be 5"],
    ["without an adapter on the GPU", changed({ backend: "gpu" }), "its adapter cannot be null"],
    ["with an empty adapter", changed({ backend: "gpu", adapter: {} }), "its adapter cannot be {}"],
    ["by an unknown backend", changed({ backend: { toString: 1 } }), "its backend cannot be {"],
    ["with text for its schema", changed({ schema: "2" }), "its schema is 2; this version reads schema 2"],
    ["with a long version", changed({ version: "9".repeat(1e6) }), "it is from version "],
    [
      "with a control character in its host",
      changed({ host: { ...host.info, runtime: "node\u0007" } }),
      "its host cannot be",
    ],
    ["with fractional tiles", changed({ tiles: [3.5, 6.5], shard: null }), "its tiles cannot be [3.5,6.5]"],
    ["with one end of the tiles", changed({ tiles: [3] }), "its tiles cannot be [3]"],
    ["without a problem", changed({ problem: undefined }), "its problem has no f"],
    [
      "without limits",
      changed({ problem: { ...problem.problem, variables: [] } }),
      "its problem has no variables with limits",
    ],
  ])("refuses a line %s", (_, text, message) => {
    const error = (() => {
      try {
        return readPartialDocument(text);
      } catch (caught) {
        return caught as Error;
      }
    })() as Error;
    expect(error.message).toContain(message);
    expect(error.message.length).toBeLessThan(200);
  });
});
