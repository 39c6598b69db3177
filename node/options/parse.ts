import { parseArgs } from "node:util";
import { UsageError } from "../../src/errors.ts";
import { OPTIONS, type Option } from "./table.ts";

export interface Arguments {
  readonly words: readonly string[];
  /** The text after an option that takes one. */
  text(name: string): string | undefined;
  flag(name: string): boolean;
  /** Names of the options that were given. */
  readonly given: readonly string[];
}

/** Splits a command line. Throws `usage` for an unknown option or a missing value. */
export function parseOptions(argv: readonly string[]): Arguments {
  const options = Object.fromEntries(
    OPTIONS.map(({ name, short, value }) => [
      name,
      { type: value ? ("string" as const) : ("boolean" as const), ...(short && { short }) },
    ]),
  );
  const { values, positionals } = parseArgs({ args: joinValues(argv), options, allowPositionals: true });
  return {
    words: positionals,
    text: (name) => (typeof values[name] === "string" ? values[name] : undefined),
    flag: (name) => values[name] === true,
    given: Object.keys(values),
  };
}

/** An option as people write it: `-n`, `--nx`. */
export function spelled(name: string): string {
  const option = OPTIONS.find((one) => one.name === name || one.short === name);
  return option ? (option.short ? `-${option.short}` : `--${name}`) : name;
}

/** A value as typed; in quotes where it is empty or would not show. */
export function printable(text: string): string {
  return text === "" || /\p{C}/u.test(text) ? JSON.stringify(text) : text;
}

/** The whole number after an option, written in digits. Throws `usage`. */
export function count(args: Arguments, name: string, least: number, most: number): number | undefined {
  const text = args.text(name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  const range = `${least.toLocaleString("en")} to ${most.toLocaleString("en")}`;
  const digits = Number.isInteger(value) && value >= least && value <= most ? `, in digits: ${value}` : "";
  throw new UsageError(name, text, `a whole number from ${range}${digits}`);
}

/** For a command that takes --json and no other option of the work. Throws `usage`. */
export function onlyJson(args: Arguments, command: string): void {
  const other = args.given.find((name) => name !== "json" && name !== "no-color");
  if (other) throw new UsageError(other, args.text(other), `${command} takes --json and nothing else`);
}

/** One of the words that an option allows. Throws `usage`. */
export function oneOf<T extends string>(args: Arguments, name: string, allowed: readonly T[]): T | undefined {
  const text = args.text(name);
  if (text === undefined || allowed.includes(text as T)) return text as T | undefined;
  throw new UsageError(name, text, `one of ${allowed.join(", ")}`);
}

/**
 * Writes every option as `--name` or `--name=value`. The token after an option that takes a value is
 * its value whatever it starts with (`-n -5`), unless it is itself an option.
 */
function joinValues(argv: readonly string[]): string[] {
  const joined: string[] = [];
  for (let k = 0; k < argv.length; k++) {
    const token = argv[k] as string;
    if (!token.startsWith("-") || token === "-") {
      joined.push(token);
      continue;
    }
    const option = lookUp(token) ?? attached(token);
    if (!option) throw unknown(token);
    const own = token.startsWith("--") ? token.indexOf("=") : -1;
    if (!option.value) {
      if (own > 0) throw new UsageError(token, undefined, "this option takes no value");
      joined.push(`--${option.name}`);
    } else if (own > 0) {
      joined.push(`--${option.name}=${token.slice(own + 1)}`);
    } else if (!lookUp(token)) {
      joined.push(`--${option.name}=${token.slice(token[2] === "=" ? 3 : 2)}`);
    } else if (k + 1 < argv.length && !lookUp(argv[k + 1] as string)) {
      joined.push(`--${option.name}=${argv[++k]}`);
    } else {
      throw new UsageError(
        token,
        undefined,
        `the value is missing: ${token} ${option.value}, ${option.help}`,
      );
    }
  }
  return joined;
}

/** The option that this token is: `-n`, `--nx`, `--nx=5`. */
function lookUp(token: string): Option | undefined {
  const long = token.startsWith("--") ? (token.slice(2).split("=", 1)[0] as string) : null;
  return OPTIONS.find(({ name, short }) => (long === null ? token === `-${short}` : name === long));
}

/** The option of a token that has its value attached: `-n20000`. */
function attached(token: string): Option | undefined {
  // -nx is meant to be --nx, not -n x.
  if (token.startsWith("--") || (lookUp(`-${token}`)?.name.length ?? 0) > 1) return undefined;
  return OPTIONS.find(({ short, value }) => short && value && token.startsWith(`-${short}`));
}

function unknown(token: string): UsageError {
  const name = token.replace(/^-+/, "").split("=", 1)[0] as string;
  const near = OPTIONS.find(
    (one) => name && one.name.length > 1 && (one.name.startsWith(name) || name.startsWith(one.name)),
  );
  const advice = near ? `did you mean --${near.name}?` : "see --help";
  return new UsageError(token, undefined, `there is no such option, ${advice}`);
}
