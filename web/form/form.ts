import "./form.css";
import type { Who } from "../../src/benchmark/labels.ts";
import { UsageError } from "../../src/errors.ts";
import { exactOf } from "../../src/integrand/integrand.ts";
import { parse } from "../../src/integrand/parse.ts";
import { grouped } from "../../src/output/units.ts";
import { checkChoice, MAX_THREADS } from "../../src/problem/check-options.ts";
import { MAX_SIDE, RULE_NAMES, type RuleName } from "../../src/problem/grid.ts";
import { knownValue, type Precision, type Prepared, prepare } from "../../src/problem/problem.ts";
import { element, make } from "../dom.ts";
import { wholeIn } from "../words.ts";
import { cellsInWords, placeOf, sideAt } from "./cells.ts";
import { showProblem } from "./problem.ts";
import { PRESETS, type Query, usualSide } from "./query.ts";
import {
  atField,
  checkVariables,
  followVariables,
  readVariables,
  showVariables,
  watchVariables,
} from "./variables.ts";

type Name = "f" | "n" | "slider" | "rule" | "precision" | "threads" | "exact";
const form = element<HTMLFormElement>("form");
const fields = form.elements as unknown as Record<Name, HTMLInputElement>;
const boxes = [...form.querySelectorAll<HTMLInputElement>("[name=backends]")];
fields.rule.append(
  ...RULE_NAMES.map((name) => make("option", { value: name, textContent: ruleInWords(name) })),
);

/** A checked snapshot of the form; later changes apply to the next run. */
export interface Task {
  readonly prepared: Prepared;
  readonly exact: number | undefined;
  readonly contenders: readonly Who[];
}

export function fillForm({ variables, backends, ...rest }: Partial<Query>): void {
  for (const [name, text] of Object.entries(rest)) fields[name as Name].value = text;
  if (variables) showVariables(variables);
  if (backends !== undefined) for (const box of boxes) box.checked = backends.split(",").includes(box.value);
  follow();
}

export function formQuery(): Query {
  const { f, n, rule, precision, threads, exact } = fields;
  return {
    f: f.value,
    variables: readVariables(),
    n: n.value,
    rule: rule.value,
    precision: precision.value,
    backends: boxes.flatMap(({ checked, value }) => (checked ? value : [])).join(","),
    threads: threads.value,
    exact: exact.value,
  };
}

/** Reads and checks the form, backends in the order of its boxes. Throws `usage`, `argument` being the field's name. */
export function readForm(): Task {
  const { precision, threads, exact } = fields;
  const prepared = readIntegral();
  const known = exact.value.trim() ? exactOf(exact.value) : undefined;
  const chosen = boxes.filter(({ checked }) => checked).map(({ value }) => value as Who["backend"]);
  if (!chosen.length) throw new UsageError("backends", undefined, "choose at least one backend");
  const contenders = chosen.map((backend): Who => {
    const own = backend === "gpu" ? (precision.value as Precision) : "f64";
    const workers = backend === "threads" ? whole(threads, "number of CPU workers", MAX_THREADS) : null;
    checkChoice({ backend, precision: own, ...(workers && { threads: workers }) });
    return { backend, precision: own, threads: workers };
  });
  return { prepared, exact: known, contenders };
}

/** The integral, by default with the form's own n. Throws as `readForm` does. */
export function readIntegral(n?: number): Prepared {
  const { f, rule } = fields;
  const all = readVariables();
  checkVariables(all);
  parse(
    f.value,
    all.map(({ name }) => name),
    "f",
  );
  const side = n ?? whole(fields.n, "number of cells per side", MAX_SIDE);
  try {
    const variables = Object.fromEntries(all.map(({ name, from, to }) => [name, [from, to] as const]));
    return prepare({ f: f.value, variables, n: side, rule: rule.value as RuleName });
  } catch (error) {
    throw atField(error, all);
  }
}

/** A whole number. Throws `usage`. */
function whole({ name, value }: HTMLInputElement, what: string, most: number): number {
  const number = wholeIn(value);
  if (number >= 1 && number <= most) return number;
  throw new UsageError(name, value, `enter the ${what}, a whole number from 1 to ${grouped(most)}`);
}

/** Calls back with the form's texts after every change. */
export function watchForm(onChange: (query: Query) => void): void {
  const fill = (query: Pick<Query, "variables"> & Partial<Query>) => {
    const { length } = query.variables;
    // n cells a side are many more or fewer with another number of sides.
    fillForm({ ...query, ...(length !== readVariables().length && { n: usualSide(length) }) });
    form.dispatchEvent(new Event("input"));
  };
  for (const button of element("presets").querySelectorAll("button")) {
    button.addEventListener("click", () =>
      fill(PRESETS[button.textContent ?? ""] as (typeof PRESETS)[string]),
    );
  }
  watchVariables((variables) => fill({ variables }));
  form.addEventListener("input", ({ target }) => {
    const { slider, n } = fields;
    if (target === slider) n.value = String(sideAt(Number(slider.value), readVariables().length));
    follow(target === slider);
    onChange(formQuery());
  });
}

/** Marks an invalid field and says how to fix it. Returns whether the form is valid. */
export function checkForm(): boolean {
  try {
    showProblem(null);
    const known = knownValue(readForm().prepared);
    fields.exact.placeholder = known === null ? "none" : `${known} (known)`;
    return true;
  } catch (error) {
    showProblem(error);
    return false;
  }
}

/** Moves the slider to n, unless it was the slider that changed n, and sizes f's field to its text. */
function follow(bySlider = false): void {
  const { f, n, rule, slider } = fields;
  const side = wholeIn(n.value);
  const axes = readVariables().length;
  if (side >= 1 && !bySlider) slider.value = String(placeOf(side, axes));
  slider.setAttribute("aria-valuetext", `n = ${n.value}`);
  element("cells").textContent = side >= 1 ? cellsInWords(side, axes, rule.value) : "";
  f.size = Math.max(8, Math.min(40, f.value.length));
  followVariables();
}

function ruleInWords(name: RuleName): string {
  return name.startsWith("gauss") ? `Gauss, ${name.slice("gauss".length)} points` : name;
}
