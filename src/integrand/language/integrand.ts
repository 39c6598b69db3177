import { UsageError } from "../../errors.ts";
import { parse } from "./parse.ts";
import { evaluate } from "./tape.ts";
import { number, type Tree } from "./tree.ts";

/** The value of a constant expression such as `2*pi/3`. `argument` names it in errors. Throws `usage`. */
export function constantOf(text: string, argument: string): number {
  return evaluate(parse(text, [], argument));
}

/** A known value of the integral: a constant expression with a finite value. Throws `usage`. */
export function exactOf(text: string): number {
  const value = constantOf(text, "exact");
  if (!Number.isFinite(value)) throw new UsageError("exact", text, "must be finite");
  return value;
}

/** A limit: `inf`, `-inf`, or an expression in other variables. `argument` names it in errors. Throws `usage`. */
export function limitOf(text: string, variables: readonly string[], argument: string): Tree {
  const infinite = /^\s*([+-]?)\s*inf\s*$/.exec(text);
  if (infinite) return number(infinite[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
  return parse(text, variables, argument);
}

/** The text cut at the commas that are not in parentheses. */
export function splitAtCommas(text: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const character of text) {
    depth += Number(character === "(") - Number(character === ")");
    if (character === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts;
}
