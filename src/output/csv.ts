import type { Estimate } from "../accuracy/claim.ts";
import { samplesOf } from "../benchmark/compare.ts";
import type { AdapterIdentity } from "../identity.ts";
import type { Problem } from "../problem/problem.ts";
import type { AccuracyResult, Result } from "../run/result.ts";

/** One header row, the same for every backend, and one row: the document's fields, nested names joined by dots. */
export function csv(result: Result): string {
  return rows([
    {
      ...fields(result),
      ranks: result.ranks,
      parts: result.parts,
      samples: (result.samples ?? []).join(" "),
    },
  ]);
}

/** The same of an integral to an accuracy. */
export function csvOfAccuracy(result: AccuracyResult): string {
  return rows([{ ...accuracyFields(result), samples: (result.samples ?? []).join(" ") }]);
}

/** The same with a row a sample: `sample` is its number, from 1, and `sampleSeconds` its compute time. */
export function csvOfSamples(results: readonly Result[]): string {
  return rows(
    results.flatMap((result) =>
      samplesOf(result).map((sampleSeconds, k) => ({ ...fields(result), sample: k + 1, sampleSeconds })),
    ),
  );
}

/** The same of integrals to an accuracy. */
export function csvOfAccuracySamples(results: readonly AccuracyResult[]): string {
  return rows(
    results.flatMap((result) =>
      samplesOf(result).map((sampleSeconds, k) => ({
        ...accuracyFields(result),
        sample: k + 1,
        sampleSeconds,
      })),
    ),
  );
}

function fields({ samples: _, ranks: __, parts: ___, ...result }: Result): Record<string, unknown> {
  const { adapter, estimate } = result;
  return flatten({
    ...result,
    problem: inColumns(result.problem),
    estimate: estimate ?? NO_ESTIMATE,
    adapter: adapter ?? NO_ADAPTER,
  });
}

function accuracyFields({ samples: _, ...result }: AccuracyResult): Record<string, unknown> {
  const { variables, parameters: __, ...problem } = result.problem;
  const listed = { ...problem, variables: variableText(variables) };
  const levels = result.levels.join(" ");
  return flatten({ ...result, problem: listed, levels, adapter: result.adapter ?? NO_ADAPTER });
}

/** With a text in place of a list, so that the columns are the same for any number of variables. */
function inColumns({ variables, parameters: _, method, ...problem }: Problem): object {
  return {
    ...problem,
    variables: variableText(variables),
    method: { ...method, n: method.n.join(" x ") },
  };
}

export function variableText(variables: Problem["variables"]): string {
  return variables.map(({ name, from, to }) => `${name}=${from},${to}`).join("; ");
}

function rows(records: readonly Record<string, unknown>[]): string {
  const lines = [Object.keys(records[0] ?? {}), ...records.map(Object.values)];
  return lines.map((line) => `${cells(line)}\n`).join("");
}

/** A row without its end. */
export function cells(values: readonly unknown[]): string {
  return values.map((value) => quoted(value ?? "")).join(",");
}

export const NO_ADAPTER: Record<keyof AdapterIdentity, null> = {
  name: null,
  vendor: null,
  architecture: null,
  driver: null,
  software: null,
  api: null,
  variant: null,
};

const NO_ESTIMATE: Record<keyof Estimate, null> = {
  total: null,
  discretization: null,
  rounding: null,
  order: null,
  regime: null,
  extrapolated: null,
};

export function flatten(value: object, prefix = ""): Record<string, unknown> {
  const entries = Object.entries(value).map(([key, field]): object => {
    const nested = field !== null && typeof field === "object";
    return nested ? flatten(field, `${prefix}${key}.`) : { [prefix + key]: field };
  });
  return Object.assign({}, ...entries);
}

function quoted(value: unknown): string {
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
