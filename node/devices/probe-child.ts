import { probe } from "./probe.ts";

// Probes the drivers whose manifests are the arguments and sends the adapters of each in one message. A driver's output,
// or its crash, stays in this process.
process.once("disconnect", () => process.exit());
for (const manifest of process.argv.slice(2)) {
  const adapters = await probe({ manifest, source: "", inProcess: false }).catch(() => []);
  await new Promise((resolve) => process.send?.(adapters, resolve));
}
process.disconnect();
