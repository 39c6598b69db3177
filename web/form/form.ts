import "./form.css";
import type { Who } from "../../src/benchmark/labels.ts";
import { UsageError } from "../../src/errors.ts";
import { constantOf, exactOf } from "../../src/integrand/integrand.ts";
import { count } from "../../src/output/units.ts";
import { checkChoice, MAX_THREADS } from "../../src/problem/check-options.ts";
import { knownValue, MAX_SIDE, type Precision, type Prepared, prepare } from "../../src/problem/problem.ts";
import { element } from "../dom.ts";
import { wholeIn } from "../words.ts";
import { showProblem } from "./problem.ts";
import { PRESETS, type Query, splitLimits } from "./query.ts";

type Name = "f" | "x0" | "x1" | "y0" | "y1" | "n" | "slider" | "precision" | "threads" | "exact";
const form = element<HTMLFormElement>("form");
const fields = form.elements as unknown as Record<Name, HTMLInputElement>;
const boxes = [...form.querySelectorAll<HTMLInputElement>("[name=backends]")];

/** A checked snapshot of the form; later changes apply to the next run. */
export interface Task {
  readonly prepared: Prepared;
  readonly exact: number | undefined;
  readonly contenders: readonly Who[];
}

export function fillForm(query: Partial<Query>): void {
  const { x, y, backends, ...rest } = query;
  for (const [name, text] of Object.entries(rest)) if (text !== undefined) fields[name as Name].value = text;
  if (x !== undefined) [fields.x0.value, fields.x1.value] = splitLimits(x);
  if (y !== undefined) [fields.y0.value, fields.y1.value] = splitLimits(y);
  if (backends !== undefined) for (const box of boxes) box.checked = backends.split(",").includes(box.value);
  follow();
}

export function formQuery(): Query {
  const { f, x0, x1, y0, y1, n, precision, threads, exact } = fields;
  return {
    f: f.value,
    x: `${x0.value},${x1.value}`,
    y: `${y0.value},${y1.value}`,
    n: n.value,
    precision: precision.value,
    backends: boxes.flatMap(({ checked, value }) => (checked ? value : [])).join(","),
    threads: threads.value,
    exact: exact.value,
  };
}

/** Reads and checks the form, backends in the order of its boxes. Throws `usage`, `argument` being the field's name. */
export function readForm(): Task {
  const { f, n, precision, threads, exact, x0, x1, y0, y1 } = fields;
  const [x, y] = [
    [limit(x0), limit(x1)],
    [limit(y0), limit(y1)],
  ] as const;
  const prepared = prepare({ f: f.value, x, y, n: whole(n, "number of cells per side", MAX_SIDE) });
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

/** The finite value of a limit. Throws `usage`. */
function limit({ name, value }: HTMLInputElement): number {
  const number = constantOf(value, name);
  if (!Number.isFinite(number)) throw new UsageError(name, value, "limits must be finite");
  return number;
}

/** A whole number. Throws `usage`. */
function whole({ name, value }: HTMLInputElement, what: string, most: number): number {
  const number = wholeIn(value);
  if (number >= 1 && number <= most) return number;
  throw new UsageError(
    name,
    value,
    `enter the ${what}, a whole number from 1 to ${most.toLocaleString("en")}`,
  );
}

/** Calls back with the form's texts after every change. */
export function watchForm(onChange: (query: Query) => void): void {
  for (const button of element("presets").querySelectorAll("button")) {
    button.addEventListener("click", () => {
      fillForm(PRESETS[button.textContent ?? ""] ?? {});
      form.dispatchEvent(new Event("input"));
    });
  }
  form.addEventListener("input", ({ target }) => {
    if (target === fields.slider) fields.n.value = String(sideAt(Number(fields.slider.value)));
    follow(target === fields.slider);
    onChange(formQuery());
  });
}

/** Marks an invalid field and says how to fix it. Returns whether the form is valid. */
export function checkForm(): boolean {
  try {
    showProblem(null);
    const known = knownValue(readForm().prepared.problem);
    fields.exact.placeholder = known === null ? "none" : `${known} (known)`;
    return true;
  } catch (error) {
    showProblem(error);
    return false;
  }
}

/** Moves the slider to n, unless it was the slider that changed n, and sizes the fields to their texts. */
function follow(bySlider = false): void {
  const n = wholeIn(fields.n.value);
  if (n >= 1 && !bySlider) fields.slider.value = String(Math.log10(n / MIN_SIDE) / DECADES);
  fields.slider.setAttribute("aria-valuetext", `n = ${fields.n.value}`);
  element("cells").textContent = n >= 1 ? `${count(n * n)} cells` : "";
  for (const field of [fields.f, fields.x0, fields.x1, fields.y0, fields.y1]) {
    field.size = Math.max(field === fields.f ? 8 : 2, Math.min(40, field.value.length));
  }
}

/** The slider covers n from 100 to 100,000, rounded to two digits. */
const MIN_SIDE = 100;
const DECADES = 3;

function sideAt(place: number): number {
  return Number((MIN_SIDE * 10 ** (DECADES * place)).toPrecision(2));
}
