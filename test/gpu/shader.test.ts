import { describe, expect, it } from "vitest";
import { pairsOf } from "../../src/gpu/df64.ts";
import { df64Table } from "../../src/gpu/df64-table.ts";
import { COPY_DST, COPY_SRC, MAP_READ, READ, STORAGE, UNIFORM } from "../../src/gpu/flags.ts";
import { gauss, kronrod, nodes as unitNodes } from "../../src/quadrature/rules/kronrod.ts";
import { cli } from "../cli.ts";
import { useGpu } from "../gpu.ts";

const gpu = useGpu();

/** What the command prints. */
async function printed(...args: string[]): Promise<string> {
  const { code, out, err } = await cli(["shader", ...args]);
  expect([code, err]).toEqual([0, ""]);
  return out;
}

/** What the head says under a label. */
function said(text: string, label: string): string {
  return new RegExp(`^// ${label} +(.*)$`, "m").exec(text)?.[1] ?? "";
}

/** Runs a printed shader as a stranger would: by what its head says alone. Returns the words of its output. */
async function dispatch(
  text: string,
  workgroups: number,
  contents: Readonly<Record<string, Float32Array | Uint32Array | number>>,
): Promise<Float32Array> {
  const { device, release } = await gpu.open();
  const listed = [...text.matchAll(/^\/\/ (?:group 0| {7}) +(\d) (\w+) +(uniform|storage, read\w*) /gm)];
  const buffers = listed.map(([, binding, name = "", space]) => {
    const own = contents[name];
    if (own === undefined) throw new Error(`${name} is not expected`);
    const size = typeof own === "number" ? own : own.byteLength;
    const usage = (space === "uniform" ? UNIFORM : STORAGE) | COPY_DST | COPY_SRC;
    const buffer = device.createBuffer({ size, usage });
    if (typeof own !== "number") device.queue.writeBuffer(buffer, 0, own as Float32Array<ArrayBuffer>);
    const type = { uniform: "uniform", "storage, read": "read-only-storage" }[space as string] ?? "storage";
    return { binding: Number(binding), buffer, output: typeof own === "number", type };
  });
  expect(listed.map(([, , name]) => name).sort()).toEqual(Object.keys(contents).sort());
  const layout = device.createBindGroupLayout({
    entries: buffers.map(({ binding, type }) => ({
      binding,
      visibility: 4,
      buffer: { type: type as GPUBufferBindingType },
    })),
  });
  const pipeline = device.createComputePipeline({
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: {
      module: device.createShaderModule({ code: text }),
      entryPoint: said(text, "entry point").split(",")[0] as string,
    },
  });
  const entries = buffers.map(({ binding, buffer }) => ({ binding, resource: { buffer } }));
  const { buffer: output } = buffers.find((one) => one.output) as (typeof buffers)[number];
  const staging = device.createBuffer({ size: output.size, usage: MAP_READ | COPY_DST });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, device.createBindGroup({ layout, entries }));
  pass.dispatchWorkgroups(workgroups);
  pass.end();
  encoder.copyBufferToBuffer(output, 0, staging, 0, output.size);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(READ);
  const words = new Float32Array(staging.getMappedRange().slice(0));
  release();
  return words;
}

const zero = new Uint32Array(1);
const asValues = (precision: string, numbers: readonly number[]) =>
  precision === "df64" ? pairsOf(numbers) : Float32Array.from(numbers);
/** df64's table, where a shader has one. */
const tableOf = (text: string) => (/^\/\/ +5 table /m.test(text) ? { table: df64Table() } : {});
const sum = (numbers: Iterable<number>) => [...numbers].reduce((all, one) => all + one, 0);

