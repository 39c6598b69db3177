import { valuesAt } from "../problem/family.ts";
import { membersOfResult } from "../run/family/family-result.ts";
import type { FamilyResult } from "../run/result.ts";
import { cells, flatten, NO_ADAPTER, variableText } from "./csv.ts";

// Of a million members no text is made at once.

/** Members or numbers in a piece of text. */
const PIECE = 1000;

/** The document as JSON, in pieces: lists of numbers on one line, NaN as null. */
export function* jsonOfFamily({ family, failures, ...run }: FamilyResult): Generator<string> {
  yield `${JSON.stringify(run, null, 2).slice(0, -2)},\n  "family": {\n    "parameters": {`;
  const { parameters, statuses } = family;
  for (const [k, [name, values]] of Object.entries(parameters).entries()) {
    yield `${k ? "," : ""}\n      ${JSON.stringify(name)}: `;
    yield* list(values, numberText);
  }
  yield '\n    },\n    "integrals": ';
  yield* list(family.integrals, numberText);
  yield ',\n    "errors": ';
  yield* list(family.errors, numberText);
  yield ',\n    "statuses": ';
  yield* list(statuses, (status) => JSON.stringify(status));
  yield '\n  },\n  "failures": ';
  yield* list(failures, (failure) => JSON.stringify(failure), ",\n    ");
  yield "\n}\n";
}

/** A header row and a row a member, in pieces: its own fields, and then those of the run. */
export function* csvOfFamily({ family, failures, ...result }: FamilyResult): Generator<string> {
  const members = membersOfResult({ family });
  const { integral: _, exact: __, error: ___, estimate: ____, status: _____, samples, ...run } = result;
  const { variables, parameters, method, ...problem } = run.problem;
  const listed = {
    ...problem,
    variables: variableText(variables),
    parameters: Object.entries(parameters)
      .map(([name, values]) => `${name}=${values}`)
      .join("; "),
    method: { ...method, ...("n" in method && { n: method.n.join(" x ") }) },
  };
  const fields = flatten({ ...run, problem: listed, adapter: run.adapter ?? NO_ADAPTER });
  const ofRun = { ...fields, samples: (samples ?? []).join(" ") };
  const own = ["integral", "estimate.total", "status", "message"];
  const names = members.names.map((name) => `parameters.${name}`);
  yield `${cells([...names, ...own, ...Object.keys(ofRun)])}\n`;
  const end = cells(Object.values(ofRun));
  const messages = new Map(failures.map(({ index, message }) => [index, message]));
  for (let first = 0; first < members.count; first += PIECE) {
    const count = Math.min(PIECE, members.count - first);
    const rows = Array.from({ length: count }, (_, k) => {
      const index = first + k;
      const numbers = [family.integrals[index], family.errors[index]].map((one) =>
        Number.isNaN(one) ? null : one,
      );
      const values = [...valuesAt(members, index), ...numbers, family.statuses[index], messages.get(index)];
      return `${cells(values)},${end}\n`;
    });
    yield rows.join("");
  }
}

function numberText(value: number): string {
  return Number.isFinite(value) ? String(value) : "null";
}

/** `[1, 2, 3]` in pieces. */
function* list<T>(values: ArrayLike<T>, textOf: (value: T) => string, separator = ", "): Generator<string> {
  yield "[";
  for (let first = 0; first < values.length; first += PIECE) {
    const count = Math.min(PIECE, values.length - first);
    const texts = Array.from({ length: count }, (_, k) => textOf(values[first + k] as T));
    yield `${first ? separator : ""}${texts.join(separator)}`;
  }
  yield "]";
}
