import { membersOf } from "../../src/problem/family.ts";
import { element, make } from "../dom.ts";
import type { Parameter } from "./query.ts";

const place = element("parameters");

/** Shows a line a parameter: its name and its values. */
export function showParameters(parameters: readonly Parameter[]): void {
  while (place.children.length > parameters.length) place.lastElementChild?.remove();
  while (place.children.length < parameters.length) place.append(makeLine(place.children.length));
  lines().forEach(({ name, values }, k) => {
    name.value = parameters[k]?.name ?? "";
    values.value = parameters[k]?.values ?? "";
  });
}

export function readParameters(): Parameter[] {
  return lines().map(({ name, values }) => ({ name: name.value.trim(), values: values.value.trim() }));
}

/** Says how many values each has, and names its fields. */
export function followParameters(): void {
  for (const [k, { name, values, remove, said }] of lines().entries()) {
    const called = name.value.trim() || `parameter ${k + 1}`;
    name.ariaLabel = `Name of parameter ${k + 1}`;
    values.ariaLabel = `Values of ${called}`;
    remove.ariaLabel = `Remove ${called}`;
    said.textContent = inWords({ name: name.value.trim(), values: values.value });
  }
}

/** Calls back with the parameters after one was added or removed. */
export function watchParameters(onChange: (parameters: readonly Parameter[]) => void): void {
  element("add-parameter").addEventListener("click", () => {
    const before = readParameters();
    const name = [..."abcdkm"].find((letter) => before.every((one) => one.name !== letter)) ?? "p";
    onChange([...before, { name, values: "0:1:11" }]);
    lines().at(-1)?.name.select();
  });
  place.addEventListener("click", ({ target }) => {
    const k = lines().findIndex(({ remove }) => remove === target);
    if (k < 0) return;
    onChange(readParameters().filter((_, other) => other !== k));
    element("add-parameter").focus();
  });
}

function inWords({ name, values }: Parameter): string {
  try {
    const [all] = membersOf({ [name]: values }, []).values as [Float64Array];
    return all.length === 1 ? "one value" : `${all.length} values from ${all[0]} to ${all.at(-1)}`;
  } catch {
    // The form shows its own error.
    return "";
  }
}

function lines() {
  return [...place.children].map((one) => {
    const [name, values] = one.querySelectorAll("input") as unknown as [HTMLInputElement, HTMLInputElement];
    const remove = one.querySelector("button") as HTMLButtonElement;
    return { name, values, remove, said: one.querySelector(".hint") as HTMLElement };
  });
}

function makeLine(k: number): HTMLElement {
  const [name, values] = ["parameter", "values"].map((part) =>
    make("input", { name: `${part}${k}`, autocomplete: "off", autocapitalize: "off", spellcheck: false }),
  ) as [HTMLInputElement, HTMLInputElement];
  values.placeholder = "0:10:101, log:1:1000:4 or 1,2,5";
  const remove = make("button", { type: "button", textContent: "×" });
  const said = make("span", { className: "hint" });
  return make("div", { className: "parameter" }, "for ", name, " = ", values, remove, said);
}
