import { printable, UsageError } from "../../src/errors.ts";
import { COMMANDS, type Command, WORDS } from "./commands.ts";
import { OPTIONS, type Option } from "./table.ts";
import { unexpectedWord, unknownCommand, unknownOption } from "./unknown.ts";

export interface Arguments {
  readonly command: Command;
  /** Those after the command. */
  readonly words: readonly string[];
  /** The text after an option that takes one. */
  text(name: string): string | undefined;
  /** All texts of an option that may be given more than once. */
  texts(name: string): readonly string[];
  flag(name: string): boolean;
  /** Names of the options that were given. */
  readonly given: readonly string[];
}

/** Splits a command line and checks that its options belong to the command. Throws `usage`. */
export function parseOptions(argv: readonly string[]): Arguments {
  const values = new Map<string, (string | true)[]>();
  const words: string[] = [];
  /** Of each word, the expression or limits that it follows, with their option. */
  const after: string[] = [];
  let last = "";
  for (let k = 0; k < argv.length; k++) {
    const token = argv[k] as string;
    if (!token.startsWith("-") || token === "-") {
      words.push(token);
      after.push(last);
      last = "";
      continue;
    }
    const found = optionIn(token);
    if (!found) throw unknownOption(token);
    const { option, attached } = found;
    if (!option.value && attached !== undefined)
      throw new UsageError(token, undefined, "this option takes no value");
    const next = argv[k + 1];
    const add = (value: string | true) =>
      values.set(option.name, [...(values.get(option.name) ?? []), value]);
    if (!option.value) add(true);
    else if (attached !== undefined) add(attached);
    else if (next !== undefined && isValue(next, option)) add(argv[++k] as string);
    else throw new UsageError(token, undefined, `needs a value, as in ${token} ${option.value}`);
    last = option.expression ? `${token}${attached === undefined ? ` ${argv[k]}` : ""}` : "";
  }
  const [command, ...rest] = commandIn(words, after, values);
  const texts = (name: string) => (values.get(name) ?? []).filter((value) => value !== true);
  const args: Arguments = {
    command,
    words: rest,
    text: (name) => texts(name)[0],
    texts,
    flag: (name) => values.get(name)?.[0] === true,
    given: [...values.keys()],
  };
  // Help for a command may be wanted because of them.
  if (command === "help" || command === "version") return args;
  checkOptions(args);
  for (const [name, all] of values) checkOnce(name, all);
  return args;
}

/** Throws `usage` for an option that is given twice. */
function checkOnce(name: string, [first, second]: readonly (string | true)[]): void {
  if (second === undefined || OPTIONS.find((option) => option.name === name)?.repeatable) return;
  if (first === true || second === true) throw new UsageError(name, undefined, "given twice; give it once");
  throw new UsageError(name, second, `given twice, first as ${printable(first as string)}; give it once`);
}

/** The command, which `--help` and `--version` come before, and the words after it. Throws `usage`. */
function commandIn(
  words: readonly string[],
  after: readonly string[],
  values: ReadonlyMap<string, unknown>,
): [Command, ...string[]] {
  const [name = "integrate", ...rest] = words;
  if (!Object.hasOwn(COMMANDS, name)) throw unknownCommand(name, after[0]);
  const command = name as Command;
  if (values.has("version")) return ["version"];
  if (values.has("help")) return ["help", ...words.slice(0, 1)];
  if (command === "help" && rest[0] !== undefined && !Object.hasOwn(COMMANDS, rest[0]))
    throw unknownCommand(rest[0]);
  const k = WORDS[command] === "[COMMAND]" ? 2 : 1;
  const extra = words[k];
  if (extra !== undefined && WORDS[command] !== "FILE...") throw unexpectedWord(extra, command, after[k]);
  return [command, ...rest];
}

/** Throws `usage` for an option of another command, and for one that excludes another. */
function checkOptions({ command, given, text }: Arguments): void {
  for (const name of given) {
    const { commands, excludes, needs } = OPTIONS.find((option) => option.name === name) as Option;
    if (!commands.includes(command)) {
      const takers =
        commands.length > 2 ? `not an option of ${command}` : `only for ${commands.join(" and ")}`;
      const taker = commands.length > 2 ? command : commands[0];
      throw new UsageError(name, text(name), `${takers}; see ${taker} --help`);
    }
    if (needs?.command === command && !given.includes(needs.name))
      throw new UsageError(name, text(name), needs.why);
    const mayBeWith = given.includes("param") ? excludes?.exceptFamilies : [];
    const other = excludes?.names.find((one) => given.includes(one) && !mayBeWith?.includes(one));
    if (other) throw new UsageError(other, text(other), `cannot be combined with --${name}${excludes?.why}`);
  }
}

/** An option's value may start with anything, but is no other option; `-x` is a value where an expression is wanted. */
function isValue(token: string, { expression }: Option): boolean {
  if (expression && /^-[xyz]$/.test(token)) return true;
  return optionIn(token, false) === null;
}

/** The option of a token: `-n`, `--nx`, `--nx=5`, and with its value attached, `-n20000` or `-n=20000`. */
function optionIn(token: string, mayAttach = true): { option: Option; attached?: string } | null {
  if (token.startsWith("--")) {
    const [name, ...value] = token.slice(2).split("=");
    const option = OPTIONS.find((one) => one.name === name);
    return option ? { option, ...(value.length && { attached: value.join("=") }) } : null;
  }
  const option = token[0] === "-" && OPTIONS.find(({ short }) => short === token[1]);
  if (!option || token.length === 2) return option ? { option } : null;
  // -nx is meant to be --nx, not -n x.
  const long = OPTIONS.some(({ name, short }) => name !== short && name === token.slice(1).split("=")[0]);
  if (!mayAttach || !option.value || long) return null;
  return { option, attached: token.slice(token[2] === "=" ? 3 : 2) };
}
