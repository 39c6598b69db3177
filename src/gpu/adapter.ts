import type { AdapterIdentity } from "../identity.ts";

/** Names of software adapters, some of which do not set isFallbackAdapter. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|microsoft basic render/i;

/** An adapter's identity, from WebGPU's adapter information and what the host knows besides. */
export function identify(info: GPUAdapterInfo, known: { name?: string; api?: string } = {}): AdapterIdentity {
  const { vendor, architecture, device, description } = info;
  // In wgpu `device` is a hexadecimal number, not a name.
  const deviceName = /[g-z]/i.test(device) ? device : "";
  const name =
    known.name || deviceName || description || `${vendor} ${architecture}`.trim() || "unnamed adapter";
  return {
    name,
    vendor,
    architecture,
    driver: description,
    software: info.isFallbackAdapter || SOFTWARE.test([name, vendor, architecture, description].join(" ")),
    api: known.api ?? "",
    variant: "xor",
  };
}
