// Runs the integrals in many variables and writes their section of docs/honesty.md: `npm run honesty:many`. Asserts nothing.
import { close, load, machine, peerRuns, step, writeMany } from "./harness.js";

const [{ many, MANY_TOLERANCES }, { own }, { peersFor }, { atRandom }, { manyReport }] = await Promise.all(
  ["./many.ts", "./own.ts", "./peers.ts", "./many-random.ts", "./many-report.ts"].map(load),
);

async function measured(name, apart) {
  const runs = [];
  for (const tolerance of MANY_TOLERANCES) {
    step(`${name}, ${tolerance}`);
    const outcomes = [];
    for (const one of many) outcomes.push(await own(one, tolerance, apart));
    runs.push({ tolerance, outcomes });
  }
  return { name, version: "", runs };
}

const ours = [await measured("this program", true), await measured("kept whole", false)];
const peers = peersFor(many, ["hcubature", "cuhre", "vegas"]).map((peer) => peerRuns(peer, MANY_TOLERANCES));
step("at random");
writeMany(manyReport([...ours, ...peers], await atRandom(), machine));
await close();
