import { make } from "../dom.ts";

/** A text of the formula: typeset where it stands, a line of text while it has the focus. */
export interface Field {
  readonly root: HTMLElement;
  readonly input: HTMLInputElement;
  /** Shows MathML, the content of a `<math>`; null: the text as it is. */
  print(content: string | null): void;
}

export function makeField(kind: string): Field {
  const input = make("input", { autocomplete: "off", autocapitalize: "off", spellcheck: false });
  const shown = make("span", { className: "print" });
  shown.setAttribute("aria-hidden", "true");
  const root = make("span", { className: `field ${kind}` }, shown, input);
  let printed: string | null | undefined;
  return {
    root,
    input,
    print(content) {
      const key = content ?? `"${input.value}`;
      if (key === printed) return;
      printed = key;
      shown.replaceChildren(content === null ? input.value || "?" : mathOf(content));
    },
  };
}

/** A `<math>` element with this content. */
export function mathOf(content: string, display = false): Element {
  const block = display ? ' display="block"' : "";
  const text = `<math xmlns="http://www.w3.org/1998/Math/MathML"${block}>${content}</math>`;
  return document.importNode(new DOMParser().parseFromString(text, "application/xml").documentElement, true);
}
