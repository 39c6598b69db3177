import { existsSync, rmSync, writeFileSync } from "node:fs";
import { UsageError } from "../../src/errors.ts";
import { whyNot } from "../file-error.ts";
import type { Arguments } from "../options/parse.ts";

/** What writes the chart where `--plot` says, if it is given. Tries the file before the work. Throws `usage`. */
export function plotterIn(args: Arguments): ((svg: () => string) => void) | null {
  const file = args.text("plot");
  if (file === undefined) return null;
  checkWritable(file);
  return (svg) => write(file, svg());
}

/** An existing file stays as it is. */
function checkWritable(file: string): void {
  if (!/.\.svg$/i.test(file)) throw new UsageError("plot", file, "must be the name of an .svg file");
  const isNew = !existsSync(file);
  write(file, "", "a");
  if (isNew) rmSync(file);
}

function write(file: string, text: string, flag = "w"): void {
  try {
    writeFileSync(file, text, { flag });
  } catch (error) {
    throw new UsageError("plot", file, `cannot be written: ${whyNot(error)}`);
  }
}
