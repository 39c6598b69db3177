import { MAX_AXES } from "../../src/problem/grid.ts";
import { element } from "../dom.ts";
import type { Query } from "./query.ts";

/** Calls back with what a remedy of the form's error changes, when its button is pressed. */
export function watchRemedies(read: () => Query, onChange: (query: Partial<Query>) => void): void {
  element("problem").addEventListener("click", ({ target }) => {
    const { kind, called: name } = (target as HTMLElement).dataset;
    if (!name) return;
    const { variables, parameters } = read();
    if (kind === "parameter") onChange({ parameters: [...parameters, { name, values: "0:1:11" }] });
    else if (variables.length < MAX_AXES)
      onChange({ variables: [...variables, { name, from: "0", to: "1" }] });
  });
}
