// Runs the published integrals in one to three variables and writes docs/honesty.md and a section of
// docs/benchmarks.md: `npm run honesty`. Asserts nothing.
import { close, load, machine, peerRuns, step, writeAccuracies, writeFew } from "./harness.js";

const [{ published, TOLERANCES }, { isProduct, own }, { onGpu }, { peersFor }, { report }, { accuracies }] =
  await Promise.all(
    ["./suite.ts", "./own.ts", "./gpu.ts", "./peers.ts", "./report.ts", "./beside.ts"].map(load),
  );

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
const peers = peersFor(published).map((peer) => peerRuns(peer, TOLERANCES));
writeFew(report(mine, whole, gpu, peers, machine));
writeAccuracies(accuracies(mine, peers, machine));
await close();
