// Runs the documents: `npm run docs` takes every command in their console blocks and puts what it printed below it.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { runnerImport } from "vite";

const root = new URL("../../", import.meta.url);
const all = ["README.md", ...readdirSync(new URL("docs", root)).map((name) => `docs/${name}`)];
const { makeFolder, runIn, shown, withOutputs } = (
  await runnerImport(new URL("./commands.ts", import.meta.url).pathname)
).module;

const chosen = process.argv.slice(2);
for (const name of chosen.length ? chosen : all.filter((one) => one.endsWith(".md"))) {
  const file = new URL(name, root);
  const folder = makeFolder();
  const outputOf = (command) => {
    process.stderr.write(`${command}\n`);
    return shown(runIn(folder, command));
  };
  writeFileSync(file, withOutputs(readFileSync(file, "utf8"), outputOf));
  rmSync(folder, { recursive: true });
}
