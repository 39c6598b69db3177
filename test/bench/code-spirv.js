// node code-spirv.js FILE.wgsl...: Dawn prints the SPIR-V of each that it hands to a Vulkan driver. A process of its own,
// since Dawn prints to the terminal.
import { readFileSync } from "node:fs";
import { runnerImport } from "vite";
import { bindingsOf } from "./code-bindings.js";

const vulkan = new URL("../../node/devices/vulkan.ts", import.meta.url).pathname;
const { softwareDrivers, useDriver } = (await runnerImport(vulkan)).module;
const [driver] = await softwareDrivers();
if (!driver) throw new Error("no software adapter");
await useDriver(driver);
const { create } = await import("webgpu");
const instance = create(["enable-dawn-features=dump_shaders"]);
const adapter = await instance.requestAdapter();
const device = await adapter.requestDevice();
const COMPUTE = 4;
for (const file of process.argv.slice(2)) {
  const code = readFileSync(file, "utf8");
  const entries = bindingsOf(code).map(({ binding, type }) => ({
    binding,
    visibility: COMPUTE,
    buffer: { type },
  }));
  const layout = device.createPipelineLayout({
    bindGroupLayouts: [device.createBindGroupLayout({ entries })],
  });
  device.createComputePipeline({ layout, compute: { module: device.createShaderModule({ code }) } });
}
await device.queue.onSubmittedWorkDone();
// Keeps the instance: Dawn crashes if it goes first.
process.exitCode = instance ? 0 : 1;
device.destroy();
