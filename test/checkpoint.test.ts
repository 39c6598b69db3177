import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openCheckpoint } from "../node/checkpoint-file.ts";
import { host } from "../node/host.ts";
import { openSerial } from "../src/cpu/serial.ts";
import { type Prepared, type ProblemOptions, prepare } from "../src/problem/problem.ts";
import { makePlan, type Plan, shareOf } from "../src/quadrature/grid/plan.ts";
import { type Store, withCheckpoint } from "../src/run/grid/checkpoint.ts";
import { integrate } from "../src/run/grid/integrate.ts";
import { makeLedger } from "../src/run/grid/ledger.ts";
import { type PartialDocument, partialLine } from "../src/run/grid/partial-document.ts";
import { readPartialDocument } from "../src/run/grid/read-partial.ts";
import { integrateShard } from "../src/run/grid/shard.ts";
import { merge } from "../src/run/merge.ts";
import { GRIDS } from "./truth.ts";

const folder = mkdtempSync(join(tmpdir(), "gpu-integrate-checkpoint-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = () => join(folder, `${files++}.jsonl`);

const options = { f: "exp(x)*cos(y)", n: 1500 };
const problem = prepare(options);
const whole = integrate(problem, (plan) => openSerial(plan, host), host);

/** Runs with this checkpoint file until this fraction of the cells is done. */
async function run(name: string, part = 1, other: Prepared = problem) {
  const store = openCheckpoint(name);
  const controller = new AbortController();
  try {
    return await integrate(other, (plan) => openSerial(plan, { ...host, pause: async () => {} }), host, {
      wrap: (open) => withCheckpoint(store, open, host, {}),
      signal: controller.signal,
      onProgress: ({ done, total }) => done > part * total && controller.abort(new Error("enough")),
    });
  } finally {
    store.close();
  }
}

/** A changed line of a finished file. */
async function partOf(change: (line: string) => string): Promise<string> {
  const name = newFile();
  await run(name);
  return change(readFileSync(name, "utf8").split("\n")[0] as string);
}

describe("a checkpoint", () => {
  it("resumes an interrupted run, with the same bits", async () => {
    const name = newFile();
    for (const part of [0.2, 0.5, 0.8]) await run(name, part).catch(() => null);
    const kept = readFileSync(name, "utf8").trimEnd().split("\n");
    expect(kept.length).toBeGreaterThan(0);
    const { integral, resumed } = await run(name);
    expect(integral).toBe((await whole).integral);
    expect(resumed).toBeGreaterThan(0);
    // A complete checkpoint leaves nothing to compute.
    const again = await run(name);
    expect([again.integral, again.resumed]).toEqual([integral, 1500 * 1500]);
    expect(existsSync(`${name}.lock`)).toBe(false);
  });

  it.each(GRIDS)("resumes in $name, with the same bits", async ({ problem: other }) => {
    const { integral, evaluations } = await integrate(other, (plan) => openSerial(plan, host), host);
    const name = newFile();
    for (const part of [0.2, 0.6]) await run(name, part, other).catch(() => null);
    const second = await run(name, 1, other);
    expect(second.integral).toBe(integral);
    expect(second.resumed).toBeGreaterThan(0);
    const third = await run(name, 1, other);
    expect([third.integral, third.resumed]).toEqual([integral, evaluations]);
  });

  it("of schema 1 is refused by name and left unchanged", async () => {
    const line = await partOf((whole) => whole);
    const { checksum: _, partials, ...document } = JSON.parse(line);
    const old = partialLine({ ...document, schema: 1, partials } as PartialDocument);
    const name = newFile();
    writeFileSync(name, old);
    const advice =
      "line 1 cannot be read: it was made by an earlier version (schema 1): make it again with this one";
    await expect(run(name)).rejects.toMatchObject({ code: "usage", advice });
    expect(readFileSync(name, "utf8")).toBe(old);
  });

  it("may end in a partial line, truncated anywhere", async () => {
    const name = newFile();
    await run(name);
    const text = readFileSync(name, "utf8");
    for (const length of [1, text.length >> 1, text.length - 1]) {
      writeFileSync(name, text.slice(0, length));
      expect((await run(name)).integral).toBe((await whole).integral);
      expect(readFileSync(name, "utf8").endsWith("\n")).toBe(true);
    }
  });

  it("of another run is refused, naming the difference", async () => {
    const name = newFile();
    await run(name);
    const others: [ProblemOptions, string][] = [
      [{ f: "exp(x)" }, "f is exp(x)*cos(y) there and exp(x) here"],
      [{ x: [0, 1], y: "0,pi" }, "variables is x=0,pi y=0,pi there and x=0,1 y=0,pi here"],
      [{ ny: 1501 }, "n is 1500 x 1500 there and 1500 x 1501 here"],
      [{ rule: "gauss2" }, "rule is midpoint there and gauss2 here"],
    ];
    for (const [change, difference] of others) {
      await expect(run(name, 1, prepare({ ...options, ...change }))).rejects.toMatchObject({
        code: "usage",
        advice: `this file is from a different run: ${difference}`,
      });
    }
  });

  it("that is not a checkpoint is refused and left unchanged", async () => {
    for (const text of ["hello\n", "{}\n", '{"schema":2,"tiles":[0,2],"partials":[1]}\n']) {
      const name = newFile();
      writeFileSync(name, text);
      await expect(run(name)).rejects.toMatchObject({
        code: "usage",
        advice: expect.stringMatching(/^line 1 cannot be read/),
      });
      expect(readFileSync(name, "utf8")).toBe(text);
    }
    await expect(run(folder)).rejects.toMatchObject({
      advice: expect.stringContaining("not a regular file"),
    });
    await expect(run("/dev/full")).rejects.toMatchObject({
      advice: expect.stringContaining("not a regular file"),
    });
    await expect(run(join(folder, "none/here"))).rejects.toMatchObject({ code: "usage" });
  });

  it("that is another file is refused and left unchanged, even without a final newline", async () => {
    const result = JSON.stringify(await whole);
    const edited = await partOf((line) => line.replace(/\d(?=\]\})/, (digit) => `${9 - Number(digit)}`));
    for (const text of [
      "my only copy",
      "{",
      " ",
      "\0\0",
      '{"schema":1',
      '{"schema":2,"version":"0',
      result,
      edited,
    ]) {
      const name = newFile();
      writeFileSync(name, text);
      // A possible beginning of a document counts as a truncated line.
      if ('{"schema":2,"version":"0'.startsWith(text)) expect((await run(name)).resumed).toBe(0);
      else await expect(run(name)).rejects.toMatchObject({ code: "usage" });
      if (text === "my only copy") expect(readFileSync(name, "utf8")).toBe(text);
    }
  });

  it("with a damaged line is refused and left unchanged", async () => {
    const name = newFile();
    await run(name);
    const text = readFileSync(name, "utf8").replace(/\d(?=\]\})/, (digit) => `${9 - Number(digit)}`);
    writeFileSync(name, text);
    const advice = "line 1 cannot be read: its checksum does not match: it was changed or damaged";
    await expect(run(name)).rejects.toMatchObject({ code: "usage", advice });
    expect(readFileSync(name, "utf8")).toBe(text);
  });

  it("with a duplicate or unknown tile is refused", async () => {
    const name = newFile();
    await run(name);
    const line = readFileSync(name, "utf8").split("\n")[0] as string;
    const document = readPartialDocument(line);
    const [first, end] = document.tiles;
    const beyond = partialLine({ ...document, tiles: [first + 1000, end + 1000] });
    for (const [more, why] of [
      [line, `this file does not match this run: the file has tile ${first} twice`],
      [
        beyond.trimEnd(),
        `line 2 cannot be read: it has tile ${end + 999}, but the problem has ${makePlan(problem).tiles} tiles`,
      ],
    ]) {
      writeFileSync(name, `${line}\n${more}\n`);
      const advice = why;
      await expect(run(name)).rejects.toMatchObject({ code: "usage", advice });
    }
  });

  it("of one part is refused by another part", async () => {
    const name = newFile();
    const part = async (k: number, stopped = false) => {
      const store = openCheckpoint(name);
      const onProgress = ({ done, total }: { done: number; total: number }) => {
        if (stopped && 3 * done > total) throw new Error("enough");
      };
      const share = shareOf(makePlan(problem), [k, 2]);
      const open = withCheckpoint(store, (plan: Plan) => openSerial(plan, host), host, { share });
      return integrateShard(makePlan(problem), [k, 2], open, host, { onProgress }).finally(() =>
        store.close(),
      );
    };
    await expect(part(2, true)).rejects.toThrow("enough");
    await expect(part(1)).rejects.toMatchObject({
      code: "usage",
      advice: expect.stringContaining("this run covers tiles 0 to 17"),
    });
    const resumed = await part(2);
    expect(resumed.resumed).toBeGreaterThan(0);
    rmSync(name);
    expect((await part(2)).partials).toEqual(resumed.partials);
    rmSync(name);
    // The checkpoint of one part and the document of the other merge into the whole.
    const first = await part(1);
    const lines = readFileSync(name, "utf8").trimEnd().split("\n");
    const kept = lines.map((line, k) => ({ name: `line ${k + 1}`, document: readPartialDocument(line) }));
    const merged = merge([{ name: "second", document: resumed }, ...kept]);
    expect(first.partials).toHaveLength(18);
    expect(merged.integral).toBe((await whole).integral);
  });

  describe("lock", () => {
    /** Plants a lock held by this process, with these changes, and this many seconds old. */
    function plant(name: string, change: object, seconds = 0) {
      const store = openCheckpoint(name);
      const [token = ""] = readdirSync(`${name}.lock`);
      const holder = JSON.parse(readFileSync(join(`${name}.lock`, token), "utf8"));
      store.close();
      mkdirSync(`${name}.lock`);
      const file = join(`${name}.lock`, token);
      writeFileSync(file, JSON.stringify({ ...holder, ...change }));
      const then = new Date(Date.now() - seconds * 1000);
      utimesSync(file, then, then);
    }
    /** Whether the checkpoint can be opened; closes it again. */
    function opens(name: string) {
      openCheckpoint(name).close();
      expect(existsSync(`${name}.lock`)).toBe(false);
    }

    it("allows one holder at a time, by any path", () => {
      const name = newFile();
      const first = openCheckpoint(name);
      const link = newFile();
      symlinkSync(name, link);
      for (const one of [name, link]) {
        expect(() => openCheckpoint(one)).toThrow(
          `process ${process.pid} is using it: wait for that run, or use another file (lock ${name}.lock)`,
        );
      }
      first.close();
      opens(name);
    });

    it("is never taken from a living process, however old it is", () => {
      const name = newFile();
      plant(name, {}, 3600);
      expect(() => openCheckpoint(name)).toThrow(`process ${process.pid} is using it`);
      rmSync(`${name}.lock`, { recursive: true });
      plant(name, { process: 1, started: null }, 3600);
      expect(() => openCheckpoint(name)).toThrow("process 1 is using it");
      rmSync(`${name}.lock`, { recursive: true });
    });

    it("of a dead process is broken at once, even if its process id is in use again", () => {
      const name = newFile();
      plant(name, { process: 999_999_999 });
      opens(name);
      plant(name, { started: "1" });
      opens(name);
    });

    it("of another machine, boot or container is broken after a minute without a heartbeat", () => {
      for (const change of [{ machine: "elsewhere" }, { space: "another" }]) {
        const name = newFile();
        plant(name, change, 50);
        const where = "machine" in change ? "elsewhere" : hostname();
        const advice = `process ${process.pid} on ${where} is using it: if it has ended, wait a minute or remove ${name}.lock`;
        expect(() => openCheckpoint(name)).toThrow(advice);
        rmSync(`${name}.lock`, { recursive: true });
        plant(name, change, 70);
        opens(name);
      }
    });

    it("that was lost keeps this process from writing", async () => {
      const name = newFile();
      await run(name, 0.2).catch(() => null);
      const text = readFileSync(name, "utf8");
      const store = openCheckpoint(name);
      rmSync(`${name}.lock`, { recursive: true });
      const next = openCheckpoint(name);
      expect(() => store.append(store.documents)).toThrow("its lock was taken away");
      store.close();
      expect(() => openCheckpoint(name)).toThrow("is using it");
      next.close();
      expect(readFileSync(name, "utf8")).toBe(text);
    });

    it("that is another file is refused by name and left unchanged", () => {
      const make: ((lock: string) => void)[] = [
        (lock) => writeFileSync(lock, "999999999"),
        (lock) => symlinkSync("/nonexistent/x", lock),
        (lock) => symlinkSync(folder, lock),
        (lock) => execFileSync("mkfifo", [lock]),
        (lock) => cpSync(new URL(".", import.meta.url), lock, { recursive: true }),
      ];
      for (const one of make) {
        const name = newFile();
        one(`${name}.lock`);
        const advice = `${name}.lock is not a lock of this program: move it away, or use another name`;
        expect(() => openCheckpoint(name)).toThrow(advice);
        expect(lstatSync(`${name}.lock`)).toBeTruthy();
        rmSync(`${name}.lock`, { recursive: true });
        opens(name);
      }
      expect(readdirSync(folder).filter((one) => one.includes(".lock"))).toEqual([]);
    });

    it("that is an empty folder has no holder", () => {
      const name = newFile();
      mkdirSync(`${name}.lock`);
      opens(name);
    });
  });

  it("that cannot be written is reported, loses no sums, and is retried", async () => {
    const kept: PartialDocument[] = [];
    let failures = 0;
    const store: Store = {
      name: "full",
      documents: [],
      append(documents) {
        if (failures++ < 2) throw new Error("no space left on device");
        kept.push(...documents);
      },
    };
    const notes: string[] = [];
    // A clock that advances by a second with every reading.
    let clock = 0;
    const hasty = { ...host, now: () => (clock += 1000), pause: async () => {} };
    const onNote = (text: string) => notes.push(text);
    const run = await integrate(problem, (plan) => openSerial(plan, hasty), hasty, {
      wrap: (open) => withCheckpoint(store, open, hasty, { onNote }),
    });
    expect(run.integral).toBe((await whole).integral);
    expect(notes[0]).toBe("cannot write the checkpoint full; continuing without it: no space left on device");
    expect(kept.reduce((sum, { partials }) => sum + partials.length, 0)).toBe(makePlan(problem).tiles);
  });
});

describe("a ledger", () => {
  const plan = makePlan(prepare({ n: 2000 }));

  it("lists missing tiles", () => {
    const ledger = makeLedger(plan);
    expect(ledger.missing()).toEqual([{ first: 0, end: plan.tiles }]);
    ledger.record(3, [1, 1], "x");
    ledger.record(plan.tiles - 1, [1], "x");
    expect(ledger.missing()).toEqual([
      { first: 0, end: 3 },
      { first: 5, end: plan.tiles - 1 },
    ]);
    ledger.record(0, [1, 1, 1], "x");
    ledger.record(5, new Float64Array(plan.tiles - 6), "x");
    expect(ledger.missing()).toEqual([]);
    expect(ledger.done).toBe(2000 * 2000);
    ledger.clear();
    expect([ledger.done, ledger.missing().length]).toEqual([0, 1]);
  });
});
