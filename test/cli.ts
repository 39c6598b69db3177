import { type ChildProcess, execFile, fork } from "node:child_process";
import { once } from "node:events";
import { afterAll } from "vitest";

const root = new URL("..", import.meta.url);

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `node gpu-integrate ...` on the build. */
export function cli(args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
  const options = { cwd: root, env: { ...process.env, ...env }, timeout: 120_000, maxBuffer: 2 ** 26 };
  return new Promise((resolve) => {
    execFile(process.execPath, ["gpu-integrate", ...args], options, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
      resolve({ code, out, err });
    });
  });
}

/**
 * Runs the built program in a process that the command lines of a test file share, since it takes longer to start than
 * most of them take. What is about the process itself is for `cli`.
 */
export function useCli(): (args: readonly string[]) => Promise<Outcome> {
  const waiting: { resolve(outcome: Outcome): void; reject(error: Error): void }[] = [];
  let child: ChildProcess | null = null;
  const start = () => {
    const started = fork(new URL("./cli-child.js", import.meta.url), { cwd: root, execArgv: [] });
    started.on("message", (outcome: Outcome) => waiting.shift()?.resolve(outcome));
    started.on("exit", (code) => {
      child = null;
      for (const { reject } of waiting.splice(0)) reject(new Error(`it ended its process with ${code}`));
    });
    return started;
  };
  afterAll(() => {
    const ended = child && once(child, "exit");
    child?.kill();
    return ended;
  });
  return (args) =>
    new Promise((resolve, reject) => {
      child ??= start();
      waiting.push({ resolve, reject });
      child.send(args);
    });
}
