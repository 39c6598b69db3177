import { make } from "../dom.ts";
import { parts } from "./figure.ts";

/** A slider with its name and, beside it, what its value is. */
export interface Slider {
  readonly input: HTMLInputElement;
  offer(most: number | null): void;
  /** Where it is, as far as it is offered. */
  set(value: number): void;
  say(text: string): void;
  remove(): void;
}

/** `moved` is called at every move; the slider goes from 0 to what it offers, in steps of 1. */
export function makeSlider(name: string, value: number, moved: () => void): Slider {
  const input = make("input", { type: "range", min: "0", step: "1", ariaLabel: name });
  const said = make("output", { className: "view-value", ariaLive: "off" });
  const label = make("span", { textContent: name });
  const row = make("label", { className: "view-slider", hidden: true }, label, input, said);
  parts.sliders.append(row);
  let start = value;
  input.addEventListener("input", () => {
    start = Number(input.value);
    moved();
  });
  return {
    input,
    offer(most) {
      row.hidden = most === null;
      if (most === null) return;
      input.max = String(most);
      input.value = String(Math.min(start, most));
    },
    set(value) {
      start = value;
      input.value = String(value);
    },
    say(text) {
      if (said.textContent !== text) said.textContent = text;
      input.ariaValueText = text;
    },
    remove: () => row.remove(),
  };
}
