import { probe } from "./probe.ts";

// Probes the drivers whose manifests are its arguments, and sends one message with the adapters of each. A driver's output
// or crash stays in this process.
process.once("disconnect", () => process.exit());
for (const manifest of process.argv.slice(2)) {
  const adapters = await probe({ manifest, source: "", inProcess: false }).catch(() => []);
  await new Promise((resolve) => process.send?.(adapters, resolve));
}
process.disconnect();
