import "../base.css";
import "./form.css";
import type { Who } from "../../src/benchmark/labels.ts";
import { UsageError } from "../../src/errors.ts";
import { exactOf } from "../../src/integrand/language/integrand.ts";
import { prepareAccuracy } from "../../src/problem/accuracy.ts";
import { checkChoice, MAX_THREADS } from "../../src/problem/check-options.ts";
import { MAX_SIDE, RULE_NAMES, type RuleName } from "../../src/problem/grid.ts";
import {
  knownValue,
  type Precision,
  type Prepared,
  type PreparedAccuracy,
  prepare,
} from "../../src/problem/problem.ts";
import { cheapestFor } from "../../src/run/accuracy/cheapest.ts";
import { element, make } from "../dom.ts";
import { atField, checkFields, toleranceOf, wholeOf } from "./check.ts";
import { arrange, isTyping, readVariables, showVariables, typesetFormula, withCount } from "./formula.ts";
import { followKnown, noKnown, ownKnown } from "./known.ts";
import { followParameters, readParameters, showParameters, watchParameters } from "./parameters.ts";
import { showProblem } from "./problem.ts";
import { type Method, type Query, USUAL_BACKENDS, usualSide } from "./query.ts";
import { watchRemedies } from "./remedy.ts";

const TEXTS = ["f", "tol", "n", "rule", "precision", "threads", "exact"] as const;
const form = element<HTMLFormElement>("form");
const fields = form.elements as unknown as Record<(typeof TEXTS)[number], HTMLInputElement> &
  Record<"method" | "count", RadioNodeList>;
const boxes = [...form.querySelectorAll<HTMLInputElement>("[name=backends]")];
fields.rule.append(...RULE_NAMES.map((value) => make("option", { value, textContent: ruleInWords(value) })));

/** A checked snapshot of the form; later changes apply to the next run. */
export interface Task {
  readonly method: Method;
  /** The integral on the form's grid, and to its accuracy. */
  readonly prepared: Prepared;
  readonly accuracy: PreparedAccuracy;
  readonly exact: number | undefined;
  /** What Run runs on, in the order of the boxes. */
  readonly contenders: readonly Who[];
}

export function fillForm({ variables, parameters, method, backends, ...texts }: Partial<Query>): void {
  for (const name of TEXTS) if (texts[name] !== undefined) fields[name].value = texts[name];
  if (variables) showVariables(variables);
  if (parameters) showParameters(parameters);
  if (method) fields.method.value = method;
  if (backends !== undefined) for (const box of boxes) box.checked = backends.split(",").includes(box.value);
  if (texts.exact !== undefined) ownKnown(formQuery());
  follow();
}

export function formQuery(): Query {
  const texts = Object.fromEntries(TEXTS.map((name) => [name, fields[name].value])) as Record<
    (typeof TEXTS)[number],
    string
  >;
  return {
    ...texts,
    variables: readVariables(),
    parameters: readParameters(),
    method: fields.method.value as Method,
    backends: boxes.flatMap(({ checked, value }) => (checked ? value : [])).join(","),
  };
}

/** Reads and checks the form. Throws `usage`, `argument` being the field's name. */
export function readForm(): Task {
  const query = formQuery();
  const { method, threads, exact } = query;
  const accuracy = readIntegral(query);
  const { n, rule } = query;
  let prepared = prepare({ ...optionsOf(query), n: Number(usualSide(query.variables.length)) });
  if (method === "grid") {
    const side = wholeOf("n", n, "number of cells per side", MAX_SIDE);
    try {
      prepared = prepare({ ...optionsOf(query), n: side, rule: rule as RuleName });
    } catch (error) {
      throw atField(error, query);
    }
  }
  const known = exact.trim() ? exactOf(exact) : undefined;
  const chosen = query.backends.split(",").filter(Boolean) as Who["backend"][];
  if (!chosen.length) throw new UsageError("backends", undefined, "choose at least one backend");
  const auto = method === "grid" ? "f32" : cheapestFor(accuracy.problem.method.relative);
  const own = query.precision === "auto" ? auto : (query.precision as Precision);
  const contenders = chosen.map((backend): Who => {
    const precision = backend === "gpu" ? own : "f64";
    if (precision === "fast" && method === "accuracy") {
      throw new UsageError("precision", "fast", "promises no accuracy; an accuracy takes f32 or df64");
    }
    const workers =
      backend === "threads" || backend === "simd"
        ? wholeOf("threads", threads, "number of CPU workers", MAX_THREADS)
        : null;
    checkChoice({ backend, precision, ...(workers && { threads: workers }) });
    return { backend, precision, threads: workers };
  });
  return { method, prepared, accuracy, exact: known, contenders };
}

