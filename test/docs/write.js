// Runs the lesson: `npm run lesson` takes every command in docs/lesson.md and puts what it printed below it.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { runnerImport } from "vite";

const lesson = new URL("../../docs/lesson.md", import.meta.url);
const { makeFolder, runIn, shown, withOutputs } = (
  await runnerImport(new URL("./commands.ts", import.meta.url).pathname)
).module;

const folder = makeFolder();
const outputOf = (command) => {
  process.stderr.write(`${command}\n`);
  return shown(runIn(folder, command));
};
writeFileSync(lesson, withOutputs(readFileSync(lesson, "utf8"), outputOf));
rmSync(folder, { recursive: true });
