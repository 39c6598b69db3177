import "./sweep.css";
import { isOf } from "../../src/benchmark/fits.ts";
import type { Contender } from "../../src/benchmark/measure.ts";
import { type Sweep, sizesBetween, sweep } from "../../src/benchmark/sweep.ts";
import { type Chart, figure } from "../../src/output/chart.ts";
import { errorChart, timeChart } from "../../src/output/sweep-chart.ts";
import { grouped } from "../../src/output/units.ts";
import type { Prepared } from "../../src/problem/problem.ts";
import { askWorker } from "../ask/ask.ts";
import { element } from "../dom.ts";
import type { Task } from "../form/form.ts";
import { host } from "../host.ts";
import { save } from "../results/takeaway.ts";
import { around, coldContenderOf } from "../run/contender.ts";
import type { WorkOptions } from "../run/run.ts";
import { inPageWords } from "../words.ts";

/** Seconds; short for the sake of phone batteries. */
const BUDGET = 20;
/** n for one, two and three variables. */
const SIZES = [sizesBetween(10_000, 1_000_000, 6), sizesBetween(250, 8000, 6), sizesBetween(40, 400, 6)];

/** Measures the integrand over n and draws time and error. */
export async function runSweep({ prepared, exact, contenders }: Task, options: WorkOptions): Promise<void> {
  const sizes = SIZES[prepared.problem.variables.length - 1] as number[];
  const clock = visibleClock();
  const boundsInWorker = ({ problem }: Prepared) => askWorker("bounds", problem, options.signal);
  const watching = contenders.map((who) => whileVisible(coldContenderOf(who), options.signal));
  const swept = await sweep(prepared, sizes, watching, { ...host, now: clock.now }, BUDGET, {
    ...options,
    exact,
    boundsOf: boundsInWorker,
    onProgress: ({ problem: { method } }) => {
      const [n = 0] = method.n;
      options.onStage(`n = ${n}`, sizes.indexOf(n) / sizes.length);
    },
  }).finally(clock.stop);
  const charts = [timeChart(swept), errorChart(swept)] as const;
  draw("chart-time", charts[0]);
  draw("chart-error", charts[1]);
  element("caption-time").textContent = timeInWords(swept);
  element("caption-error").textContent = errorInWords(swept, charts[1]);
  offered = charts.filter(({ series }) => series.length);
  for (const id of ["save-svg", "save-png"]) element<HTMLButtonElement>(id).disabled = !offered.length;
  if (!swept.results.length) throw new Error(`nothing could be measured: ${swept.leftOut[0]?.reason}`);
  if (!swept.agreement.every(({ ok }) => ok))
    throw new Error("the backends disagree by more than their precision allows");
}

/** A clock that stops while the tab is hidden, because browsers throttle hidden tabs. */
function visibleClock() {
  let hidden = 0;
  let since = document.hidden ? performance.now() : null;
  const onChange = () => {
    if (document.hidden) since ??= performance.now();
    else if (since !== null) {
      hidden += performance.now() - since;
      since = null;
    }
  };
  document.addEventListener("visibilitychange", onChange);
  return {
    now: () => (since ?? performance.now()) - hidden,
    stop: () => document.removeEventListener("visibilitychange", onChange),
  };
}

/** Starts no run while the tab is hidden. */
function whileVisible(contender: Contender, signal: AbortSignal | undefined): Contender {
  return around(contender, (run) => async (ranges, options) => {
    if (document.hidden) await visible(signal);
    signal?.throwIfAborted();
    return run(ranges, options);
  });
}

function visible(signal: AbortSignal | undefined): Promise<unknown> {
  return new Promise((resolve) => {
    document.addEventListener("visibilitychange", resolve, { once: true });
    signal?.addEventListener("abort", resolve, { once: true });
  });
}

function draw(id: string, chart: Chart): void {
  const place = element(id);
  place.replaceChildren();
  if (!chart.series.length) return;
  const { documentElement: svg } = new DOMParser().parseFromString(figure([chart]), "image/svg+xml");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", chart.title);
  place.append(document.importNode(svg, true));
}

function timeInWords({ breakEven, leftOut, results }: Sweep): string {
  const largest = Math.max(...results.map(({ problem }) => problem.method.n[0] as number));
  const said = breakEven.map(({ precision, compute, total }) => {
    const from = (n: number | null) => {
      if (n === null) return "never as fast";
      if (n < 2) return "as fast at every n";
      return `as fast from about n = ${grouped(n)}${n > largest ? " (extrapolated)" : ""}`;
    };
    if (compute === null && total === null)
      return `The GPU in ${precision} never caught up with all CPU threads, with or without setup.`;
    return `The GPU in ${precision} against all CPU threads: ${from(compute)}; with setup, ${from(total)}.`;
  });
  const reasons = new Set(leftOut.map(({ reason }) => inPageWords(reason)));
  const late = [...reasons].filter((reason) => reason.startsWith("it would take")).length;
  const others = [...reasons].filter((reason) => !reason.startsWith("it would take"));
  return [
    ...said,
    ...(late ? ["A curve ends where a backend would have taken too long."] : []),
    ...others,
  ].join(" ");
}

function errorInWords({ fits, results }: Sweep, { title, series }: Chart): string {
  if (!series.length) return "No error curve: the exact value is unknown, and the sums do not settle on one.";
  // A logarithmic axis cannot show zero.
  const measured = fits.filter(({ contender }) => results.some((result) => isOf(contender, result)));
  const exact = measured.length > series.length ? " Backends without a curve have no error." : "";
  return `${title}: a falling curve is grid error, a level one is rounding error.${exact}`;
}

let offered: readonly Chart[] = [];

/** Wires the buttons that save the charts, on a white background. */
export function offerCharts(): void {
  element("save-svg").addEventListener("click", () => save("sweep.svg", "image/svg+xml", figure(offered)));
  element("save-png").addEventListener("click", () => void savePng(figure(offered)));
}

async function savePng(svg: string): Promise<void> {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), {
    width: 2 * image.width,
    height: 2 * image.height,
  });
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => blob && save("sweep.png", "image/png", blob));
}
