import type { AdapterIdentity } from "../identity.ts";

/** Software adapters, which do not always say that they are. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|microsoft basic render/i;

/** An adapter's identity, from the standard's information and what else the host knows. */
export function identify(info: GPUAdapterInfo, known: { name?: string; api?: string } = {}): AdapterIdentity {
  const { vendor, architecture, device, description } = info;
  // wgpu has a number where the standard has a name.
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
