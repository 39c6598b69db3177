import { make } from "../dom.ts";

/** The sixteen values to add. */
const VALUES = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3];

/** The values in use after each step; every step halves their number. */
export function stepsOf(values: readonly number[]): number[][] {
  const steps = [[...values]];
  for (let count = values.length; count > 1; count /= 2) {
    const before = steps.at(-1) as number[];
    steps.push(before.slice(0, count / 2).map((value, k) => value + (before[k + count / 2] as number)));
  }
  return steps;
}

/** A tree reduction of sixteen values to step through. */
export function reduction(): HTMLElement {
  const steps = stepsOf(VALUES);
  let now = 0;
  const places = VALUES.map(() => make("li"));
  const said = make("p", { ariaLive: "polite" });
  const back = make("button", { type: "button", textContent: "Back" });
  const on = make("button", { type: "button", textContent: "Step" });
  const show = () => {
    const values = steps[now] as number[];
    places.forEach((place, k) => {
      const value = values[k];
      place.textContent = value === undefined ? "·" : String(value);
      place.className = value === undefined ? "gone" : now > 0 ? "sum" : "";
    });
    back.disabled = now === 0;
    on.disabled = now === steps.length - 1;
    const half = values.length / 2;
    said.textContent =
      now === steps.length - 1
        ? `Done after ${now} steps: ${values[0]}. Sixteen values need log₂ 16 = 4 steps; a million would need 20.`
        : half === 1
          ? `Step ${now + 1}: place 0 adds the value in place 1.`
          : `Step ${now + 1}: each place k below ${half} adds the value in place k + ${half}, all ${half} at once.`;
  };
  const move = (by: number) => () => {
    now += by;
    show();
  };
  back.addEventListener("click", move(-1));
  on.addEventListener("click", move(1));
  show();
  return make(
    "div",
    { className: "reduction" },
    make("h3", { textContent: "Tree reduction, step by step" }),
    make("ol", { start: 0 }, ...places),
    make("div", { className: "actions" }, back, on, said),
    make("p", {
      className: "hint",
      textContent:
        "The additions of a step are independent and happen at once, so the number of steps grows with the logarithm of the number of values. Between steps, all invocations wait at a barrier. To need fewer barriers, the shader adds eight values per step.",
    }),
  );
}
