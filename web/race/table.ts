import { make } from "../dom.ts";

export interface Row {
  /** CSS classes: a backend, for its colour, and `wrong`. */
  readonly kind: string;
  /** The first is the row's heading. */
  readonly cells: readonly (string | Node)[];
}

/** A table of numbers; on a narrow screen each row becomes a list. */
export function table(headings: readonly string[], rows: readonly Row[], caption = ""): HTMLTableElement {
  const head = make("tr");
  head.append(...headings.map((text) => make("th", { scope: "col", textContent: text })));
  const made = make("table", { className: "numbers" });
  if (caption) made.append(make("caption", { textContent: caption }));
  made.append(make("thead", {}, head), make("tbody", {}, ...rows.map((one) => row(headings, one))));
  return made;
}

/** A row; fewer cells than headings are one that spans the others. */
export function row(headings: readonly string[], { kind, cells }: Row): HTMLTableRowElement {
  const [first = "", ...rest] = cells;
  const made = make("tr", { className: kind }, make("th", { scope: "row" }, first));
  const spanning = headings.length - cells.length + 1;
  rest.forEach((cell, k) => {
    const last = k === rest.length - 1;
    const one = make("td", last && spanning > 1 ? { colSpan: spanning } : {}, cell);
    if (!last || spanning === 1) one.dataset.heading = headings[k + 1] ?? "";
    made.append(one);
  });
  return made;
}

/** Numbers that are behind a line of text until it is opened. */
export function folded(summary: string, ...content: (Node | string)[]): HTMLDetailsElement {
  return make("details", { className: "more" }, make("summary", { textContent: summary }), ...content);
}
