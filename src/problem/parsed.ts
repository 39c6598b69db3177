import { UsageError } from "../errors.ts";
import { parse } from "../integrand/language/parse.ts";
import { axesOf, PARAMETERS } from "../integrand/language/tree.ts";
import { type Domain, domainOf } from "./domain.ts";
import {
  ALONE,
  bound,
  type Members,
  membersOf,
  namesByAxis,
  type ParameterValues,
  valuesAt,
} from "./family.ts";
import type { Variable } from "./variables.ts";

interface Texts {
  readonly f: string;
  readonly variables: readonly Variable[];
  readonly parameters: Readonly<Record<string, ParameterValues>>;
}

/** Members whose integrands tell how fast those of all fall towards infinity. */
const SAMPLES = 64;

/** The domain and the members of a problem. `edges` as of `domainOf`. Throws `usage`. */
export function parsed(
  { f, variables, parameters }: Texts,
  edges: boolean,
): Domain & { readonly members: Members } {
  const names = variables.map(({ name }) => name);
  const members = membersOf(parameters, names);
  if (!members.names.length) return { ...domainOf(parse(f, names), variables, edges), members: ALONE };
  const tree = parse(f, namesByAxis(names, members.names));
  const step = Math.max(1, Math.floor((members.count - 1) / (SAMPLES - 1)));
  const samples = Array.from({ length: Math.min(SAMPLES, members.count) }, (_, k) =>
    valuesAt(members, k * step),
  );
  const domain = domainOf(tree, variables, edges, members.names, samples);
  checkUsed(members, domain);
  return { ...domain, members };
}

/** Throws `usage` for a parameter that changes nothing. */
function checkUsed({ names }: Members, { f, at }: Domain): void {
  const used = [f, ...at].reduce((all, tree) => all | axesOf(tree), 0);
  const idle = names.find((_, k) => !((used >> (PARAMETERS + k)) & 1));
  if (idle === undefined) return;
  throw new UsageError(
    idle,
    undefined,
    `neither f nor a limit depends on ${idle}: use it, or leave the parameter out`,
  );
}

/** The integral of one member of a family, its parameters' values in place. */
export function memberOf<Prepared extends Domain & { readonly members: Members }>(
  prepared: Prepared,
  k: number,
): Prepared {
  const { members, f, at } = prepared;
  const own = valuesAt(members, k);
  return { ...prepared, f: bound(f, own), at: at.map((tree) => bound(tree, own)), members: ALONE };
}
