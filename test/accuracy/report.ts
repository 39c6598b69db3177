import { chooseAdapter } from "../../node/devices/adapters.ts";
import { openDevice } from "../../node/host.ts";
import type { GpuPrecision } from "../../src/problem/problem.ts";
import { wgpuStacks } from "../stacks/stacks.ts";
import { type DoubleErrors, measureDouble } from "./double.ts";
import { type Errors, FUNCTIONS } from "./functions.ts";
import { measure } from "./measure.ts";
import { measureSimd } from "./simd.ts";

const INTRODUCTION = `# Accuracy of the functions

## f32

The largest error and, in parentheses, the mean error, in units in the last place of an f32 (ulp). For small sines and cosines it is
the largest absolute error instead. The last column is WGSL's own functions on the same adapter.

Each function is evaluated at COUNT arguments: spread evenly, spread evenly by exponent, and next to places where a method
changes or the value is small. Sines and tangents have $\\vert x\\vert \\le 10^4$, with the neighbours of multiples of $\\pi/2$;
powers cover the whole range of f32. The reference is JavaScript's function in f64, whose own error is below 1e-8 of these units.
Values below $2^{-126}$ or beyond f32 are left out.

Written by \`npm run accuracy\` on a machine without a GPU; it needs Deno and lavapipe (see CONTRIBUTING.md). \`npm test\` and
\`npm run test:long\` check the second column on the same stacks.

`;

const DOUBLE = `
## df64

The largest error of the same functions in double-single, relative to the second column, as a power of two. Each function is
evaluated at COUNT arguments and compared with 60 digits. Arguments and values are between $2^{-80}$ and $2^{127}$.

`;

const SIMD = `
## f64 with SIMD

The largest error and, in parentheses, the mean error of the backend \`simd\`'s own functions, in units in the last place of an
f64, at COUNT arguments: up to $10^{22}$ for sines and tangents, over the whole range of f64 for others, and next to places where a
method changes. The reference has at least 200 bits. The results are the same in every engine, to the last bit. \`npm test\` and \`npm run
test:long\` check the second column.

`;

/** docs/accuracy.md, measured while this module loads; it needs every stack. */
export const accuracy = await report(2 ** 20, 2 ** 12, 2 ** 20);

async function report(count: number, doubles: number, simd: number): Promise<string> {
  const columns = [{ name: "Dawn, SwiftShader", errors: await inDawn("f32", count) }];
  const doubleColumns = [{ name: "Dawn, SwiftShader", errors: await doublesInDawn(doubles) }];
  for (const { name, missing, run } of await wgpuStacks()) {
    if (missing) throw new Error(`${name}: ${missing}`);
    const { errors, doubleErrors } = await run({ count, doubles, precision: "f32", problems: [] });
    columns.push({ name: name.replace(" in Deno", ""), errors });
    doubleColumns.push({ name: name.replace(" in Deno", ""), errors: doubleErrors });
  }
  columns.push({ name: "`fast` on Dawn, SwiftShader", errors: await inDawn("fast", count) });
  const head = ["function", "promised", ...columns.map(({ name }) => name)];
  const rows = FUNCTIONS.flatMap((one, k) => {
    const at = columns.map(({ errors }) => errors[k] as Errors);
    const ulp = [one.f, `${one.ulp} ulp`, ...at.map((e) => `${short(e.mostUlp)} (${short(e.meanUlp)})`)];
    if (!one.small) return [ulp];
    const { below, absolute } = one.small;
    const near = [
      `${one.f}, where at most ${below}`,
      String(absolute),
      ...at.map((e) => exponent(e.mostAbsolute)),
    ];
    return [[`${one.f}, where above ${below}`, ...ulp.slice(1)], near];
  });
  const doubleHead = ["function", "of", "promised", ...doubleColumns.map(({ name }) => name)];
  const doubleRows = FUNCTIONS.map((one, k) => {
    const at = doubleColumns.map(({ errors }) => errors[k] as DoubleErrors);
    const [{ of, promisedBits }] = at as [DoubleErrors];
    const power = (bits: number | string) => `$2^{${bits}}$`;
    return [one.f, of, power(promisedBits), ...at.map((e) => power(e.mostBits.toFixed(1)))];
  });
  const numbered = (text: string, number: number) => text.replace("COUNT", number.toLocaleString("en"));
  return [
    numbered(INTRODUCTION, count),
    table(head, rows),
    numbered(DOUBLE, doubles),
    table(doubleHead, doubleRows),
    numbered(SIMD, simd),
    simdTable(simd),
  ].join("");
}

function simdTable(count: number): string {
  const rows = measureSimd(count).map(({ f, mostUlp, meanUlp }) => [
    f,
    "2 ulp",
    `${short(mostUlp)} (${short(meanUlp)})`,
  ]);
  return table(["function", "promised", "any engine"], rows);
}

function table(head: string[], rows: string[][]): string {
  const cell = (text: string) => text.replaceAll("|", "\\|");
  return [head, head.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.map(cell).join(" | ")} |\n`)
    .join("");
}

async function doublesInDawn(count: number): Promise<DoubleErrors[]> {
  const gpu = await openDevice(await chooseAdapter({ software: true }));
  const errors = await measureDouble(gpu.device, count);
  gpu.release();
  return errors;
}

async function inDawn(precision: GpuPrecision, count: number): Promise<Errors[]> {
  const gpu = await openDevice(await chooseAdapter({ software: true }));
  const errors = await measure(gpu.device, precision, count);
  gpu.release();
  return errors;
}

function short(value: number): string {
  return value < 100 ? value.toFixed(2) : Number.isFinite(value) ? exponent(value) : "NaN";
}

function exponent(value: number | null): string {
  return (value ?? 0).toExponential(1).replace("+", "");
}
