// Runs the documents: `npm run docs` takes every command in their console blocks and puts what it printed below it.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { runnerImport } from "vite";

const docs = new URL("../../docs/", import.meta.url);
const { makeFolder, runIn, shown, withOutputs } = (
  await runnerImport(new URL("./commands.ts", import.meta.url).pathname)
).module;

const chosen = process.argv.slice(2);
for (const name of chosen.length ? chosen : readdirSync(docs).filter((one) => one.endsWith(".md"))) {
  const file = new URL(name, docs);
  const folder = makeFolder();
  const outputOf = (command) => {
    process.stderr.write(`${command}\n`);
    return shown(runIn(folder, command));
  };
  writeFileSync(file, withOutputs(readFileSync(file, "utf8"), outputOf));
  rmSync(folder, { recursive: true });
}
