import { UsageError } from "../errors.ts";
import { constantOf, splitAtCommas } from "../integrand/language/integrand.ts";
import { badName } from "../integrand/language/names.ts";
import { simplify } from "../integrand/language/simplify.ts";
import { axesOf, number, PARAMETERS, substitute, type Tree } from "../integrand/language/tree.ts";

/**
 * A parameter's values: `A:B:COUNT` equally spaced, `log:A:B:COUNT` logarithmically, `V1,V2,...` as listed, each a
 * constant expression; or numbers.
 */
export type ParameterValues = string | number | ArrayLike<number>;

/** All combinations of the parameters' values, in the order of nested loops, the last parameter fastest. */
export interface Members {
  readonly names: readonly string[];
  /** Of each parameter. */
  readonly values: readonly Float64Array[];
  readonly count: number;
}

export const MAX_MEMBERS = 1_000_000;
const MAX_PARAMETERS = 8;

/** Of an integral without parameters. */
export const ALONE: Members = { names: [], values: [], count: 1 };

/** The members of a family. Throws `usage`, naming the parameter. */
export function membersOf(
  parameters: Readonly<Record<string, ParameterValues>>,
  variables: readonly string[],
): Members {
  const names = Object.keys(parameters);
  if (names.length > MAX_PARAMETERS) {
    throw new UsageError(
      "parameters",
      names.join(","),
      `at most ${MAX_PARAMETERS} parameters, not ${names.length}`,
    );
  }
  const values = names.map((name) => {
    const wrong = badName(name, "parameter");
    if (wrong) throw new UsageError(name, undefined, wrong);
    if (variables.includes(name)) {
      throw new UsageError(
        name,
        undefined,
        `${name} has limits, so it is a variable; a parameter has values`,
      );
    }
    return valuesOf(name, parameters[name] as ParameterValues);
  });
  const count = values.reduce((product, one) => product * one.length, 1);
  if (count > MAX_MEMBERS) {
    const sizes = values.map(({ length }) => length).join(" x ");
    throw new UsageError("parameters", sizes, `a family has at most 1,000,000 members, not ${count}`);
  }
  return { names, values, count };
}

/** The parameters' values of member k. */
export function valuesAt({ values, count }: Members, k: number): Float64Array {
  const own = new Float64Array(values.length);
  let each = count;
  values.forEach((all, position) => {
    each /= all.length;
    own[position] = all[Math.floor(k / each) % all.length] as number;
  });
  return own;
}

/** The members from `first` on, up to `end`, as lists: the values of each parameter, member after member. */
export function membersIn(members: Members, first: number, end: number): Float64Array[] {
  const rows = Array.from({ length: end - first }, (_, k) => valuesAt(members, first + k));
  return members.values.map((_, position) => Float64Array.from(rows, (row) => row[position] as number));
}

/** Member k for people: `a = 2, b = 0.5`. */
export function memberText(members: Members, k: number): string {
  const own = valuesAt(members, k);
  return members.names.map((name, position) => `${name} = ${own[position]}`).join(", ");
}

/** The tree with these values in place of its parameters. */
export function bound(tree: Tree, values: ArrayLike<number>): Tree {
  if (axesOf(tree) < 1 << PARAMETERS) return tree;
  return simplify(
    substitute(tree, (leaf) =>
      leaf.axis >= PARAMETERS ? number(values[leaf.axis - PARAMETERS] as number) : leaf,
    ),
  );
}

/** Names by axis: variables from 0 on, parameters from `PARAMETERS` on. */
export function namesByAxis(variables: readonly string[], parameters: readonly string[]): string[] {
  const none = Array.from({ length: parameters.length ? PARAMETERS - variables.length : 0 }, () => "");
  return [...variables, ...none, ...parameters];
}

function valuesOf(name: string, given: ParameterValues): Float64Array {
  if (typeof given === "string") return checked(name, given, ofText(name, given.trim()));
  const numbers = typeof given === "number" ? [given] : given;
  if (typeof numbers !== "object" || numbers === null || !Number.isInteger(numbers.length))
    throw wrong(name, given);
  const other = Array.from(numbers).find((one) => typeof one !== "number");
  if (other !== undefined)
    throw new UsageError(name, other, "a list takes numbers; expressions go into a string");
  return checked(name, numbers, Float64Array.from(numbers));
}

function ofText(name: string, text: string): Float64Array {
  const [, logarithmic, from, to, count] = /^(log:)?([^:]*):([^:]*):([^:]*)$/.exec(text) ?? [];
  const constant = (part: string) => {
    if (part.trim() === "") throw wrong(name, text);
    return constantOf(part.trim(), name);
  };
  if (from === undefined || to === undefined || count === undefined) {
    if (text.includes(":")) throw wrong(name, text);
    return Float64Array.from(splitAtCommas(text), constant);
  }
  const [a, b, n] = [constant(from), constant(to), Number(count)];
  if (!(Number.isInteger(n) && n >= 1 && n <= MAX_MEMBERS)) {
    throw new UsageError(name, text, "the count must be a whole number from 1 to 1,000,000, as in 0:1:11");
  }
  if (n === 1 && a !== b) throw new UsageError(name, text, "one value is no range: write the value alone");
  if (logarithmic && !(Math.sign(a) * Math.sign(b) > 0)) {
    throw new UsageError(
      name,
      text,
      "logarithmic spacing needs two ends of the same sign, neither of them 0",
    );
  }
  const last = Math.max(1, n - 1);
  // Of ends that are far apart the ratio may be beyond the largest number.
  const far = Math.abs(Math.log10(b / a)) > 300;
  const logSpaced = (part: number) =>
    far ? Math.sign(a) * Math.abs(a) ** (1 - part) * Math.abs(b) ** part : a * (b / a) ** part;
  const between = (k: number) => (logarithmic ? logSpaced(k / last) : (a * (last - k) + b * k) / last);
  return Float64Array.from({ length: n }, (_, k) => (k === 0 ? a : k === last ? b : between(k)));
}

function checked(name: string, given: unknown, values: Float64Array): Float64Array {
  if (!values.length) throw wrong(name, given);
  const bad = values.find((value) => !Number.isFinite(value));
  if (bad === undefined) return values;
  throw new UsageError(
    name,
    typeof given === "string" ? given : bad,
    "the values of a parameter must be finite numbers",
  );
}

function wrong(name: string, given: unknown): UsageError {
  return new UsageError(
    name,
    given,
    `takes values, as in ${name}=0:1:11, ${name}=log:1:1000:4 or ${name}=1,2,5`,
  );
}
