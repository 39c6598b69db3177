import { IntegrateError } from "../../src/errors.ts";
import { adapterOf, host } from "../host.ts";

/** Describes the machine as far as a page may know it: the GPU, or why there is none and the remedy. */
export async function gpuInWords(): Promise<string> {
  const cores = `${host.info.cores} CPU cores, ${host.info.runtime} on ${host.info.os}`;
  try {
    const { identity } = await adapterOf();
    const { name, software } = identity;
    const kind = software
      ? `software adapter${name ? ` ${name}` : ""}, which runs shaders on the CPU`
      : name || "unnamed GPU";
    return `${kind} · ${cores}`;
  } catch (error) {
    const why = error instanceof IntegrateError ? error.message : "no GPU";
    return `${why}. Integrals still run on the CPU. · ${cores}`;
  }
}
