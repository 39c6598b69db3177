import { title, type Who } from "../../src/benchmark/labels.ts";
import { rate } from "../../src/output/units.ts";
import { median } from "../../src/run/quantile.ts";
import { make } from "../dom.ts";

/** Bars with rates that differ by more than this are drawn on a logarithmic scale. */
const LINEAR = 30;

/** A bar for each contender, which grow as samples come. */
export interface Bars {
  readonly element: HTMLElement;
  /** The rates of a contender so far, in cells per second. */
  sample(who: Who, rates: readonly number[]): void;
  /** What stands beside a bar, and below it. */
  label(who: Who, label: string, verdict?: string, wrong?: boolean): void;
  /** Whether the scale is logarithmic now. */
  isLogarithmic(): boolean;
}

interface Lane {
  readonly row: HTMLElement;
  readonly bar: HTMLElement;
  readonly figure: HTMLElement;
  readonly verdict: HTMLElement;
  rates: readonly number[];
}

export function makeBars(contenders: readonly Who[]): Bars {
  const lanes = new Map<Who, Lane>();
  for (const who of contenders) {
    const bar = make("div", { className: "bar" });
    const figure = make("span", { className: "rate", textContent: "…" });
    const verdict = make("span", { className: "verdict" });
    const row = make("li", { className: who.backend });
    row.append(
      make("span", { className: "who", textContent: title(who) }),
      make("div", { className: "lane", ariaHidden: "true" }, bar),
      figure,
      verdict,
    );
    lanes.set(who, { row, bar, figure, verdict, rates: [] });
  }
  const known = () => [...lanes.values()].flatMap(({ rates }) => rates).filter(isTimed);
  const isLogarithmic = () => {
    const medians = [...lanes.values()].map(({ rates }) => median(rates.filter(isTimed))).filter(isTimed);
    return Math.max(...medians) > LINEAR * Math.min(...medians);
  };
  const draw = () => {
    const all = known();
    const [least, most] = [Math.min(...all), Math.max(...all)];
    // A logarithmic bar has no natural zero: the slowest has a tenth of the length.
    const zero = least / (most / least) ** (1 / 9);
    const part = isLogarithmic()
      ? (value: number) => Math.log(value / zero) / Math.log(most / zero)
      : (value: number) => value / most;
    const percent = (value: number) => `${Number((100 * part(value)).toFixed(2))}%`;
    for (const { bar, rates } of lanes.values()) {
      const finite = rates.filter(isTimed);
      if (!finite.length) continue;
      bar.style.inlineSize = percent(median(finite));
      bar.parentElement?.replaceChildren(
        bar,
        ...spaced(finite).map((one) => {
          const mark = make("i", { className: "sample" });
          mark.style.insetInlineStart = percent(one);
          return mark;
        }),
      );
    }
  };
  return {
    element: make("ol", { className: "bars" }, ...[...lanes.values()].map(({ row }) => row)),
    sample(who, rates) {
      const lane = lanes.get(who);
      if (!lane || document.hidden) return;
      lane.rates = [...rates];
      lane.figure.textContent = rateText(median(rates));
      draw();
    },
    label(who, label, verdict = "", wrong = false) {
      const lane = lanes.get(who);
      if (!lane) return;
      lane.figure.textContent = label;
      lane.verdict.textContent = verdict;
      lane.row.classList.toggle("wrong", wrong);
    },
    isLogarithmic,
  };
}

/** By a coarse clock a run may take no time. */
function isTimed(rate: number): boolean {
  return Number.isFinite(rate) && rate > 0;
}

export function rateText(cellsPerSecond: number): string {
  return Number.isFinite(cellsPerSecond) ? rate(cellsPerSecond) : "too short to time";
}

/** At most twenty of many samples, from the least to the greatest. */
function spaced(rates: readonly number[]): number[] {
  const sorted = [...rates].sort((a, b) => a - b);
  const count = Math.min(20, sorted.length);
  return Array.from(
    { length: count },
    (_, k) => sorted[Math.round((k * (sorted.length - 1)) / Math.max(1, count - 1))] as number,
  );
}
