import { CHECKS, type Check, MOST_OFF } from "./checks.ts";
import { computeOnce } from "./compute.ts";
import { fromNumber, pairsOf } from "./df64.ts";
import { df64Table } from "./df64-table.ts";
import { pruned } from "./prune.ts";
import type { RegionPrecision } from "./region-shader.ts";
import { functionsText } from "./shader.ts";
import type { Variant } from "./variant.ts";

/** Arguments of each function. */
const COUNT = 512;

/** Runs the guarded functions of a precision on a device; describes the first inaccurate one, or returns null. Throws `gpu`. */
export async function probeFunctions(
  device: GPUDevice,
  precision: RegionPrecision,
  variant: Variant,
): Promise<string | null> {
  const checks = CHECKS[precision];
  const double = precision === "df64";
  const rounded = (v: number) => (double ? toNumber(fromNumber(v)) : Math.fround(v));
  const given = checks.map((check) =>
    Array.from(
      { length: COUNT },
      (_, k) => check.arguments((2 * k + 1) / COUNT - 1, k).map(rounded) as [number, number],
    ),
  );
  const flat = given.flat(2);
  const bindings = [
    { read: double ? pairsOf(flat) : Float32Array.from(flat) },
    { output: checks.length * COUNT * (double ? 8 : 4) },
    { readWrite: new Float32Array(1) },
    ...(double ? [{ read: df64Table() }] : []),
  ];
  const shader = { code: probeText(precision, variant), entryPoint: "probe", workgroups: COUNT / 64 };
  const words = new Float32Array(
    await computeOnce(device, `probing the functions of ${precision}`, shader, bindings),
  );
  const value = (k: number) =>
    double ? toNumber([words[2 * k] as number, words[2 * k + 1] as number]) : (words[k] as number);
  const wrong = checks.flatMap((check, i) => {
    const errors = (given[i] as [number, number][]).map((at, k) => errorOf(check, at, value(i * COUNT + k)));
    const most = errors.reduce((a, b) => (b > a || Number.isNaN(b) ? b : a), 0);
    return most <= MOST_OFF[precision] ? [] : [`its ${check.name} is off by ${most.toExponential(1)}`];
  });
  return wrong[0] ?? null;
}

const toNumber = ([x, y]: readonly [number, number]) => x + y;

function errorOf(
  { truth, scale = (a, b) => Math.abs(truth(a, b)) }: Check,
  [a, b]: [number, number],
  value: number,
) {
  return Math.abs(value - truth(a, b)) / (scale(a, b) || 1);
}

/** One argument of each function an invocation. */
function probeText(precision: RegionPrecision, variant: Variant): string {
  const lines = CHECKS[precision].map(({ call }, i) => {
    const at = `${i * COUNT}u + k`;
    return `  {\n    let a = given[2u * (${at})];\n    let b = given[2u * (${at}) + 1u];\n    found[${at}] = ${call};\n  }`;
  });
  const probe = [
    "@group(0) @binding(0) var<storage, read> given: array<Value>;",
    "@group(0) @binding(1) var<storage, read_write> found: array<Value>;",
    "@group(0) @binding(2) var<storage, read_write> zero: array<u32, 1>;",
    "@compute @workgroup_size(64)",
    "fn probe(@builtin(global_invocation_id) id: vec3u) {",
    "  runtime_zero = zero[0];",
    "  let k = id.x;",
    ...lines,
    "}",
  ];
  return pruned([...functionsText(precision, 3, variant), probe.join("\n")]);
}
