import { IntegrateError } from "../../src/errors.ts";
import { adapterOf, host } from "../host.ts";

/** The machine as far as a page may know it: its GPU, or why there is none and what would help. */
export async function gpuInWords(): Promise<string> {
  const cores = `${host.info.cores} CPU cores, ${host.info.runtime} on ${host.info.os}`;
  try {
    const { identity } = await adapterOf();
    const { name, software } = identity;
    const kind = software
      ? `a software adapter${name ? `, ${name}` : ""}: the CPU runs the shader`
      : name || "a GPU without a name";
    return `${kind} · ${cores}`;
  } catch (error) {
    const why = error instanceof IntegrateError ? error.message : "no GPU";
    return `${why}. The CPU's threads integrate all the same. · ${cores}`;
  }
}
