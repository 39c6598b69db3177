import "../base.css";
import "./chart.css";
import { type Chart, figure } from "../../src/output/chart.ts";
import { make } from "../dom.ts";

interface Shown {
  readonly chart: Chart;
  readonly caption: string;
}

let place: HTMLElement | null = null;
const shown = new Map<string, Shown>();
let offered: readonly Chart[] = [];
const subscribers: (() => void)[] = [];

/** Makes room in which charts will be drawn as wide as it is. */
export function beginCharts(charts: HTMLElement): void {
  if (!place) new ResizeObserver(() => redraw()).observe(charts);
  place = charts;
  place.hidden = false;
  place.replaceChildren();
  shown.clear();
  offerCharts([]);
}

/** Draws a chart, or draws it again. */
export function showChart(id: string, chart: Chart, caption: string): void {
  shown.set(id, { chart, caption });
  draw(id, { chart, caption });
}

/** The charts that may be saved. */
export function offeredCharts(): readonly Chart[] {
  return offered;
}

export function offerCharts(charts: readonly Chart[]): void {
  offered = charts;
  for (const tell of subscribers) tell();
}

/** Calls back whenever there are other charts to save. */
export function onCharts(tell: () => void): void {
  subscribers.push(tell);
}

function redraw(): void {
  for (const [id, one] of shown) draw(id, one);
}

function draw(id: string, { chart, caption }: Shown): void {
  if (!place) return;
  const made = place.querySelector(`#${id}`) ?? place.appendChild(make("figure", { id }));
  const content: Node[] = [make("figcaption", { textContent: caption })];
  if (chart.series.length) {
    const width = Math.round(made.clientWidth) || 560;
    const text = figure([{ ...chart, title: "" }], width);
    const { documentElement: svg } = new DOMParser().parseFromString(text, "image/svg+xml");
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", chart.title);
    content.unshift(document.importNode(svg, true));
  }
  made.classList.toggle("chart", chart.series.length > 0);
  made.replaceChildren(...content);
}
