import { csvOfSamples } from "../../src/output/csv.ts";
import type { Result } from "../../src/run/result.ts";
import { element, make } from "../dom.ts";
import { formQuery } from "../form/form.ts";
import { type Query, writeQuery } from "../form/query.ts";
import { commandOf } from "./command.ts";

let waiting: ReturnType<typeof setTimeout> | undefined;

/** Shows the command of a valid form and, after a pause, the address: browsers limit how often it may change. */
export function follow(query: Query, valid: boolean): void {
  element<HTMLInputElement>("command").value = valid ? commandOf(query) : "";
  element<HTMLButtonElement>("copy-command").disabled = !valid;
  clearTimeout(waiting);
  waiting = setTimeout(() => history.replaceState(null, "", writeQuery(query)), 300);
}

/** Wires the buttons that copy and save; `results` returns those of the last run. */
export function offer(results: () => readonly Result[]): void {
  const copy = (id: string, text: () => string) => {
    const button = element<HTMLButtonElement>(id);
    const label = button.textContent;
    button.addEventListener("click", async () => {
      // There is no clipboard outside secure contexts.
      const written = navigator.clipboard?.writeText(text()) ?? Promise.reject();
      const done = await written.then(
        () => true,
        () => false,
      );
      button.textContent = done ? "Copied" : "Copying failed";
      setTimeout(() => {
        button.textContent = label;
      }, 1500);
    });
  };
  copy("copy-link", () => new URL(`${writeQuery(formQuery())}&run=1`, location.href).href);
  copy("copy-command", () => element<HTMLInputElement>("command").value);
  const onClick = (id: string, act: () => void) => element(id).addEventListener("click", act);
  onClick("save-json", () => save("result.json", "application/json", JSON.stringify(results(), null, 2)));
  onClick("save-csv", () => save("result.csv", "text/csv", csvOfSamples(results())));
}

/** Downloads a file. */
export function save(name: string, type: string, content: BlobPart): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
