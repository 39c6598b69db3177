import { afterAll, describe, expect, it } from "vitest";
import { nodeProvider } from "../node/devices/provider.ts";
import { host, spawnWorker } from "../node/host.ts";
import { boundsOf } from "../src/accuracy/bound.ts";
import type { Backend } from "../src/backend.ts";
import { makePool, type WorkerLike } from "../src/cpu/pool.ts";
import { openSerial, tileSums } from "../src/cpu/serial.ts";
import { makeSimdSums } from "../src/cpu/simd.ts";
import { openThreads } from "../src/cpu/threads.ts";
import type { Reply } from "../src/cpu/worker.ts";
import { compileJavaScript } from "../src/integrand/code/javascript.ts";
import { isFunction } from "../src/integrand/language/names.ts";
import { OPERATIONS } from "../src/integrand/language/operations.ts";
import { evaluate } from "../src/integrand/language/tape.ts";
import { wasmBlock } from "../src/integrand/wasm/block.ts";
import { wasmFamily } from "../src/integrand/wasm/family.ts";
import { prepareAccuracy } from "../src/problem/accuracy.ts";
import { type Prepared, type ProblemOptions, prepare } from "../src/problem/problem.ts";
import { makePlan } from "../src/quadrature/grid/plan.ts";
import { makeMembersPlan } from "../src/quadrature/grid/work.ts";
import { integrateFamily } from "../src/run/family/family.ts";
import { openMembers } from "../src/run/family/open-members.ts";
import { integrate } from "../src/run/grid/integrate.ts";
import { differences, partialDocument } from "../src/run/grid/partial-document.ts";
import { makeSession, type Session } from "../src/run/session.ts";
import { measureSimd } from "./accuracy/simd.ts";
import { agreeing, agreeingProblems, bitsHash, familyValuesOf, randomTexts } from "./simd-values.ts";
import { integrandOf } from "./trees.ts";
import { GRIDS, TOLERANCE, truths } from "./truth.ts";

const SPECIAL = [
  0,
  -0,
  1,
  -1,
  2,
  0.5,
  -0.5,
  -2.5,
  3,
  4.5,
  1 / 0,
  -1 / 0,
  0 / 0,
  1e308,
  -1e308,
  1e-310,
  -1e-310,
  1e200,
  1e-200,
  745.2,
  -745.2,
  711,
];
const CUBE = { x: "0,1", y: "0,1", z: "0,1" };
const OPERATORS = "+ - * / ^ < <= > >= == != && ||".split(" ");
const WORDS = [
  ...OPERATORS.map((sign) => `x ${sign} y`),
  ..."-x !x x?y:7 x^2 x^3 x^4 x^5 x^6 x^7 x^8 x^-1 x^-3 x^0.5 x^-7 x^2.5 7^x (-2)^x".split(" "),
  ...[...OPERATIONS].flatMap(([name, { arity }]) =>
    !isFunction(name)
      ? []
      : arity[0] === 1
        ? [`${name}(x)`]
        : [`${name}(x, y)`, ...(arity[1] > 2 ? [`${name}(x, y, x+1)`] : [])],
  ),
];

it.each(["it", "1 / it"])("every word has JavaScript's value at special values: %s", (wrapped) => {
  const xs = SPECIAL.flatMap((x) => SPECIAL.map(() => x));
  const ys = SPECIAL.flatMap(() => SPECIAL);
  const points = Float64Array.from([...xs, ...ys]);
  const out = new Float64Array(xs.length);
  const wrong: string[] = [];
  for (const word of WORDS) {
    const tree = integrandOf(wrapped.replace("it", `(${word})`));
    wasmBlock(tree)(points, xs.length, xs.length, out);
    out.forEach((value, k) => {
      const [x, y] = [xs[k] as number, ys[k] as number];
      const truth = evaluate(tree, [x, y]);
      // A zero's sign matters where it is a divisor.
      const isSame = truth === 0 && wrapped === "it" ? value === 0 : Object.is(value, truth);
      if (!isSame && !(Math.abs(value - truth) <= 2e-15 * Math.abs(truth) + 5e-324))
        wrong.push(`${word} at ${x}, ${y}: ${value}, not ${truth}`);
    });
  }
  expect(wrong).toEqual([]);
});

