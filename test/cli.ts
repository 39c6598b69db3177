import { execFile } from "node:child_process";

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
