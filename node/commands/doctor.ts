import { SCHEMA } from "../../src/run/result.ts";
import { version } from "../../src/version.ts";
import type { Arguments } from "../options/parse.ts";
import { type AdapterState, diagnose } from "./diagnosis.ts";

/** `gpu-integrate doctor`: one page about this machine. */
export async function printDiagnosis(args: Arguments): Promise<void> {
  const found = await diagnose();
  if (args.flag("json")) {
    process.stdout.write(`${JSON.stringify({ schema: SCHEMA, version, ...found }, null, 2)}\n`);
    return;
  }
  const { node, os, cpu, dawn, loader, drivers, adapters, browsers, advice } = found;
  const lines = [
    row("program", `gpu-integrate ${version}`),
    row("node", `${node} on ${os}`),
    row("cpu", `${cpu.cores} cores, ${cpu.model}`),
    row("webgpu", dawn.error ?? `${dawn.version} loads`),
    ...(os.startsWith("linux") ? [row("vulkan", loader ? `loader from ${loader}` : "no loader")] : []),
    ...block(
      "drivers",
      drivers.flatMap(({ manifest, source, state }) => [`${manifest}, from ${source}`, `  ${state}`]),
    ),
    ...block("adapters", adapters.flatMap(about)),
    ...block("browsers", browsers),
    ...block("advice", advice.length ? advice : ["nothing is missing"]),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

function about({ identity, features, limits, arithmetic, clockStep, error }: AdapterState): string[] {
  const { name, software, api, driver } = identity;
  const head = `${name} · ${software ? "software, the CPU runs the shader" : "hardware"} · ${api} · ${driver}`;
  if (error || !arithmetic) return [head, `  gives no device: ${error}`];
  const mebibytes = (bytes = 0) => `${Math.round(bytes / 2 ** 20)} MiB`;
  const groups = limits.maxComputeWorkgroupsPerDimension;
  const threads = limits.maxComputeInvocationsPerWorkgroup;
  return [
    head,
    `  features    ${features.join(", ")}`,
    `  limits      ${groups} workgroups per dimension, ${threads} threads each, storage ${mebibytes(limits.maxStorageBufferBindingSize)}`,
    `  arithmetic  fma ${arithmetic.fusedFma ? "is fused" : "is not fused"}, products ${arithmetic.contracts ? "are" : "are not"} contracted`,
    `              literals ${arithmetic.foldsLiterals ? "are" : "are not"} folded, sums ${arithmetic.rearranges ? "are" : "are not"} rearranged`,
    `              numbers below 2^-126 ${arithmetic.flushesSmall ? "are flushed to 0" : "are kept"}`,
    `              guarded sums ${arithmetic.guardsHold ? "are" : "ARE NOT"} exact, guarded products ${arithmetic.productsHold ? "are" : "ARE NOT"} exact${arithmetic.fusedHolds ? ", by fma, too" : ""}; built-in sine is off by ${arithmetic.sineError.toExponential(1)}`,
    `  clock       ${clockStep === null ? "none" : `steps of ${clockStep} ns`}`,
  ];
}

function row(name: string, text: string): string {
  return `${name.padEnd(10)}${text}`;
}

function block(name: string, lines: readonly string[]): string[] {
  return (lines.length ? lines : ["none"]).map((line, k) => row(k ? "" : name, line));
}
