import { UsageError } from "../errors.ts";
import { parse, SyntaxProblem } from "./parse.ts";
import { evaluate, simplify } from "./simplify.ts";
import { dependsOn, type Tree } from "./tree.ts";

/** The simplified tree of an integrand's text. Throws `usage`. */
export function integrandOf(text: string): Tree {
  return simplify(parse(text, "f"));
}

/** The value of a constant expression such as `2*pi/3`. `argument` names it in errors. Throws `usage`. */
export function constantOf(text: string, argument: string): number {
  const tree = parse(text, argument);
  const variables = dependsOn(tree);
  if (variables) {
    throw new UsageError(argument, text, `a constant is wanted here, without ${variables[0]}`);
  }
  return evaluate(tree, 0, 0);
}

/** A known value of the integral: a constant expression with a finite value. Throws `usage`. */
export function exactOf(text: string): number {
  const value = constantOf(text, "exact");
  if (!Number.isFinite(value)) throw new UsageError("exact", text, "a finite value is wanted");
  return value;
}

/** Two limits, `A,B`, each a constant expression. Throws `usage`. */
export function limitsOf(text: string, argument: string): [number, number] {
  const parts = splitAtCommas(text);
  if (parts.length !== 2 || parts.some((part) => part.trim() === "")) {
    throw new UsageError(argument, text, "two limits are wanted, as in 0,pi");
  }
  const [first, second] = parts as [string, string];
  const limit = (part: string, offset: number) => {
    try {
      return constantOf(part, argument);
    } catch (error) {
      if (!(error instanceof SyntaxProblem)) throw error;
      throw new SyntaxProblem(argument, text, error.position + offset, error.advice);
    }
  };
  return [limit(first, 0), limit(second, first.length + 1)];
}

/** The text cut at the commas that stand in no parentheses. */
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
