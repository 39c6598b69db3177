import { UsageError } from "../../src/errors.ts";
import { SyntaxProblem } from "../../src/integrand/parse.ts";
import { element, make } from "../dom.ts";

/** Characters shown on each side of the error. */
const AROUND = 30;

/** Marks the field that a usage error belongs to, and the character of a parse error; clears the previous error. */
export function showProblem(error: unknown, focus = false): void {
  const form = element<HTMLFormElement>("form");
  const all = [...form.elements].filter((one): one is HTMLInputElement => "name" in one);
  for (const field of all) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
  const problem = element("problem");
  problem.replaceChildren();
  if (!(error instanceof UsageError)) return;
  const field = all.find(({ name }) => name === error.argument);
  field?.setAttribute("aria-invalid", "true");
  field?.setAttribute("aria-describedby", "problem");
  const position = error instanceof SyntaxProblem ? error.position : null;
  if (position !== null && field) {
    const { value } = field;
    const first = Math.max(0, position - AROUND);
    const before = make("span", {
      className: "before",
      textContent: `${first ? "…" : ""}${value.slice(first, position)}`,
    });
    const at = make("mark", { textContent: value.slice(position, position + 1) || " " });
    const rest = value.slice(position + 1, position + AROUND);
    problem.append(make("code", {}, before, at, rest), " ");
  }
  problem.append(error.advice);
  if (!focus || !field) return;
  field.focus();
  if (position !== null) field.setSelectionRange(position, position + 1);
}
