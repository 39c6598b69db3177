import { type AdapterIdentity, identify } from "../src/adapter.ts";
import { type Driver, useDriver } from "./vulkan.ts";

/** Adapters that Dawn finds through this driver. Starts the driver in this process. */
export async function probe(driver: Driver): Promise<AdapterIdentity[]> {
  await useDriver(driver);
  const { create } = await import("webgpu");
  const found: AdapterIdentity[] = [];
  for (const { api, name } of await listAdapters(create)) {
    const adapter = await create([`adapter=${name}`]).requestAdapter();
    if (adapter) found.push(identify(adapter.info, { name, api }));
  }
  if (found.length < 2) return found;
  // Among several, the one that Dawn would take for speed goes first; it tells of it a name with all
  // but letters and digits replaced.
  const fastest = await create([]).requestAdapter({ powerPreference: "high-performance" });
  const rank = ({ name }: AdapterIdentity) =>
    name.toLowerCase().replace(/[^a-z0-9]+/g, "-") === fastest?.info.device ? 0 : 1;
  return found.sort((a, b) => rank(a) - rank(b));
}

/**
 * Names of all adapters. Dawn has no call that lists them, but names them in the error for an adapter
 * that does not exist.
 */
async function listAdapters(create: (options: string[]) => GPU): Promise<{ api: string; name: string }[]> {
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