it("four hundred random expressions have the values of JavaScript, within what rounding may do to them", () => {
  expect(agreeing(randomTexts(400, 5))).toBeGreaterThan(800);
});

it("a hundred random families have them, too", () => {
  expect(agreeing(randomTexts(100, 6), familyValuesOf)).toBeGreaterThan(200);
});

it("a family's stored values are right after their room was full", () => {
  const tree = prepareAccuracy({ f: "exp(x*y*z)^a", ...CUBE, parameters: { a: "1,2" } }).f;
  const at = wasmFamily(tree, []);
  // 15 nodes an axis, and more of them than 8 MB hold.
  const count = 15 ** 3;
  const values = Array.from({ length: 120 }, (_, k) =>
    at(new Float64Array(3 * count).fill(k / 120), count, count),
  );
  const out = new Float64Array(count);
  for (const [k, of] of values.entries()) {
    of([3], out);
    const truth = Math.exp(3 * (k / 120) ** 3);
    const worst = out.reduce((most, own) => Math.max(most, Math.abs(own - truth)), 0);
    expect(worst).toBeLessThanOrEqual(1e-14 * truth);
  }
});

it("sixty random problems have the integrals of serial", () => {
  expect(agreeingProblems(60, 7)).toBeGreaterThan(35);
});

it("every function is within two units of the last place", () => {
  for (const { name, mostUlp, at } of measureSimd(600))
    expect(mostUlp, `${name} at ${at}`).toBeLessThanOrEqual(2);
});

it("values have the same bits in every engine, and in a family", () => {
  expect(bitsHash()).toBe("66970b43");
  expect(bitsHash(familyValuesOf)).toBe("66970b43");
});

describe("on grids", () => {
  it.each([...truths(1000), ...GRIDS])("$name is the midpoint sum", async ({ problem, sum }) => {
    const { integral } = await onSimd(problem, 2);
    expect(Math.abs(integral - sum)).toBeLessThanOrEqual(TOLERANCE.f64);
  });

  it.each([
    { f: "sin(x*y)*exp(-x)", nx: 1111, ny: 777 },
    { f: "cos(3*t)^5*t", variables: { t: "0,2" }, nx: 4001, rule: "gauss3" },
    { f: "exp(-x^2-y^2)", x: "-inf,inf", y: "0,x^2", n: 300, rule: "gauss2" },
    { f: "log(x+y+z)*atan2(y, z)", x: "1,2", y: "1,3", z: "-1,0", n: 31, rule: "gauss2" },
  ] as const)("%j is what serial gives, for any number of workers", async (options) => {
    const problem = prepare(options as ProblemOptions);
    const serial = await integrate(problem, (plan) => openSerial(plan, host), host);
    const [one, two] = [await onSimd(problem, 1), await onSimd(problem, 2)];
    expect(one.integral).toBe(two.integral);
    expect(two).toMatchObject({ backend: "simd", precision: "f64", adapter: null });
    expect(Math.abs(one.integral - serial.integral)).toBeLessThanOrEqual(boundsOf(problem).f64);
  });

  it("names the place of a pole", async () => {
    const pole = onSimd(prepare({ f: "1/(x-y)", x: "0,1", y: "0,1", n: 20 }), 1);
    await expect(pole).rejects.toMatchObject({
      code: "not-finite",
      message: "f is infinite at x = 0.025, y = 0.025",
    });
  });

  it("of a family are those of its members", async () => {
    const family = { f: "sin(a*x)^b", x: "0,1", n: 1000 };
    const plan = makePlan(prepare({ ...family, parameters: { a: [1, 2, 40], b: [2, 7] } }));
    const sums = makeSimdSums(plan)({ first: 0, end: plan.tiles });
    const { perMember } = plan;
    for (const [k, [a, b]] of [
      [1, 2],
      [1, 7],
      [2, 2],
      [2, 7],
      [40, 2],
      [40, 7],
    ].entries()) {
      const single = makePlan(prepare({ ...family, f: `sin(${a}*x)^${b}` }));
      const own = sums.slice(k * perMember, (k + 1) * perMember).reduce((one, other) => one + other);
      const known = tileSums(single, compileJavaScript(single.weighted), { first: 0, end: single.tiles });
      expect(own).toBeCloseTo(
        known.reduce((one, other) => one + other),
        10,
      );
    }
  });
});

