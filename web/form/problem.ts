import { UsageError } from "../../src/errors.ts";
import { SyntaxProblem } from "../../src/integrand/language/parse.ts";
import { element, make } from "../dom.ts";

/** Characters shown on each side of the error in a limit. */
const AROUND = 20;

/** Marks the field that a usage error belongs to, and the character of a parse error; clears the previous error. */
export function showProblem(error: unknown, focus = false): void {
  const form = element<HTMLFormElement>("form");
  const all = [...form.elements].filter((one): one is HTMLInputElement => "name" in one);
  for (const field of all) field.removeAttribute("aria-invalid");
  const problem = element("problem");
  problem.replaceChildren();
  element("ghost").replaceChildren();
  if (!(error instanceof UsageError)) return;
  const field = all.find(({ name }) => name === error.argument);
  field?.setAttribute("aria-invalid", "true");
  field?.setAttribute("aria-describedby", "problem");
  const position = error instanceof SyntaxProblem ? error.position : null;
  if (position !== null && field?.name === "f") markIn(field, position);
  else if (position !== null && field) problem.append(excerpt(field.value, position), " ");
  problem.append(error.advice);
  const missing = /^(\w+) needs limits/.exec(error.advice)?.[1];
  if (missing) problem.append(...remedies(missing));
  if (!focus || !field) return;
  // A field under Options is closed away.
  field.closest("details")?.setAttribute("open", "");
  field.focus();
  if (position !== null) field.setSelectionRange(position, position);
}

/** Underlines a character of f where it stands: behind the field's text lies the same text, unseen. */
function markIn(field: HTMLInputElement, position: number): void {
  const { value } = field;
  const before = make("span", { className: "before", textContent: value.slice(0, position) });
  const at = make("mark", { textContent: wordAt(value, position) });
  const ghost = element("ghost");
  ghost.append(before, at);
  ghost.scrollLeft = field.scrollLeft;
  field.onscroll = () => {
    ghost.scrollLeft = field.scrollLeft;
  };
}

function excerpt(value: string, position: number): HTMLElement {
  const first = Math.max(0, position - AROUND);
  const before = `${first ? "…" : ""}${value.slice(first, position)}`;
  const word = wordAt(value, position);
  const rest = value.slice(position + word.length, position + AROUND);
  return make("code", {}, before, make("mark", { textContent: word }), rest);
}

/** The name, or else the character, that is wrong. */
function wordAt(value: string, position: number): string {
  return /^(\w+|.)/.exec(value.slice(position))?.[0] ?? "\u00a0";
}

/** Buttons that make an unknown name known; the form listens for them. */
function remedies(name: string): HTMLElement[] {
  return ["variable", "parameter"].map((kind) => {
    const button = make("button", { type: "button", textContent: `make ${name} a ${kind}` });
    Object.assign(button.dataset, { kind, called: name });
    return button;
  });
}
