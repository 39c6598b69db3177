import { COMMANDS, type Command, EXAMPLES, GLOSSARY, WORDS } from "./commands.ts";
import { OPTIONS, type Option } from "./table.ts";

const GROUPS = ["Problem", "Backend", "Run", "Output"] as const;

/** The text of `--help`, with the options of `integrate`: one screen of 80 columns. */
export function help(): string {
  const others = Object.entries(COMMANDS).filter(
    ([name]) => !["integrate", "help", "version"].includes(name),
  );
  return text([
    "Integrates a function of up to twelve variables, on a GPU or on the CPU.",
    "",
    ...examplesOf("integrate").filter(Boolean),
    "Commands (COMMAND --help for each)",
    ...others.map(([name, about]) => `  ${name.padEnd(10)}${about}`),
    ...optionsOf("integrate"),
  ]);
}

/** The text of `COMMAND --help`. */
export function helpOf(command: Command): string {
  return text([
    `gpu-integrate ${[command, WORDS[command], "[options]"].filter(Boolean).join(" ")}`,
    `  ${COMMANDS[command]}`,
    "",
    ...examplesOf(command),
    ...optionsOf(command),
    ...(GLOSSARY[command] ?? []),
  ]);
}

/** An option as people write it: `-n`, `--nx`. */
export function spelled(name: string): string {
  const option = OPTIONS.find((one) => one.name === name || one.short === name);
  return option ? (option.short ? `-${option.short}` : `--${option.name}`) : name;
}

function text(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}

function examplesOf(command: Command): string[] {
  const lines = EXAMPLES[command]?.map((example) => `  gpu-integrate ${example}`) ?? [];
  return lines.length ? [...lines, ""] : [];
}

/** Options by purpose. */
function optionsOf(command: Command): string[] {
  return GROUPS.flatMap((group) => {
    const lines: string[] = [];
    let names: string[] = [];
    for (const option of OPTIONS) {
      if (option.group !== group || !option.commands.includes(command)) continue;
      names.push(signature(option));
      const about = option.helpFor?.[command] ?? option.help;
      if (about === undefined) continue;
      lines.push(`  ${names.join(", ").padEnd(30)} ${about}`);
      names = [];
    }
    return lines.length ? [group, ...lines] : [];
  });
}

/** `-f, --integrand EXPR`. */
function signature({ name, short, value }: Option): string {
  const names = [short && `-${short}`, name === short ? "" : `--${name}`].filter(Boolean).join(", ");
  return value ? `${names} ${value}` : names;
}
