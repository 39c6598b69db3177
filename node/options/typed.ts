import { escaped, printable, UsageError } from "../../src/errors.ts";
import { splitAtCommas } from "../../src/integrand/language/integrand.ts";
import { SyntaxProblem } from "../../src/integrand/language/parse.ts";
import type { Arguments } from "./parse.ts";

/** A variable's limits or a parameter's values, as they were typed. */
export interface Typed {
  readonly option: "x" | "y" | "z" | "variable" | "param";
  /** The option's value. */
  readonly text: string;
  /** Its end after the name and the sign, if it has these. */
  readonly value: string;
}

/** The limits by name. Throws `usage` for a variable that is given twice. */
export function limitsIn(args: Arguments): Map<string, Typed> {
  const found = new Map<string, Typed>();
  for (const option of ["x", "y", "z"] as const) {
    const text = oneLine(args.text(option));
    if (text !== undefined) found.set(option, { option, text, value: text });
  }
  for (const [name, typed] of namedIn(args, "variable", "limits", "t=0,1")) {
    const twice = found.get(name);
    if (twice) {
      const advice = `${escaped(name)} already has limits, by ${spelling(twice)}; give them once`;
      throw new UsageError("variable", typed.text, advice);
    }
    found.set(name, typed);
  }
  for (const { option, text, value } of found.values()) {
    const both = splitAtCommas(value);
    if (both.length !== 2 || both.some((limit) => limit.trim() === "") || value.startsWith("["))
      throw new UsageError(option, text, "takes two limits, as in 0,1");
  }
  return found;
}

/** The parameters' values by name. Throws `usage` for one that is given twice or is a variable. */
export function parametersIn(args: Arguments, limits: ReadonlyMap<string, Typed>): Map<string, Typed> {
  const found = new Map<string, Typed>();
  for (const [name, typed] of namedIn(args, "param", "values", "a=0:1:11")) {
    const [twice, variable] = [found.get(name), limits.get(name)];
    if (twice) {
      const advice = `${escaped(name)} already has values, by ${spelling(twice)}; give them once`;
      throw new UsageError("param", typed.text, advice);
    }
    if (variable) {
      const advice = `${escaped(name)} has limits, by ${spelling(variable)}, so it is a variable; a parameter has values`;
      throw new UsageError("param", typed.text, advice);
    }
    found.set(name, typed);
  }
  return found;
}

/** The texts `NAME=...` of an option, in their order. Throws `usage`. */
function namedIn(
  args: Arguments,
  option: "variable" | "param",
  wanted: string,
  example: string,
): [name: string, typed: Typed][] {
  return args.texts(option).map((raw) => {
    const text = oneLine(raw) as string;
    const [, before, value] = /^([^=]*)=(.*)$/.exec(text) ?? [];
    if (before === undefined || value === undefined)
      throw new UsageError(option, text, `needs a name and ${wanted}, as in ${example}`);
    const name = before.trim();
    if (name === "") throw new UsageError(option, text, `the name is missing, as in ${example}`);
    return [name, { option, text, value: value.trim() }];
  });
}

function spelling({ option, text }: Typed): string {
  const sign = option === "param" ? "--param" : `-${option === "variable" ? "v" : option}`;
  return `${sign} ${printable(text)}`;
}

/** An error on a variable or a parameter in terms of the option that has it. */
export function asTyped(
  error: UsageError,
  limits: ReadonlyMap<string, Typed>,
  parameters: ReadonlyMap<string, Typed>,
): UsageError {
  const { argument, value, advice } = error;
  if (argument === "variables") return new UsageError("variable", value, advice);
  if (argument === "parameters") return new UsageError("param", value, advice);
  const own = limits.get(argument) ?? parameters.get(argument);
  if (!own) return error;
  const { option, text } = own;
  const parts = partsOf(own);
  const texts = parts.map((part) => part.trim());
  // A variable may have the name of an argument, such as n.
  const bad = typeof value === "number" && option === "param";
  if (!bad && ![undefined, own.value, ...texts, texts.join()].includes(value as string)) return error;
  if (!(error instanceof SyntaxProblem)) return new UsageError(option, text, advice);
  const at = texts.indexOf(value as string);
  const before = parts.slice(0, at).reduce((sum, part) => sum + part.length + 1, 0);
  const start = text.length - parts.reduce((sum, part) => sum + part.length + 1, -1) + before;
  const blanks = /^ */.exec(text.slice(start))?.[0].length ?? 0;
  return new SyntaxProblem(option, text, start + blanks + error.position, advice);
}

/** The expressions of a value, between its separators: a text of parts that join to the end of the option's value. */
function partsOf({ option, value }: Typed): string[] {
  const ranges = option === "param" && value.includes(":");
  return ranges ? value.replace(/^log:/, "").split(":") : splitAtCommas(value);
}

/** Line breaks are spaces in the language, and would tear messages apart. */
export function oneLine(text: string | undefined): string | undefined {
  return text?.replace(/\s+/g, " ").trim();
}
