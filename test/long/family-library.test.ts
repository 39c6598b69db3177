import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { useBrowser } from "../browser.ts";
import { bundle } from "../bundle.ts";
import { useProject } from "../user-project.ts";

const run = promisify(execFile);
const root = new URL("../..", import.meta.url).pathname;

const { folder, write, printed: printedBy } = useProject();
const printed = (text: string) =>
  printedBy(`import { integrate, integrateFamily, openSession } from "gpu-integrate";\n${text}`);

/** J0(1), J0(5) and J0(50): Abramowitz and Stegun, table 9.1; DLMF 10. */
const J0 = [0.7651976865579666, -0.1775967713143383, 0.05581232766925181];
const BESSEL = 'f: "cos(a*sin(t))/pi", variables: { t: "0,pi" }';

describe("integrateFamily in Node", () => {
  it("has typed arrays in and out, on a grid and to an accuracy, and tells of each member", async () => {
    const all = await printed(`
      const seen = [];
      const onMember = ({ index, integral, error, status }) => seen.push([index, integral, Number.isNaN(error), status]);
      const family = { ${BESSEL}, parameters: { a: Float64Array.of(1, 5, 50) }, threads: 1, onMember };
      const results = [
        await integrateFamily({ ...family, n: 100, backend: "serial" }),
        await integrateFamily({ ...family, absoluteTolerance: 1e-12 }),
      ];
      console.log(JSON.stringify(results.map(({ family, problem, status }, k) => ({
        typed: [family.integrals, family.errors, family.parameters.a].every((one) => one instanceof Float64Array),
        integrals: [...family.integrals], errors: [...family.errors], statuses: family.statuses,
        parameters: problem.parameters, kind: problem.method.kind, status, seen: seen.slice(3 * k, 3 * k + 3),
      }))));`);
    const [grid, accuracy] = all;
    for (const { typed, integrals, parameters, seen } of all) {
      expect(typed).toBe(true);
      expect(parameters).toEqual({ a: [1, 5, 50] });
      for (const [k, value] of J0.entries()) expect(Math.abs(integrals[k] - value)).toBeLessThan(1e-12);
      const inOrder = seen.sort(([a]: [number], [b]: [number]) => a - b);
      expect(inOrder.map(([index, integral]: unknown[]) => [index, integral])).toEqual(
        integrals.map((one: number, k: number) => [k, one]),
      );
    }
    expect(grid).toMatchObject({ kind: "grid", status: "done", statuses: ["done", "done", "done"] });
    expect(grid.seen[0].slice(2)).toEqual([true, "done"]);
    expect(accuracy).toMatchObject({ kind: "accuracy", status: "converged" });
    for (const [k, value] of J0.entries())
      expect(Math.abs(accuracy.integrals[k] - value)).toBeLessThanOrEqual(accuracy.errors[k] + 2e-16);
  });

  it("takes texts as the command does, and several parameters", async () => {
    // The perimeter of an ellipse is 4 a E(1 - b^2/a^2).
    const { integrals, parameters, notes, failures } = await printed(`
      const notes = [];
      const { family, failures } = await integrateFamily({
        f: "sqrt(a^2*sin(t)^2+b^2*cos(t)^2)", variables: { t: "0,2*pi" },
        parameters: { a: "1,sqrt(2),2", b: 1 }, onNote: (text, doubt) => notes.push([text, doubt]), threads: 1,
      });
      console.log(JSON.stringify({ integrals: [...family.integrals], parameters: Object.keys(family.parameters), notes, failures }));`);
    expect(parameters).toEqual(["a", "b"]);
    // Abramowitz and Stegun, table 17.1: E(1/2) and E(3/4), to nine decimals.
    const perimeters = [2 * Math.PI, 4 * Math.SQRT2 * 1.350643881, 8 * 1.211056028];
    perimeters.forEach((value, k) => {
      expect(Math.abs(integrals[k] / value - 1)).toBeLessThan(1e-8);
    });
    expect([notes, failures]).toEqual([[], []]);
  });

  it("in a session shares its workers, with the bits of a call alone, and says what to doubt", async () => {
    const { same, notes, closed } = await printed(`
      const session = openSession({ backend: "threads", threads: 2 });
      const notes = [];
      const family = { f: "sqrt(a-x)*y", x: "0,1", y: "0,1", n: 300, parameters: { a: [0, 1, 2] } };
      const both = await Promise.all([
        session.integrateFamily({ ...family, onNote: (text, doubt) => notes.push([text, doubt]) }),
        session.integrateFamily({ ...family, backend: "serial" }),
      ]);
      const one = await session.integrate({ f: "sqrt(2-x)*y", x: "0,1", y: "0,1", n: 300 });
      const same = both.map(({ family }) => [Number.isNaN(family.integrals[0]), family.integrals[2] === one.integral]);
      await session.close();
      const closed = await session.integrateFamily(family).catch((error) => error.code);
      console.log(JSON.stringify({ same, notes, closed }));`);
    expect(same).toEqual([
      [true, true],
      [true, true],
    ]);
    expect(notes).toEqual([
      [expect.stringMatching(/^1 of 3 members was not reached; the first: f is NaN at x = /), true],
    ]);
    expect(closed).toBe("usage");
  });

  it("is stopped within a member, and a GPU's process goes on", async () => {
    // Endless on any backend: sin(a/(x*y)) is out of reach.
    const after = await printed(`
      const after = [];
      const hard = { f: "sin(a/(x*y))", x: [0, 1], y: [0, 1], maxEvaluations: 1e12 };
      const family = { ...hard, parameters: { a: [1, 2, 3] } };
      const session = openSession({ threads: 2 });
      for (const backend of ["serial", "threads", "gpu"]) {
        const controller = new AbortController();
        const ended = session.integrateFamily({ ...family, backend, signal: controller.signal }).catch((why) => why);
        setTimeout(() => controller.abort(backend), backend === "gpu" ? 2000 : 600);
        after.push(await ended);
        const next = await session.integrateFamily({ f: "a*x", x: [0, 1], parameters: { a: [2] }, backend: "threads" });
        after.push(next.family.integrals[0]);
      }
      const alone = { f: "abs(x-y)^1.1*sin(20*x*y)*z", x: "0,1", y: "0,1", z: "0,1", separation: false, tolerance: 1e-12 };
      const signal = AbortSignal.timeout(2000);
      after.push(await integrate({ ...alone, backend: "gpu", signal }).catch(({ name }) => name));
      await session.close();
      console.log(JSON.stringify(after));`);
    expect(after).toEqual(["serial", 1, "threads", 1, "gpu", 1, "TimeoutError"]);
  });

  it("rejects what is not a family, with the function to call, and with the signal's reason", async () => {
    const messages = await printed(`
      const messages = [];
      const note = (error) => messages.push(error.code ? [error.code, error.message] : error);
      const family = { f: "a*x", x: [0, 1] };
      await integrate({ ...family, parameters: { a: [1] } }).catch(note);
      await integrateFamily(family).catch(note);
      await integrateFamily({ ...family, parameters: {} }).catch(note);
      await integrateFamily({ ...family, parameters: { a: [1, NaN] } }).catch(note);
      await integrateFamily({ ...family, parameters: { a: [] } }).catch(note);
      await integrateFamily({ ...family, parameters: [1, 2] }).catch(note);
      await integrateFamily({ ...family, parameters: { a: [1] }, exact: 1 }).catch(note);
      await integrateFamily({ ...family, parameters: { a: [1] }, n: 9, estimate: true }).catch(note);
      await integrateFamily({ ...family, parameters: { a: [1] }, onMember: 5 }).catch(note);
      await integrateFamily({ ...family, parameters: { a: [1], x: [1] } }).catch(note);
      await integrateFamily().catch(note);
      const controller = new AbortController();
      const slow = { f: "sin(a*x*y)", x: "0,1", y: "0,1", n: 2000, parameters: { a: "0:1:1000" }, backend: "serial" };
      await integrateFamily({ ...slow, signal: controller.signal, onProgress: () => controller.abort("enough") }).catch(note);
      await integrateFamily({ ...slow, n: undefined, tolerance: 1e-13, signal: AbortSignal.abort("early") }).catch(note);
      console.log(JSON.stringify(messages));`);
    expect(messages).toEqual([
      ["usage", "parameters = a: make a family: call integrateFamily"],
      ["usage", "parameters: must be given, as in { a: [1, 2, 3] }; for one integral call integrate"],
      ["usage", "parameters: must be given, as in { a: [1, 2, 3] }; for one integral call integrate"],
      ["usage", "a = NaN: the values of a parameter must be finite numbers"],
      ["usage", expect.stringMatching(/^a = .*: takes values, as in a=0:1:11/)],
      [
        "usage",
        expect.stringMatching(/^parameters = 1,2: must be values by name, as in \{ a: \[1, 2, 3\] \}$/),
      ],
      ["usage", "exact = 1: is for one integral; those of a family differ"],
      [
        "usage",
        "estimate = true: is for one integral; with a tolerance each member of a family has its error",
      ],
      ["usage", "onMember = 5: must be a function"],
      ["usage", "x: x has limits, so it is a variable; a parameter has values"],
      ["usage", expect.stringMatching(/^(options|parameters)/)],
      "enough",
      "early",
    ]);
  });

  it("is typed", async () => {
    write(
      "user.ts",
      `import { type FamilyOptions, type FamilyResult, integrate, integrateFamily, type Member, openSession } from "gpu-integrate";
      const options: FamilyOptions = { f: "a*x", x: [0, 1], parameters: { a: [1, 2], b: new Float64Array(3), c: "0:1:11" } };
      const result: FamilyResult = await integrateFamily({ ...options, onMember: ({ index }: Member) => console.log(index) });
      export const last: number | undefined = result.family.integrals.at(-1);
      export const bytes: ArrayBufferLike = result.family.errors.buffer;
      await openSession().integrateFamily(options);
      // @ts-expect-error a family has parameters
      await integrateFamily({ f: "x" });
      // @ts-expect-error which one integral has not
      await integrate({ f: "a*x", parameters: { a: [1] } });`,
    );
    const options = ["--noEmit", "--strict", "--skipLibCheck", "false", "--exactOptionalPropertyTypes"];
    const target = ["--target", "es2022", "--lib", "es2022,dom", "--types", "", "--module", "nodenext"];
    await run(join(root, "node_modules/typescript/bin/tsc"), [...options, ...target, "user.ts"], {
      cwd: folder,
    });
  });
});

describe("integrateFamily in a browser bundle", () => {
  beforeAll(() =>
    bundle(
      folder,
      `import { integrateFamily } from "gpu-integrate";
      import workerUrl from "gpu-integrate/worker?url";
      const family = { ${BESSEL}, parameters: { a: [1, 5, 50] }, workerUrl };
      const results = [];
      for (const more of [{ n: 100, backend: "threads" }, { n: 100, backend: "serial" }, { tolerance: 1e-10 }])
        results.push([...(await integrateFamily({ ...family, ...more })).family.integrals]);
      document.body.textContent = JSON.stringify(results);`,
    ),
  );
  const browser = useBrowser({ folder: join(folder, "dist") });

  it("has the same values, on workers and to an accuracy", async () => {
    const page = await browser.open("", "done");
    const results: number[][] = JSON.parse(await page.$eval("body", (body) => body.textContent ?? ""));
    expect(results).toHaveLength(3);
    for (const integrals of results)
      for (const [k, value] of J0.entries())
        expect(Math.abs((integrals[k] as number) / value - 1)).toBeLessThan(1e-10);
    await page.close();
  });
});
