// Runs the published integrals and writes docs/honesty.md: `npm run honesty`. Asserts nothing.
import { writeFileSync } from "node:fs";
import os from "node:os";
import { createServer } from "vite";

// A server stays open for what is imported later.
const server = await createServer({
  configFile: false,
  server: { middlewareMode: true, hmr: false, ws: false },
  logLevel: "error",
});
const load = (name) => server.ssrLoadModule(new URL(name, import.meta.url).pathname);
const [{ published, TOLERANCES }, { isProduct, own }, { onGpu }, { peersFor }, { report }] =
  await Promise.all(["./suite.ts", "./own.ts", "./gpu.ts", "./peers.ts", "./report.ts"].map(load));
const step = (text) => process.stderr.write(`${text}\n`);

async function measured(integrals, apart) {
  const runs = [];
  for (const tolerance of TOLERANCES) {
    step(`this program, ${tolerance}${apart ? "" : ", products whole"}`);
    const outcomes = [];
    for (const one of integrals) outcomes.push(await own(one, tolerance, apart));
    runs.push({ tolerance, outcomes });
  }
  return { name: "this program", version: "", runs };
}

const mine = await measured(published, true);
const whole = await measured(published.filter(isProduct), false);
const gpu = await onGpu(published, step);
const peers = peersFor(published).map(({ name, version, missing, run }) => ({
  name,
  version,
  missing,
  runs: missing
    ? []
    : TOLERANCES.map((tolerance) => {
        step(`${name}, ${tolerance}`);
        return { tolerance, outcomes: run(tolerance) };
      }),
}));
const machine = `${os.cpus()[0]?.model ?? "an unknown processor"}, Node ${process.versions.node}`;
const text = report(mine, whole, gpu, peers, machine);
writeFileSync(new URL("../../docs/honesty.md", import.meta.url), text);
await server.close();
