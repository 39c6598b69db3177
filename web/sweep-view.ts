import { type Chart, figure } from "../src/chart.ts";
import type { Contender, MeasureOptions } from "../src/measure.ts";
import { type Sweep, sizesBetween, sweep } from "../src/sweep.ts";
import { errorChart, timeChart } from "../src/sweep-chart.ts";
import { element } from "./dom.ts";
import type { Task } from "./form.ts";
import { host } from "./host.ts";
import { save } from "./takeaway.ts";

/** Seconds; a phone's battery should not notice. */
const BUDGET = 20;
const SIZES = sizesBetween(250, 8000, 6);

/** Measures the task's integrand over n and draws time and error. */
export async function runSweep({ problem, exact, contenders }: Task, options: MeasureOptions): Promise<void> {
  const swept = await sweep(problem, SIZES, contenders.map(whileVisible), host, BUDGET, {
    ...options,
    exact,
  });
  const charts = [timeChart(swept), errorChart(swept)] as const;
  draw("chart-time", charts[0]);
  draw("chart-error", charts[1]);
  element("caption-time").textContent = timeInWords(swept);
  element("caption-error").textContent = charts[1].series.length
    ? `${charts[1].title}: where it falls, the grid is too coarse; where it levels off, the arithmetic rounds.`
    : "No error to draw: every integral is exact, or there was no f64 sum to compare with.";
  offer(charts);
}

/** Times taken in a hidden tab are none: browsers slow it down. */
function whileVisible(contender: Contender): Contender {
  return {
    ...contender,
    async open(plan) {
      const backend = await contender.open(plan);
      return {
        ...backend,
        async run(ranges, options) {
          if (document.hidden) {
            await new Promise((resolve) =>
              document.addEventListener("visibilitychange", resolve, { once: true }),
            );
          }
          return backend.run(ranges, options);
        },
      };
    },
  };
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

function timeInWords({ breakEven, leftOut }: Sweep): string {
  const said = breakEven.map(({ precision, compute, total }) => {
    const from = (n: number | null) =>
      n === null ? "never" : n < 2 ? "at every n" : `from n = ${n.toLocaleString("en")} on`;
    return `The GPU in ${precision} is as fast as all threads ${from(compute)}; with its setup, ${from(total)}.`;
  });
  const out = leftOut.length ? " A curve ends where a backend would have taken too long." : "";
  return `${said.join(" ") || "Compute time against n."}${out}`;
}

let offered: readonly Chart[] = [];

/** Buttons that save the charts, on white, as a file. */
function offer(charts: readonly Chart[]): void {
  const first = !offered.length;
  offered = charts.filter(({ series }) => series.length);
  for (const id of ["save-svg", "save-png"]) element<HTMLButtonElement>(id).disabled = !offered.length;
  if (!first) return;
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
