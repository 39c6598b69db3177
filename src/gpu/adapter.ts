import type { AdapterIdentity } from "../identity.ts";

/** Adapters that are programs and do not always say so. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|microsoft basic render/i;

/** The identity of an adapter from what the standard tells of it, and what the host knows besides. */
export function identify(info: GPUAdapterInfo, known: { name?: string; api?: string } = {}): AdapterIdentity {
  const { vendor, architecture, device, description } = info;
  // Where the standard has a name, wgpu has a number.
  const named = /[g-z]/i.test(device) ? device : "";
  const name = known.name || named || description || `${vendor} ${architecture}`.trim() || "unnamed adapter";
  return {
    name,
    vendor,
    architecture,
    driver: description,
    software: info.isFallbackAdapter || SOFTWARE.test([name, vendor, architecture, description].join(" ")),
    api: known.api ?? "",
    variant: "guarded",
  };
}