/** The integral, to the form's accuracy. Throws as `readForm` does. */
export function readIntegral(query = formQuery()): PreparedAccuracy {
  checkFields(query);
  try {
    return prepareAccuracy({ ...optionsOf(query), tolerance: toleranceOf(query.tol) });
  } catch (error) {
    throw atField(error, query);
  }
}

function optionsOf({ f, variables, parameters }: Query) {
  return {
    f,
    variables: Object.fromEntries(variables.map(({ name, from, to }) => [name, [from, to] as const])),
    parameters: Object.fromEntries(parameters.map(({ name, values }) => [name, values])),
  };
}

/** Calls back after every change. */
export function watchForm(onChange: () => void): void {
  const fill = (query: Partial<Query>) => {
    fillForm({ ...query, n: sideFor(query.variables?.length) });
    form.dispatchEvent(new Event("input", { bubbles: true }));
  };
  watchParameters((parameters) => fill({ parameters }));
  watchRemedies(formQuery, fill);
  form.addEventListener("input", ({ target }) => {
    const { name, value } = target as HTMLInputElement;
    if (name === "count") {
      const used = (one: string) => new RegExp(`\\b${one}\\b`).test(fields.f.value);
      fields.n.value = sideFor(Number(value));
      showVariables(withCount(Number(value), used));
    }
    if (name === "exact") ownKnown(formQuery());
    // Whoever edits a method's number wants that method.
    if (name === "tol") fields.method.value = "accuracy";
    if (name === "n" || name === "rule") fields.method.value = "grid";
    follow();
    onChange();
  });
  // The order of integration is shown once nobody is typing.
  element("formula").addEventListener("focusout", () => setTimeout(() => follow(true)));
}

/** The n for so many variables: the usual one, unless another was chosen. */
function sideFor(count = readVariables().length): string {
  const { value } = fields.n;
  return value === usualSide(readVariables().length) ? usualSide(count) : value;
}

/** Sets the cells a side of a grid, as typing them does. */
export function setSide(n: number): void {
  fields.n.value = String(n);
  fields.n.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Fills the form and tells those who watch it. */
export function presetForm(query: Pick<Query, "variables"> & Partial<Query>): void {
  fillForm({ parameters: [], method: "accuracy", n: sideFor(query.variables.length), ...query });
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Marks an invalid field and says how to fix it. Returns whether the form is valid. */
export function checkForm(): boolean {
  try {
    showProblem(null);
    const known = knownValue(readForm().accuracy);
    fields.exact.placeholder = known === null ? noKnown() : `${known} (known)`;
    return true;
  } catch (error) {
    showProblem(error);
    return false;
  }
}

let usual: Method | null = null;

/** Brings all that follows from the texts up to date. */
function follow(arranges = !isTyping()): void {
  followKnown(fields.exact, formQuery());
  const query = formQuery();
  const { f, variables, parameters, method, backends } = query;
  // The usual backends of the other method become those of this one.
  if (usual && usual !== method && backends === USUAL_BACKENDS[usual]) {
    for (const box of boxes) box.checked = USUAL_BACKENDS[method].split(",").includes(box.value);
  }
  usual = method;
  fields.count.value = String(variables.length);
  const names = variables.map(({ name }) => name);
  const given = parameters.map(({ name }) => name);
  element("f-label").textContent = `f(${[...names, ...given].join(", ")}) =`;
  typesetFormula(f, given);
  followParameters();
  try {
    const { order, problem } = readIntegral(query);
    if (arranges) arrange(order.map((axis) => problem.variables[axis]?.name as string));
  } catch {
    // Until the form is valid, the order stays.
  }
}

function ruleInWords(name: RuleName): string {
  return name.startsWith("gauss") ? `Gauss, ${name.slice("gauss".length)} points` : name;
}
