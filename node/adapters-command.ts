import { type Arithmetic, probeArithmetic } from "../src/arithmetic.ts";
import { UsageError } from "../src/errors.ts";
import { SCHEMA } from "../src/result.ts";
import { version } from "../src/version.ts";
import { type FoundAdapter, findAdapters } from "./adapters.ts";
import { openDevice } from "./host.ts";
import type { Arguments } from "./options.ts";

/** `gpu-integrate adapters`: what `--adapter` can choose from, hardware first. */
export async function printAdapters(args: Arguments): Promise<void> {
  const other = args.given.find((name) => name !== "json" && name !== "no-color");
  if (other) throw new UsageError(other, args.text(other), "adapters takes --json and nothing else");
  const found = await findAdapters();
  if (args.flag("json")) {
    const adapters = [];
    for (const one of found) {
      adapters.push({ ...one.identity, source: one.driver.source, arithmetic: await arithmeticOf(one) });
    }
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

/** What its arithmetic does; null where it gives no device. */
async function arithmeticOf(found: FoundAdapter): Promise<Arithmetic | null> {
  try {
    const { device, release } = await openDevice(found);
    return await probeArithmetic(device).finally(release);
  } catch {
    return null;
  }
}
