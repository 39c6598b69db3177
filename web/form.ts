import { UsageError } from "../src/errors.ts";
import { exactOf } from "../src/integrand/integrand.ts";
import { SyntaxProblem } from "../src/integrand/parse.ts";
import { checkChoice } from "../src/library.ts";
import type { Contender } from "../src/measure.ts";
import { knownValue, makeProblem, type Precision, type Problem } from "../src/problem.ts";
import { count } from "../src/units.ts";
import { openBackend } from "./choose.ts";
import { element, make } from "./dom.ts";
import { spawnWorker } from "./host.ts";
import { PRESETS, type Query, splitLimits } from "./query.ts";

type Name = "f" | "x0" | "x1" | "y0" | "y1" | "n" | "slider" | "precision" | "threads" | "exact";
const form = element<HTMLFormElement>("form");
const fields = form.elements as unknown as Record<Name, HTMLInputElement>;
const boxes = [...form.querySelectorAll<HTMLInputElement>("[name=backends]")];

/** What is to be run: checked, and as it is now; what changes in the form later is for the next run. */
export interface Task {
  readonly problem: Problem;
  readonly exact: number | undefined;
  readonly contenders: readonly Contender[];
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

/** The GPU first: it is what one came for. Throws `usage`. */
export function readForm(): Task {
  const query = formQuery();
  const whole = (text: string) => (/^\d+$/.test(text) ? Number(text) : Number.NaN);
  const problem = makeProblem({ f: query.f, x: query.x, y: query.y, n: whole(query.n) });
  const exact = query.exact.trim() ? exactOf(query.exact) : undefined;
  fields.exact.placeholder = knownValue(problem) === null ? "none" : `${knownValue(problem)}: known`;
  const threads = whole(query.threads);
  const contenders = (query.backends ? query.backends.split(",") : []).map((name): Contender => {
    const backend = name as Contender["backend"];
    const precision: Precision = backend === "gpu" ? (query.precision as Precision) : "f64";
    checkChoice({ backend, precision, threads });
    const choice = { backend, precision, threads, spawn: spawnWorker };
    const workers = backend === "threads" ? threads : null;
    return { backend, precision, threads: workers, open: (plan) => openBackend(plan, choice) };
  });
  if (!contenders.length) throw new UsageError("backends", undefined, "choose at least one");
  return { problem, exact, contenders };
}

/** Calls back with the form's texts whenever a person changes one, and marks what is wrong in them. */
export function watchForm(onChange: (query: Query) => void): void {
  for (const { name, ...preset } of PRESETS) {
    const button = make("button", { type: "button", textContent: name });
    button.addEventListener("click", () => {
      fillForm(preset);
      changed();
    });
    element("presets").append(button);
  }
  const changed = () => {
    check();
    onChange(formQuery());
  };
  form.addEventListener("input", ({ target }) => {
    if (target === fields.slider) fields.n.value = String(sideAt(Number(fields.slider.value)));
    follow();
    changed();
  });
}

/** Marks the field that is wrong, and says what would be right. */
function check(): void {
  try {
    readForm();
    showProblem(null);
  } catch (error) {
    showProblem(error);
  }
}

/** Shows an error of the form at its field, a parser's with its place; takes the last one away. */
export function showProblem(error: unknown, focus = false): void {
  for (const field of [...Object.values(names()), ...boxes]) field.removeAttribute("aria-invalid");
  const problem = element("problem");
  problem.replaceChildren();
  if (!(error instanceof UsageError)) return;
  const { field, position } = placeOf(error);
  field?.setAttribute("aria-invalid", "true");
  field?.setAttribute("aria-describedby", "problem");
  if (position !== null && field) {
    const before = make("span", { className: "before", textContent: field.value.slice(0, position) });
    const at = make("mark", { textContent: field.value.slice(position, position + 1) || " " });
    problem.append(make("code", {}, before, at, field.value.slice(position + 1)), " ");
  }
  problem.append(error instanceof SyntaxProblem ? error.advice : error.message);
  if (!focus || !field) return;
  field.focus();
  if (position !== null) field.setSelectionRange(position, position + 1);
}

/** The field that an error is about, and where in it. */
function placeOf(error: UsageError): { field: HTMLInputElement | undefined; position: number | null } {
  const position = error instanceof SyntaxProblem ? error.position : null;
  const { argument } = error;
  if (argument !== "x" && argument !== "y") {
    return { field: argument === "backends" ? boxes[0] : names()[argument], position };
  }
  const [first, second] = [fields[`${argument}0`], fields[`${argument}1`]];
  const past = position === null ? -1 : position - first.value.length - 1;
  return past < 0 ? { field: first, position } : { field: second, position: past };
}

function names(): Record<string, HTMLInputElement> {
  const { f, x0, x1, y0, y1, n, precision, threads, exact } = fields;
  return { f, x0, x1, y0, y1, n, precision, threads, exact };
}

/** The slider follows n, and the fields their texts' lengths. */
function follow(): void {
  const n = Number(fields.n.value);
  if (n >= 1) fields.slider.value = String(Math.log10(n / LEAST) / DECADES);
  fields.slider.setAttribute("aria-valuetext", `n = ${fields.n.value}`);
  const cells = n * n;
  element("cells").textContent = n >= 1 ? `${count(cells)} cells` : "";
  for (const field of [fields.f, fields.x0, fields.x1, fields.y0, fields.y1]) {
    field.size = Math.max(field === fields.f ? 8 : 2, Math.min(40, field.value.length));
  }
}

/** n from 100 to 100,000 on the slider, in two digits. */
const LEAST = 100;
const DECADES = 3;

function sideAt(place: number): number {
  return Number((LEAST * 10 ** (DECADES * place)).toPrecision(2));
}
