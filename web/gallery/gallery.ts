import "../base.css";
import "./gallery.css";
import { prepareAccuracy } from "../../src/problem/accuracy.ts";
import { element, make } from "../dom.ts";
import { presetForm } from "../form/form.ts";
import { paintThumbnail } from "../picture/picture.ts";
import { EXAMPLES, type Example } from "./examples.ts";

/** Fills the gallery: a small picture and a name each, which fill the form. */
export function showGallery(): void {
  const list = make("ul", {}, ...EXAMPLES.map((example) => make("li", {}, entry(example))));
  element("gallery").append(list);
}

function entry({ title, ...query }: Example): HTMLElement {
  const canvas = make("canvas", { width: 120, height: 80 });
  canvas.setAttribute("aria-hidden", "true");
  const button = make("button", { type: "button" }, canvas, make("span", { textContent: title }));
  button.addEventListener("click", () => {
    presetForm(query);
    // On a phone the gallery is far below.
    element("formula").scrollIntoView({ block: "nearest" });
  });
  const { f, variables, parameters = [] } = query;
  const { problem } = prepareAccuracy({
    f,
    variables: Object.fromEntries(variables.map(({ name, from, to }) => [name, [from, to] as const])),
    parameters: Object.fromEntries(parameters.map(({ name, values }) => [name, values])),
  });
  void paintThumbnail(canvas, problem).catch(() => {});
  return button;
}