/** The integral of a grid's shader, from the parameters, workgroups and factor in its head, and its nodes. */
async function ofGrid(text: string, precision: string, axes: Readonly<Record<string, readonly number[]>>) {
  const params = (/params +uniform +Params +u32: ([\d, ]+)/.exec(text)?.[1] ?? "").split(", ").map(Number);
  const [workgroups = 0, tiles = 0] = (said(text, "dispatch").match(/\d+/g) ?? [])
    .map(Number)
    .filter((_, k) => k !== 1);
  const factor = Number(/^(?:the|a member's) integral is (\S+) times/.exec(said(text, "result"))?.[1]);
  const partials = await dispatch(text, workgroups, {
    params: Uint32Array.from(params),
    zero,
    partials: 8 * tiles,
    ...tableOf(text),
    ...Object.fromEntries(Object.entries(axes).map(([name, own]) => [name, asValues(precision, own)])),
  });
  return factor * sum(partials);
}

const midpoints = (from: number, to: number, n: number) =>
  Array.from({ length: n }, (_, k) => from + ((to - from) * (k + 0.5)) / n);

describe("a printed shader gives the integral when it is run as its head says", () => {
  // The midpoint sum of cos(x+y) over [0, pi]^2 in closed form: -4 (a / sin a)^2, a being half a cell.
  const half = Math.PI / 2 / 1000;
  const cosines = -4 * (half / Math.sin(half)) ** 2;
  it.each([
    ["fast", 3e-4 * Math.PI ** 2],
    ["f32", 3e-8 * Math.PI ** 2],
    ["df64", 1e-13 * Math.PI ** 2],
  ])("in two variables, in %s", async (precision, tolerance) => {
    const text = await printed("-f", "cos(x+y)", "-x", "0,pi", "-y", "0,pi", "-n", "1000", "-p", precision);
    const nodes = midpoints(0, Math.PI, 1000);
    const integral = await ofGrid(text, precision, { xs: nodes, ys: nodes });
    expect(Math.abs(integral - cosines)).toBeLessThan(tolerance);
  });

  it("in one variable, with the weights of a rule", async () => {
    const text = await printed("-f", "x^3", "-x", "0,2", "-n", "30", "--rule", "simpson");
    const all = Number(/weights add up to (\d+)/.exec(text)?.[1]);
    const pattern = Array.from({ length: 61 }, (_, k) => (k % 60 === 0 ? 1 : k % 2 ? 4 : 2));
    const each = all / sum(pattern);
    const xs = pattern.flatMap((weight, k) => [k / 30, weight * each]);
    expect(await ofGrid(text, "f32", { xs, ys: [0] })).toBeCloseTo(4, 6);
  });

  it("in three variables", async () => {
    const text = await printed("-f", "x*y+z^2", "-x", "0,1", "-y", "0,1", "-z", "0,1", "-n", "40");
    const nodes = midpoints(0, 1, 40);
    const integral = await ofGrid(text, "f32", { xs: nodes, ys: nodes, zs: nodes });
    expect(integral).toBeCloseTo(1 / 4 + 1 / 3 - 1 / 12 / 40 ** 2, 6);
  });

  it.each(["f32", "df64"])("of a family, in %s", async (precision) => {
    const family = [
      "-f",
      "a*x*y*z^b",
      ..."-x 0,1 -y 0,1 -z 0,1".split(" "),
      "--param",
      "a=1,3",
      "--param",
      "b=1",
    ];
    const text = await printed(...family, "-n", "20", "-p", precision);
    expect(text).toMatch(/of each of 2 members a 0 and its a, b;/);
    const nodes = midpoints(0, 1, 20);
    const members = [1, 3].flatMap((a) => [0, a, 1]);
    const both = await ofGrid(text, precision, { xs: nodes, ys: nodes, zs: nodes, members });
    expect(both).toBeCloseTo((1 + 3) / 8, 6);
    const without = [0, 1, 1, 1, 3, 1];
    expect(await ofGrid(text, precision, { xs: nodes, ys: nodes, zs: nodes, members: without })).toBeCloseTo(
      1 / 8,
      6,
    );
  });

  // Closed forms: differences of the primitives of 1/s, s = 1 + x + ...
  it.each([
    ["x", "1/(1+x)", Math.log(2)],
    ["xy", "1/(1+x+y)", 3 * Math.log(3) - 4 * Math.log(2)],
    ["xyz", "1/(1+x+y+z)", 8 * Math.log(4) - 13.5 * Math.log(3) + 6 * Math.log(2)],
  ])("to an accuracy, over %s", async (names, f, exact) => {
    for (const [tolerance, precision, most] of [
      ["1e-5", "f32", 1e-6],
      ["1e-8", "df64", 1e-12],
    ] as const) {
      const limits = [...names].flatMap((name) => [`-${name}`, "0,1"]);
      const text = await printed("-f", f, ...limits, "--tol", tolerance);
      const count = names.length > 2 ? 15 : 1;
      const rules = [...kronrod, ...gauss];
      const padded = [...kronrod, 0, ...gauss, 0];
      const slabs = await dispatch(text, Math.ceil(count / 64), {
        batch: Uint32Array.of(count, 1, 8, names.length > 1 ? 15 : 1),
        nodes: asValues(
          precision,
          [...names].flatMap(() => [...unitNodes]),
        ),
        weights: asValues(precision, [...padded, ...(names.length > 1 ? rules : [1, 1])]),
        zero,
        slabs: count * Number(/output: (\d+) bytes/.exec(text)?.[1]),
        ...tableOf(text),
      });
      const words = slabs.length / count;
      const kronrodOf = (k: number) => (slabs[k * words] as number) + (slabs[k * words + 1] as number);
      const integral = count === 1 ? kronrodOf(0) : sum(kronrod.map((weight, k) => weight * kronrodOf(k)));
      expect(Math.abs(integral - exact)).toBeLessThan(most);
    }
  });
});

const TRIANGLE = ["-f", "1/(1+x+y)", "-x", "0,1", "-y", "0,x"];

it.each([
  [[], "integrate", "f32"],
  [["-n", "20"], "integrate", "f32"],
  [["-p", "fast"], "integrate", "fast"],
  [["-p", "df64"], "integrate", "df64"],
  [[...TRIANGLE, "--rule", "gauss4"], "integrate", "f32"],
  [[...TRIANGLE, "-p", "fast"], "integrate", "fast"],
  [TRIANGLE, "measure", "df64"],
  [[...TRIANGLE, "-p", "f32"], "measure", "f32"],
  [[...TRIANGLE, "--tol", "1e-5"], "measure", "f32"],
  [[...TRIANGLE, "--tol", "9e-6"], "measure", "df64"],
  [[...TRIANGLE, "--tol", "1e-5", "-p", "df64"], "measure", "df64"],
  [[...TRIANGLE, "--abs-tol", "1e-3"], "measure", "df64"],
  [["--tol", "1e-4"], "measure", "f32"],
])("shader %s prints %s in %s", async (args, entry, precision) => {
  const text = await printed(...args);
  expect(said(text, "entry point")).toMatch(new RegExp(`^${entry}, workgroups of 64`));
  expect(said(text, "precision")).toMatch(new RegExp(`^${precision}: `));
  expect(text).toMatch(new RegExp(`^fn ${entry}\\(`, "m"));
});

it.each([
  ["-f", "x*y", "-p", "fast"],
  ["-f", "x*y+1", "-p", "df64"],
  ["-f", "sin(x+y)+atan2(x,y)^y", "-p", "df64"],
  ["-f", "(x+y)^0.1+z*tanh(x)", "-z", "0,1"],
  ["-f", "log(1+x*y)", "--tol", "1e-9"],
])("shader %s %s %s %s has no declaration that nothing uses", async (...args) => {
  const text = (await printed(...args, "-x", "0,1", "-y", "0,1")).replace(/\/\/.*/g, "");
  const declared = [...text.matchAll(/^(?:@group.*)?(?:fn|struct|alias|const|var<[^>]*>) (\w+)/gm)];
  expect(declared.length).toBeGreaterThan(20);
  const uses = (name: string) => text.match(new RegExp(`\\b${name}\\b`, "g"))?.length ?? 0;
  const unused = declared.map(([, name = ""]) => name).filter((name) => uses(name) < 2);
  expect(unused).toEqual([/fn (integrate|measure)\(/.exec(text)?.[1]]);
});

it("needs no adapter", async () => {
  const { code, out, err } = await cli(["shader"], { VK_DRIVER_FILES: "/nowhere", HOME: "/nowhere" });
  expect([code, err]).toEqual([0, ""]);
  expect(out).toBe(await printed("--variant", "xor"));
});

it("prints the variant that the adapter here runs, or the one that is asked for", async () => {
  const { variant } = JSON.parse((await cli(["-b", "gpu", "-n", "8", "--json"])).out).adapter;
  for (const args of [[], ["-p", "df64"], ["-f", "x", "-x", "0,1", "--tol", "1e-8"]]) {
    const texts = await Promise.all(["xor", "fused"].map((one) => printed(...args, "--variant", one)));
    expect(texts.map((text) => said(text, "variant").split(":")[0])).toEqual(["xor", "fused"]);
    expect(texts.map((text) => /\bfn one\(/.test(text))).toEqual([false, true]);
    expect(texts[["xor", "fused"].indexOf(variant)]).toBe(await printed(...args));
  }
});

it("says on stderr where a run takes a product apart", async () => {
  const args = ["-f", "exp(-x^2-y^2)", "-x", "0,1", "-y", "0,1", "--tol", "1e-5"];
  const { code, out, err } = await cli(["shader", ...args]);
  expect(code).toBe(0);
  expect(err).toMatch(/^gpu-integrate: .*2 integrals.*--no-separation.*\n$/);
  expect(out).toBe(await printed(...args, "--no-separation"));
});

it("the head is a comment, whatever f is", async () => {
  const text = await printed("-f", "x\u2028+\n\v1", "-x", "0,\r1", "-n", "10");
  const head = text.slice(0, text.indexOf("\n\n"));
  expect(head).not.toMatch(/[\v\f\r\u0085\u2028\u2029]/);
  expect(head.split("\n").filter((line) => !line.startsWith("//"))).toEqual([]);
});

it.each([
  [["-p", "f64"], 2, "-p f64: runs as JavaScript on the CPU; shaders have fast, f32 or df64\n"],
  [["--variant", "fma"], 2, "--variant fma: must be one of fused, xor\n"],
  [["-p", "f16"], 2, "-p f16: must be one of fast, f32, df64\n"],
  [
    ["-p", "fast", "--tol", "1e-5"],
    2,
    "-p fast: promises no accuracy; with --tol, choose f32, df64 or f64\n",
  ],
  [
    ["--tol", "1e-5", "-n", "10"],
    2,
    "-n 10: cannot be combined with --tol, which asks for an accuracy; this is for a grid\n",
  ],
  [["-b", "gpu"], 2, "-b gpu: not an option of shader; see shader --help\n"],
  [["x"], 2, '"x": unexpected after shader; see shader --help\n'],
  [["-f", "x*y", "-x", "0,1"], 2, "-f: y needs limits, as in -y 0,1, or a value, as in --param y=2"],
  [["-f", "x", "-x", "0,1e39", "-n", "1"], 1, "exceeds the f32 range (3.4e38): use -b threads\n"],
])("shader %s fails", async (args, expected, message) => {
  const { code, out, err } = await cli(["shader", ...args]);
  expect([code, out]).toEqual([expected, ""]);
  expect(err).toContain(message);
  expect(err.split("\n")[0]).toMatch(/^gpu-integrate: /);
});
