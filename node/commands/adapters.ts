import { SCHEMA } from "../../src/run/result.ts";
import { version } from "../../src/version.ts";
import { findAdapters } from "../devices/adapters.ts";
import type { Arguments } from "../options/parse.ts";
import { examine } from "./diagnosis.ts";

/** `gpu-integrate adapters`: the adapters that `--adapter` can choose, hardware first. */
export async function printAdapters(args: Arguments): Promise<void> {
  const found = await findAdapters();
  if (args.flag("json")) {
    const adapters = [];
    for (const one of found) {
      const { identity, ...more } = await examine(one);
      adapters.push({ ...identity, ...more });
    }
    process.stdout.write(`${JSON.stringify({ schema: SCHEMA, version, adapters }, null, 2)}\n`);
    return;
  }
  if (!found.length) process.stdout.write("no WebGPU adapter; -b threads and -b serial work without one\n");
  for (const { identity, driver } of found) {
    const kind = identity.software ? "software adapter, the CPU runs the shader" : "hardware";
    process.stdout.write(
      `${identity.name}\n  ${kind} · ${identity.api} · ${identity.driver}\n  from ${driver.source}\n`,
    );
  }
}
