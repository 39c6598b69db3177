import type { GpuPrecision } from "../problem/problem.ts";
import type { Plan } from "../quadrature/grid/plan.ts";
import { scoped } from "./errors.ts";
import { COMPUTE } from "./flags.ts";
import { layerBindings } from "./layers.ts";

/** Compiles the shader of a plan. */
export function makePipeline(device: GPUDevice, plan: Plan, precision: GpuPrecision, code: string) {
  const label = `integrate ${plan.problem.f} in ${precision}`;
  const more = [...(precision === "df64" ? [TABLE] : []), ...layerBindings(plan)];
  return compilePipeline(
    device,
    label,
    { code, entryPoint: "integrate" },
    ["uniform", READ_ONLY, READ_ONLY, "storage", "storage"],
    more,
  );
}

/**
 * Compiles a shader. `types` are its bindings', from 0; `more` are read-only ones. The layout is explicit, since an `auto`
 * layout leaves out unused bindings.
 */
export function compilePipeline(
  device: GPUDevice,
  label: string,
  { code, entryPoint }: { readonly code: string; readonly entryPoint: string },
  types: readonly GPUBufferBindingType[],
  more: readonly number[],
): Promise<GPUComputePipeline> {
  return scoped(device, label, () => {
    const module = device.createShaderModule({ label, code });
    const entry = (type: GPUBufferBindingType, binding: number) => ({
      binding,
      visibility: COMPUTE,
      buffer: { type },
    });
    const entries = [...types.map(entry), ...more.map((binding) => entry(READ_ONLY, binding))];
    const bindGroupLayouts = [device.createBindGroupLayout({ label, entries })];
    return device.createComputePipelineAsync({
      label,
      layout: device.createPipelineLayout({ label, bindGroupLayouts }),
      compute: { module, entryPoint },
    });
  });
}

export const READ_ONLY = "read-only-storage";

/** The binding of df64's table. */
export const TABLE = 5;
