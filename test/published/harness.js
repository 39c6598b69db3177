// What the scripts that write docs/honesty.md share.
import { readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import { createServer } from "vite";
import { withAccuraciesSection } from "../bench/accuracies-section.js";

const path = new URL("../../docs/honesty.md", import.meta.url);
const benchmarks = new URL("../../docs/benchmarks.md", import.meta.url);
/** The section that `npm run honesty:many` writes, which is the last. */
const MANY = "\n## Many variables\n";

// A server stays open for what is imported later.
const server = await createServer({
  configFile: false,
  server: { middlewareMode: true, hmr: false, ws: false },
  logLevel: "error",
});
export const load = (name) => server.ssrLoadModule(new URL(name, import.meta.url).pathname);
export const close = () => server.close();
export const step = (text) => process.stderr.write(`${text}\n`);
export const machine = `${os.cpus()[0]?.model ?? "an unknown processor"}, Node ${process.versions.node}`;

/** What a program says at each of these tolerances. */
export function peerRuns({ name, version, missing, run }, tolerances) {
  const runs = tolerances.map((tolerance) => {
    step(`${name}, ${tolerance}`);
    return { tolerance, outcomes: missing ? [] : run(tolerance) };
  });
  return { name, version, missing, runs };
}

const parts = () => {
  const text = readFileSync(path, "utf8");
  const at = text.indexOf(MANY);
  return at < 0 ? { few: text, many: "" } : { few: text.slice(0, at), many: text.slice(at) };
};
export const writeFew = (text) => writeFileSync(path, `${text}${parts().many}`);
export const writeMany = (text) => writeFileSync(path, `${parts().few}${MANY}${text}`);
export const writeAccuracies = (section) =>
  writeFileSync(benchmarks, withAccuraciesSection(readFileSync(benchmarks, "utf8"), section));
