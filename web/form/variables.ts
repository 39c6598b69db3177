import { UsageError } from "../../src/errors.ts";
import { limitOf } from "../../src/integrand/integrand.ts";
import { badName } from "../../src/integrand/names.ts";
import { MAX_AXES } from "../../src/problem/grid.ts";
import type { Variable } from "../../src/problem/variables.ts";
import { element, make } from "../dom.ts";

const place = element("variables");
const add = element<HTMLButtonElement>("add");
const PARTS = ["name", "from", "to"] as const;

/** Shows a row a variable: its name and its limits. */
export function showVariables(variables: readonly Variable[]): void {
  while (place.children.length > variables.length) place.lastElementChild?.remove();
  while (place.children.length < variables.length) place.append(row(place.children.length));
  rows().forEach((fields, k) => {
    for (const part of PARTS) fields[part].value = variables[k]?.[part] ?? "";
  });
  followVariables();
}

export function readVariables(): Variable[] {
  return rows().map(({ name, from, to }) => ({
    name: name.value.trim(),
    from: from.value.trim(),
    to: to.value.trim(),
  }));
}

/** Names the fields after their variables, and allows as many as a grid takes. */
export function followVariables(): void {
  const all = rows();
  all.forEach((fields, k) => {
    const called = fields.name.value.trim() || `variable ${k + 1}`;
    fields.name.ariaLabel = `Name of variable ${k + 1}`;
    fields.from.ariaLabel = `Lower limit of ${called}`;
    fields.to.ariaLabel = `Upper limit of ${called}`;
    fields.remove.ariaLabel = `Remove ${called}`;
    fields.remove.hidden = all.length === 1;
  });
  add.disabled = all.length >= MAX_AXES;
}

/** Calls back with the variables after one was added or removed. */
export function watchVariables(onChange: (variables: readonly Variable[]) => void): void {
  add.addEventListener("click", () => {
    const before = readVariables();
    const name = [..."xyztuvw"].find((letter) => before.every((one) => one.name !== letter)) as string;
    onChange([...before, { name, from: "0", to: "1" }]);
    rows().at(-1)?.name.select();
  });
  place.addEventListener("click", ({ target }) => {
    const k = rows().findIndex(({ remove }) => remove === target);
    if (k < 0) return;
    onChange(readVariables().filter((_, other) => other !== k));
    add.focus();
  });
}

/** Checks all that concerns a single field. Throws `usage`, `argument` being the field's name. */
export function checkVariables(variables: readonly Variable[]): void {
  const names = variables.map(({ name }) => name);
  names.forEach((name, k) => {
    const twice = names.indexOf(name) < k ? `${name} is a variable already; choose another name` : null;
    const many = k >= MAX_AXES ? `a grid takes at most ${MAX_AXES} variables; remove one` : null;
    const wrong = badName(name) ?? twice ?? many;
    if (wrong) throw new UsageError(`name${k}`, name, wrong);
  });
  variables.forEach(({ from, to }, k) => {
    limitOf(from, names, `from${k}`);
    limitOf(to, names, `to${k}`);
  });
}

/** The error with a field in place of the variable that it is about. */
export function atField(error: unknown, variables: readonly Variable[]): unknown {
  if (!(error instanceof UsageError)) return error;
  const { argument, value, advice } = error;
  const k = variables.findIndex(
    ({ name, from, to }) =>
      name === argument && [undefined, from, to, `${from},${to}`].includes(value as string),
  );
  const { from, to } = variables[k] ?? {};
  const part = value === to && value !== from ? "to" : "from";
  return k < 0 ? error : new UsageError(`${part}${k}`, value, advice);
}

type Fields = Record<(typeof PARTS)[number], HTMLInputElement> & { remove: HTMLButtonElement };

function rows(): Fields[] {
  return [...place.children].map((one) => {
    const [name, from, to] = one.querySelectorAll("input") as unknown as HTMLInputElement[];
    return { name, from, to, remove: one.querySelector("button") } as Fields;
  });
}

function row(k: number): HTMLElement {
  const [name, from, to] = PARTS.map((part) =>
    make("input", { name: `${part}${k}`, autocomplete: "off", autocapitalize: "off", spellcheck: false }),
  ) as [HTMLInputElement, HTMLInputElement, HTMLInputElement];
  const remove = make("button", { type: "button", textContent: "×" });
  return make("div", { className: "variable" }, name, " from ", from, " to ", to, remove);
}
