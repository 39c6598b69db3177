import { probe } from "./probe.ts";

// Probes the drivers whose manifests are the arguments and sends what it finds, one message each. What
// a driver prints, and a crash, stays in this process.
process.once("disconnect", () => process.exit());
for (const manifest of process.argv.slice(2)) {
  const adapters = await probe({ manifest, source: "", inProcess: false }).catch(() => []);
  await new Promise((resolve) => process.send?.(adapters, resolve));
}
process.disconnect();
