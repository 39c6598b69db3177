import { domainOf } from "../src/problem/domain.ts";
import { variablesOf } from "../src/problem/variables.ts";
import type { Wanted } from "../src/run/accuracy/adapted.ts";
import { adaptAlone } from "../src/run/accuracy/separately.ts";
import { integrandOf } from "./trees.ts";

/** The integral of f with limits as in { x: "0,1" }, to 1e-8 unless something else is wanted. */
export function integral(f: string, limits: Record<string, string>, wanted: Partial<Wanted> = {}) {
  const variables = variablesOf({ variables: limits });
  const tree = integrandOf(
    f,
    variables.map(({ name }) => name),
  );
  return adaptAlone(domainOf(tree, variables), {
    relative: 1e-8,
    absolute: 0,
    maxEvaluations: 1e7,
    ...wanted,
  });
}
