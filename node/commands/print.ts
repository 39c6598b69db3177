import type { Arguments } from "../options/parse.ts";
import { json } from "./report.ts";

/** What writes a result to stdout as the options ask: `--json` a document, `--csv`, or a text for people. */
export function printer<T extends object>(
  args: Arguments,
  csv: (result: T) => string,
  human: (result: T) => string,
): (result: T) => void {
  const format = args.flag("json") ? json : args.flag("csv") ? csv : human;
  return (result) => void process.stdout.write(format(result));
}
