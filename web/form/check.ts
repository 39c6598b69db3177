import { UsageError } from "../../src/errors.ts";
import { constantOf, limitOf } from "../../src/integrand/language/integrand.ts";
import { badName } from "../../src/integrand/language/names.ts";
import { parse } from "../../src/integrand/language/parse.ts";
import { grouped } from "../../src/output/units.ts";
import { membersOf, namesByAxis } from "../../src/problem/family.ts";
import { MAX_AXES } from "../../src/problem/grid.ts";
import { wholeIn } from "../words.ts";
import type { Query } from "./query.ts";

/** Checks all that concerns a single field. Throws `usage`, `argument` being the field's name. */
export function checkFields({ f, variables, parameters }: Query): void {
  const names = variables.map(({ name }) => name);
  const given = parameters.map(({ name }) => name);
  checkNames("name", "variable", names, []);
  if (names.length > MAX_AXES) {
    const wrong = `the page takes at most ${MAX_AXES} variables, the command 12: remove one`;
    throw new UsageError(`name${MAX_AXES}`, names[MAX_AXES], wrong);
  }
  checkNames("parameter", "parameter", given, names);
  parameters.forEach(({ name, values }, k) => {
    try {
      membersOf({ [name]: values }, names);
    } catch (error) {
      throw error instanceof UsageError ? new UsageError(`values${k}`, values, error.advice) : error;
    }
  });
  const all = namesByAxis(names, given);
  variables.forEach(({ from, to }, k) => {
    limitOf(from, all, `from${k}`);
    limitOf(to, all, `to${k}`);
  });
  parse(f, all, "f");
}

function checkNames(field: string, kind: string, names: readonly string[], taken: readonly string[]): void {
  names.forEach((name, k) => {
    const twice = names.indexOf(name) < k ? `${name} is a ${kind} already; choose another name` : null;
    const other = taken.includes(name) ? `${name} has limits, so it is a variable` : null;
    const wrong = badName(name, kind) ?? twice ?? other;
    if (wrong) throw new UsageError(`${field}${k}`, name, wrong);
  });
}

/** The error with a field in place of the variable, parameter or option that it is about. */
export function atField(error: unknown, { variables, parameters }: Query): unknown {
  if (!(error instanceof UsageError)) return error;
  const { argument, value, advice } = error;
  if (argument === "tolerance") return new UsageError("tol", value, advice);
  const parameter = parameters.findIndex(({ name }) => name === argument);
  if (parameter >= 0) return new UsageError(`values${parameter}`, value, advice);
  const k = variables.findIndex(
    ({ name, from, to }) =>
      name === argument && [undefined, from, to, `${from},${to}`].includes(value as string),
  );
  const { from, to } = variables[k] ?? {};
  const part = value === to && value !== from ? "to" : "from";
  return k < 0 ? error : new UsageError(`${part}${k}`, value, advice);
}

/** A whole number as people type it. Throws `usage`. */
export function wholeOf(name: string, text: string, what: string, most: number): number {
  const number = wholeIn(text);
  if (number >= 1 && number <= most) return number;
  throw new UsageError(name, text, `enter the ${what}, a whole number from 1 to ${grouped(most)}`);
}

/** A relative accuracy: a constant expression. Throws `usage`. */
export function toleranceOf(text: string): number {
  const value = text.trim() ? constantOf(text, "tol") : Number.NaN;
  if (value > 0 && value < 1) return value;
  throw new UsageError("tol", text, "enter the relative accuracy, a number between 1e-16 and 1, as in 1e-8");
}
