import { UsageError } from "../src/errors.ts";
import { SCHEMA } from "../src/result.ts";
import { version } from "../src/version.ts";
import { findAdapters } from "./adapters.ts";
import type { Arguments } from "./options.ts";

/** `gpu-integrate adapters`: what `--adapter` can choose from, hardware first. */
export async function printAdapters(args: Arguments): Promise<void> {
  const other = args.given.find((name) => name !== "json" && name !== "no-color");
  if (other) throw new UsageError(other, args.text(other), "adapters takes --json and nothing else");
  const found = await findAdapters();
  if (args.flag("json")) {
    const adapters = found.map(({ identity, driver }) => ({ ...identity, source: driver.source }));
    process.stdout.write(`${JSON.stringify({ schema: SCHEMA, version, adapters }, null, 2)}\n`);
    return;
  }
  if (!found.length) process.stdout.write("no WebGPU adapter: -b threads and -b serial work without one\n");
  for (const { identity, driver } of found) {
    const kind = identity.software ? "software adapter, the CPU runs the shader" : "hardware";
    process.stdout.write(
      `${identity.name}\n  ${kind} · ${identity.api} · ${identity.driver}\n  from ${driver.source}\n`,
    );
  }
}
