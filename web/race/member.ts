import { UsageError } from "../../src/errors.ts";
import { valuesAt } from "../../src/problem/family.ts";
import { type Prepared, type Problem, prepareProblem } from "../../src/problem/problem.ts";

/** One integral, and which member of a family it is: `a = 2`; null of a single integral. */
export interface Single {
  readonly prepared: Prepared;
  readonly member: string | null;
}

/** The integral itself or, of a family, its middle member. */
export function singleOf(prepared: Prepared): Single {
  const { count, names } = prepared.members;
  return names.length ? memberOf(prepared, Math.floor((count - 1) / 2)) : { prepared, member: null };
}

/** Member k of a family, its parameters' values written into f and the limits. Throws `usage` if f becomes too long. */
export function memberOf({ problem, members }: Prepared, k: number): { prepared: Prepared; member: string } {
  const values = valuesAt(members, k);
  const put = (text: string) =>
    // The language's numbers begin with a digit or a point, so a name never begins within one.
    text.replace(/(?<![\w.])[A-Za-z_]\w*/g, (name) => {
      const position = members.names.indexOf(name);
      return position < 0 ? name : `(${values[position]})`;
    });
  const plain: Problem = {
    ...problem,
    f: put(problem.f),
    variables: problem.variables.map(({ name, from, to }) => ({ name, from: put(from), to: put(to) })),
    parameters: {},
  };
  const member = members.names.map((name, position) => `${name} = ${values[position]}`).join(", ");
  try {
    return { prepared: prepareProblem(plain), member };
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError("f", undefined, `for ${member}: ${error.advice}`);
    throw error;
  }
}
