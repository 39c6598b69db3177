import { probe } from "./probe.ts";

// Probes the drivers whose manifests are the arguments, one line of JSON each, so that what a driver
// prints, and a crash, stays in this process.
for (const manifest of process.argv.slice(2)) {
  const adapters = await probe({ manifest, source: "", trusted: false });
  console.log(JSON.stringify(adapters));
}
