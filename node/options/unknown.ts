import { escaped, printable, UsageError } from "../../src/errors.ts";
import { nearest } from "../../src/nearest.ts";
import { COMMANDS } from "./commands.ts";
import { OPTIONS } from "./table.ts";

export function unknownOption(token: string): UsageError {
  const name = token.replace(/^-+/, "").split("=", 1)[0] as string;
  const names = OPTIONS.filter(({ name, short }) => name !== short).map((one) => one.name);
  const near = nearest(name, names) ?? names.find((one) => name.startsWith(one));
  const advice = near ? `did you mean --${near}?` : "see --help";
  return new UsageError(printable(token), undefined, `unknown option; ${advice}`);
}

/** The error on a first word that is no command; `after` is the option that it follows. */
export function unknownCommand(word: string, after = ""): UsageError {
  const near = nearest(word, Object.keys(COMMANDS));
  if (after && !near) return torn(word, after);
  const isExpression = /^[\w(][^/]*[-+*^(]/.test(word);
  const meant = /^[A-Za-z]\w*=./.test(word)
    ? `-v ${escaped(word)}`
    : (near ?? (isExpression ? `-f "${escaped(word)}"` : null));
  const advice = meant ? `did you mean ${meant}?` : "see --help";
  // Without quotes the name of an option would read as the option.
  const isName = OPTIONS.some(({ name, short }) => word === name || word === short);
  return new UsageError(isName ? `"${word}"` : printable(word), undefined, `unknown command; ${advice}`);
}

/** The error on a word after a command that takes none. */
export function unexpectedWord(word: string, command: string, after = ""): UsageError {
  if (after) return torn(word, after);
  return new UsageError(
    `"${escaped(word)}"`,
    undefined,
    `unexpected after ${command}; see ${command} --help`,
  );
}

/** A value without quotes, which the shell took apart at a blank or completed with names of files. */
function torn(word: string, after: string): UsageError {
  const [option] = after.split(/[ =]/);
  const advice = `unexpected after ${escaped(after)}; put a value with blanks or * in quotes: ${option} "…"`;
  return new UsageError(`"${escaped(word)}"`, undefined, advice);
}