it.each([
  [{ f: "sin(x+y)^y" }, true],
  [{ f: "x*sqrt(2)+y*0" }, false],
  [{ f: "sin(x)", x: "0,exp(1)", y: "0,1" }, false],
  [{ f: "x*y", rule: "gauss2" }, false],
] as const)("parts of %j merge whatever the engine: %s", (options, merges) => {
  const plan = makePlan(prepare({ n: 10, ...options } as ProblemOptions));
  const backend = { name: "simd", precision: "f64", adapter: null, threads: 1 } as Backend;
  const part = (math: string) =>
    partialDocument(plan, backend, { ...host, info: { ...host.info, math } }, { first: 0, end: 1 }, [1]);
  expect(differences(part("a"), part("b")).length === 0).toBe(merges);
});

it("of many functions is the sum that serial gives", async () => {
  const f = Array.from({ length: 24 }, (_, k) => `(x+y+${k})^(x*y-${k})`).join("+");
  const problem = prepare({ f, x: "1,2", y: "0,1", nx: 37, ny: 29 });
  const serial = await integrate(problem, (plan) => openSerial(plan, host), host);
  const { integral } = await onSimd(problem, 1);
  expect(Math.abs(integral - serial.integral)).toBeLessThanOrEqual(boundsOf(problem).f64);
});

it.each(["a grid", "a family to an accuracy"])(
  "%s falls back to threads where a worker may not compile WebAssembly",
  async (what) => {
    const notes: string[] = [];
    const note = (text: string) => void notes.push(text);
    const session = makeSession({ ...nodeProvider(), note, spawn: () => refusing(spawnWorker()) }, host);
    const choice = { backend: "simd", threads: 1 } as const;
    const { backend } =
      what === "a grid"
        ? await integrate(prepare({ f: "cos(x+y)", n: 100 }), (plan) => session.open(plan, choice), host)
        : await familyOn(session, note, 1);
    session.close();
    expect(backend).toBe("threads");
    expect(notes).toEqual(["using plain threads: WebAssembly may not be compiled here (blocked by CSP)"]);
  },
);

it("integrates families to an accuracy, the same for any number of workers", async () => {
  const notes: string[] = [];
  const session = makeSession(nodeProvider(), host);
  const [one, two] = [1, 2].map((threads) => familyOn(session, (text) => notes.push(text), threads));
  const results = await Promise.all([one, two]);
  session.close();
  expect(results[0]?.family).toEqual(results[1]?.family);
  expect(results[1]).toMatchObject({ backend: "simd", precision: "f64", adapter: null, threads: 2 });
  // J0(5), by NIST's Digital Library of Mathematical Functions, 10.2.2, to 20 digits.
  expect(results[0]?.family.integrals[10]).toBeCloseTo(-0.1775967713143383, 12);
  expect(notes).toEqual([]);
});

/** J0 at 0, 0.5, 1 ... 20. */
function familyOn(session: Session, onNote: (text: string) => void, threads: number) {
  const f = "cos(a*sin(t))/pi";
  const prepared = prepareAccuracy({ f, variables: { t: "0,pi" }, parameters: { a: "0:20:41" } });
  const plan = makeMembersPlan(prepared);
  const open = () => openMembers(plan, { session, host, onNote }, { backend: "simd", threads }, true);
  return integrateFamily(plan, open, host);
}

/** A worker that answers as one under a strict policy does. */
function refusing(worker: WorkerLike): WorkerLike {
  let reply: (reply: Reply) => void = () => {};
  return {
    ...worker,
    post(request) {
      if (("open" in request || "openFamily" in request) && request.simd) reply({ answer: "blocked by CSP" });
      else worker.post(request);
    },
    listen(onReply, onDeath) {
      reply = onReply;
      worker.listen(onReply, onDeath);
    },
  };
}

const pool = makePool(spawnWorker);
afterAll(() => pool.close());

function onSimd(problem: Prepared, threads: number) {
  return integrate(problem, (plan) => openThreads(plan, threads, pool, "simd"), host);
}
