import { IntegrateError, messageOf } from "../../src/errors.ts";
import { identify } from "../../src/gpu/adapter.ts";
import type { AdapterIdentity } from "../../src/identity.ts";
import { type Driver, useDriver } from "./vulkan.ts";

type Create = (options: string[]) => GPU;

/** Dawn's entry point. Throws `no-adapter` if its binary does not load. */
export async function loadDawn(): Promise<Create> {
  try {
    return (await import("webgpu")).create;
  } catch (cause) {
    const why = messageOf(cause).split("\n", 1)[0];
    const message = `the npm package webgpu does not load on this machine: ${why}`;
    throw new IntegrateError("no-adapter", message, { cause });
  }
}

/** The adapters that Dawn finds through this driver, fastest first. Loads the driver into this process. */
export async function probe(driver: Driver): Promise<AdapterIdentity[]> {
  await useDriver(driver);
  const create = await loadDawn();
  const listed = await listAdapters(create);
  const found: AdapterIdentity[] = [];
  for (const { api, name } of listed) {
    const adapter = await create([`adapter=${name}`]).requestAdapter();
    if (!adapter) continue;
    // Dawn takes the first adapter whose name contains this one, which may be another adapter.
    const taken = listed.find((one) => plain(one.name) === adapter.info.device)?.name ?? name;
    if (!found.some((one) => one.name === taken)) found.push(identify(adapter.info, { name: taken, api }));
  }
  if (found.length < 2) return found;
  const fastest = await create([]).requestAdapter({ powerPreference: "high-performance" });
  const rank = ({ name }: AdapterIdentity) => Number(plain(name) !== fastest?.info.device);
  return found.sort((a, b) => rank(a) - rank(b));
}

/** A name as Dawn's adapter information has it: lower case, with `-` for everything but letters and digits. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}

/** The names of all adapters, from the error for an unknown one: Dawn has no call to list them. */
async function listAdapters(create: Create): Promise<{ api: string; name: string }[]> {
  try {
    await create(["adapter=(none of this name)"]).requestAdapter();
    return [];
  } catch (error) {
    const lines = String(error).matchAll(/backend: '([^']*)', name: '(.*)'/g);
    const all = [...lines].map(([, api = "", name = ""]) => ({ api, name }));
    return all.filter(
      ({ api, name }, k) => api !== "null" && all.findIndex((other) => other.name === name) === k,
    );
  }
}
