import { make } from "../dom.ts";

/** Sixteen values to be added. */
const VALUES = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3];

/** After each step: what is in each place; the upper half is no longer looked at. */
export function stepsOf(values: readonly number[]): number[][] {
  const steps = [[...values]];
  for (let count = values.length; count > 1; count /= 2) {
    const before = steps.at(-1) as number[];
    steps.push(before.slice(0, count / 2).map((value, k) => value + (before[k + count / 2] as number)));
  }
  return steps;
}

/** The reduction of sixteen values by a tree, to be stepped through. */
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
        ? `Done after ${now} steps: ${values[0]}. Sixteen values need log₂ 16 = 4, a million would need 20.`
        : `Step ${now + 1}: place k adds what is ${half} place${half === 1 ? "" : "s"} on, for k below ${half}; all ${half} at the same time.`;
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
    make("h3", { textContent: "A tree of sums, step by step" }),
    make("ol", { start: 0 }, ...places),
    make("div", { className: "actions" }, back, on, said),
    make("p", {
      className: "hint",
      textContent:
        "Half of the additions do not wait for each other, so they happen together: steps grow with the logarithm of the number of values. Between two steps all invocations wait at a barrier, which is why the shader adds eight at a time and has fewer of them.",
    }),
  );
}
