import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A fenced block of a Markdown text: its language, what stands behind that, and its lines. */
export interface Block {
  readonly language: string;
  readonly about: string;
  readonly lines: readonly string[];
}

const FENCED = /^```(\w*) ?(.*)\n([\s\S]*?)^```$/gm;

export function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(FENCED)].map(([, language = "", about = "", text = ""]) => ({
    language,
    about,
    lines: text.trimEnd().split("\n"),
  }));
}

/** The text with the output of every command in its console blocks (`$ command`) as `outputOf` has it. */
export function withOutputs(markdown: string, outputOf: (command: string) => string): string {
  return markdown.replace(FENCED, (block, language: string, about: string, text: string) => {
    if (language !== "console") return block;
    const commands = text.split("\n").filter((line) => line.startsWith("$ "));
    const shown = commands.map((line) => `${line}\n${outputOf(line.slice(2))}`);
    return `\`\`\`console${about && ` ${about}`}\n${shown.join("")}\`\`\``;
  });
}

const root = new URL("../../", import.meta.url).pathname;

/** A folder in which `node gpu-integrate` is this program, and the examples are. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "gpu-integrate-docs-"));
  for (const name of ["gpu-integrate.js", "examples"]) symlinkSync(join(root, name), join(folder, name));
  mkdirSync(join(folder, "bin"));
  symlinkSync(process.execPath, join(folder, "bin/node"));
  return folder;
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

// As root, and with more ranks than cores.
const openMpi = {
  OMPI_ALLOW_RUN_AS_ROOT: "1",
  OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: "1",
  OMPI_MCA_rmaps_base_oversubscribe: "1",
};

/** Runs a line of shell there, with this Node. */
export function runIn(folder: string, command: string, seconds = 120): Ended {
  const PATH = `${join(folder, "bin")}:${process.env.PATH}`;
  const env = { ...process.env, ...openMpi, PATH, NO_COLOR: "1", TIMEFORMAT: "real %R s" };
  const options = {
    cwd: folder,
    env,
    encoding: "utf8" as const,
    timeout: seconds * 1000,
    maxBuffer: 2 ** 28,
  };
  const { status, stdout, stderr } = spawnSync("bash", ["-c", command], options);
  return { code: status, out: stdout, err: stderr };
}

/** What a reader should see of it: the result, else the message; and what `time` has to say. */
export function shown({ code, out, err }: Ended): string {
  const time = err.split("\n").filter((line) => /^real .* s$/.test(line));
  return [out, ...(code === 0 ? time : [err.trimEnd()])]
    .filter(Boolean)
    .join("")
    .replace(/\n?$/, out || err ? "\n" : "");
}
