import { LANES, RADIX } from "../../src/gpu/shader.ts";
import { make } from "../dom.ts";
import { line, shape } from "./svg.ts";

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

/** A tree reduction of sixteen values to step through, a row a step. */
export function reduction(): HTMLElement {
  const steps = stepsOf(VALUES);
  let now = 0;
  const rows = steps.map((values) =>
    make("ol", { start: 0, className: "level" }, ...values.map(() => make("li"))),
  );
  const links = steps.slice(1).map(({ length }) => linksInto(length));
  const said = make("p", { className: "said", ariaLive: "polite" });
  const back = make("button", { type: "button", textContent: "Back" });
  const on = make("button", { type: "button", textContent: "Step" });
  const show = () => {
    rows.forEach((row, level) => {
      row.ariaHidden = String(level > now);
      row.dataset.state = level > now ? "later" : level === now ? "now" : "before";
      [...row.children].forEach((place, k) => {
        place.textContent = level > now ? "" : String(steps[level]?.[k]);
      });
    });
    links.forEach((one, level) => {
      // Those of the step to come or, at the end, of the last.
      const isNow = level === Math.min(now, links.length - 1);
      one.dataset.state = isNow ? "now" : level < now ? "before" : "later";
    });
    // `disabled` would take the focus away.
    back.ariaDisabled = String(now === 0);
    on.ariaDisabled = String(now === steps.length - 1);
    said.textContent = textOf(now, steps);
  };
  const move = (by: number) => () => {
    now = Math.min(steps.length - 1, Math.max(0, now + by));
    show();
  };
  back.addEventListener("click", move(-1));
  on.addEventListener("click", move(1));
  show();
  return make(
    "div",
    { className: "reduction" },
    make("h3", { textContent: "A tree of sums, step by step" }),
    make("p", {
      className: "hint",
      textContent: `The additions of a step do not depend on each other, so they happen at once; between steps, all invocations wait at a barrier. Here each step adds two values. The shader adds ${RADIX} at a time, so that ${LANES} sums need two barriers, not six.`,
    }),
    make(
      "div",
      { className: "levels" },
      ...rows.flatMap((row, level) => [row, ...links.slice(level, level + 1)]),
    ),
    make("div", { className: "actions" }, back, on, said),
  );
}

/** Lines from each of twice as many places to the one that adds it, in the rows' sixteen columns. */
function linksInto(count: number): SVGElement {
  const lines = Array.from({ length: 2 * count }, (_, k) =>
    line(k + 0.5, 0, (k % count) + 0.5, 1, k < count ? "own" : "added"),
  );
  const view = { viewBox: `0 0 ${VALUES.length} 1`, preserveAspectRatio: "none", "aria-hidden": "true" };
  return shape("svg", { ...view, class: "links" }, ...lines);
}

function textOf(now: number, steps: readonly number[][]): string {
  const values = steps[now] as number[];
  const half = values.length / 2;
  if (now === steps.length - 1)
    return `Done after ${now} steps: ${values[0]}. Sixteen values need log₂ 16 = 4 steps; a million would need 20.`;
  return half === 1
    ? `Step ${now + 1}: place 0 adds the value in place 1.`
    : `Step ${now + 1}: each place k below ${half} adds the value in place k + ${half}, all ${half} at once.`;
}
