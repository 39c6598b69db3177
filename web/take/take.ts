import "../base.css";
import "./take.css";
import { figure } from "../../src/output/chart.ts";
import { element, make } from "../dom.ts";
import { checkForm, formQuery } from "../form/form.ts";
import { type Query, writeQuery } from "../form/query.ts";
import { savePicture } from "../picture/picture.ts";
import { onPublish, published } from "../publish.ts";
import { offeredCharts, onCharts } from "../race/chart.ts";
import { commandOf } from "./command.ts";
import { copies } from "./copy.ts";
import { embedOf } from "./embed.ts";
import { csvOf, pngOf, save } from "./files.ts";

interface Line {
  readonly id: string;
  readonly title: string;
  readonly hint: string;
  readonly textOf: (query: Query) => string;
}

/** Texts to copy. */
const LINES: readonly Line[] = [
  {
    id: "link",
    title: "Link",
    hint: "Opens this integral, and runs it.",
    textOf: (query) => `${addressOf(query)}&run=1`,
  },
  {
    id: "command",
    title: "Command",
    hint: "Does the same in a terminal, in the program's folder.",
    textOf: commandOf,
  },
  {
    id: "embed",
    title: "Embed",
    hint: "Shows the integral with its picture in a page of yours.",
    textOf: (query) => embedOf(addressOf(query), query),
  },
];

/** Fills the section: texts to copy, which follow the form, and files to save. */
export function showTakeAway(): void {
  const lines = LINES.map(line);
  element("take").append(make("div", { className: "lines" }, ...lines.map(({ made }) => made)), files());
  const follow = () => {
    const query = checkForm() ? formQuery() : null;
    for (const { show } of lines) show(query);
  };
  element("form").addEventListener("input", follow);
  follow();
}

function line({ id, title, hint, textOf }: Line): { made: HTMLElement; show: (query: Query | null) => void } {
  const text = make("code", { id, className: "text", tabIndex: 0 });
  text.setAttribute("role", "group");
  text.setAttribute("aria-label", title);
  const copy = make("button", { type: "button", id: `copy-${id}`, textContent: "Copy" });
  copy.setAttribute("aria-label", `Copy the ${title.toLowerCase()}`);
  copies(copy, () => text.textContent ?? "", text);
  const made = make("div", { className: "line" });
  made.append(
    make("h3", { textContent: title }),
    make("p", { className: "hint", textContent: hint }),
    make("div", { className: "copied" }, text, copy),
  );
  return {
    made,
    show(query) {
      // Of a form with an error, the last one that was right stays.
      if (query) text.textContent = textOf(query);
      copy.disabled = !query;
    },
  };
}

function addressOf(query: Query): string {
  return new URL(writeQuery(query), location.href).href;
}

/** Buttons that save, disabled until there is something to save. */
function files(): HTMLElement {
  const json = () => JSON.stringify(JSON.parse(element("results").textContent ?? ""), null, 2);
  const svg = () => figure(offeredCharts());
  const button = (id: string, text: string, act: () => Promise<void> | void) => {
    const made = make("button", { type: "button", id, textContent: text });
    made.addEventListener("click", () => void act());
    return made;
  };
  const results = [
    button("save-json", "JSON", () => save("result.json", file("application/json", json()))),
    button("save-csv", "CSV", () => save("result.csv", file("text/csv", csvOf(published())))),
  ];
  const picture = button("save-picture", "PNG", async () => save("picture.png", await savePicture()));
  const charts = [
    button("save-svg", "SVG", () => save("charts.svg", file("image/svg+xml", svg()))),
    button("save-png", "PNG", async () => save("charts.png", await pngOf(svg()))),
  ];
  const hint = (textContent: string) => make("p", { className: "hint", textContent });
  const [needsRun, needsCharts] = [hint("After a run."), hint('After "Measure over n".')] as const;
  const allow = (buttons: readonly HTMLButtonElement[], why: HTMLElement, there: boolean) => {
    for (const one of buttons) {
      one.disabled = !there;
      one.title = there ? "" : (why.textContent ?? "");
    }
    // Its place remains.
    why.style.visibility = there ? "hidden" : "";
  };
  const offer = () => {
    allow(results, needsRun, published().length > 0);
    allow(charts, needsCharts, offeredCharts().length > 0);
  };
  onPublish(offer);
  onCharts(offer);
  offer();
  const group = (title: string, ...buttons: HTMLElement[]) => {
    const made = make("div", { className: "files" }, make("h3", { textContent: title }), ...buttons);
    made.setAttribute("role", "group");
    made.setAttribute("aria-label", title);
    return made;
  };
  return make(
    "div",
    { className: "saves" },
    group("Results of the last run", ...results, needsRun),
    group("Picture", picture),
    group("Charts over n", ...charts, needsCharts),
  );
}

function file(type: string, content: string): Blob {
  return new Blob([content], { type });
}
