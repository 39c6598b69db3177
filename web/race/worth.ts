import { isOf } from "../../src/benchmark/fits.ts";
import { sideOf } from "../../src/benchmark/sizes.ts";
import { type Sweep, sizesBetween, sweep } from "../../src/benchmark/sweep.ts";
import type { Chart, Series } from "../../src/output/chart.ts";
import { errorChart, timeChart } from "../../src/output/sweep-chart.ts";
import { grouped } from "../../src/output/units.ts";
import type { Prepared } from "../../src/problem/problem.ts";
import { askWorker } from "../ask/ask.ts";
import { element, make } from "../dom.ts";
import type { Task } from "../form/form.ts";
import { host } from "../host.ts";
import { starts, type WorkOptions } from "../run/work.ts";
import { inPageWords } from "../words.ts";
import { beginCharts, offerCharts, showChart } from "./chart.ts";
import { coldContenderOf, racersOf } from "./contender.ts";
import { agreed, pairsOf, winsFrom } from "./crossing.ts";
import { singleOf } from "./member.ts";
import { unlessLost } from "./refusal.ts";
import { reserve } from "./room.ts";
import { sweepTables } from "./sweep-table.ts";
import { folded } from "./table.ts";
import { visibleClock, whileVisible } from "./visible.ts";

/** Seconds; short for the sake of phone batteries. */
const BUDGET = 20;
/** n for one, two and three variables. */
const SIZES = [sizesBetween(10_000, 1_000_000, 6), sizesBetween(250, 8000, 6), sizesBetween(40, 400, 6)];

const said = make("p", { id: "worth-sentence", className: "sentence" });
const charts = make("div", { id: "charts", className: "charts", hidden: true });
const numbers = make("div");

/** As long as what may be said of where the GPU begins to win. */
const LONGEST = "from somewhere between n = 00,000 and n = 000,000 on";

/** Adds a button, and room for the charts. */
export function showWorth(): void {
  const button = make("button", { type: "button", id: "sweep", textContent: "Measure over n" });
  said.setAttribute("role", "status");
  const part = make("div", { className: "part" });
  part.append(
    make("h3", { textContent: "When is the GPU worth it?" }),
    make("p", {
      className: "hint",
      textContent: `Starting a GPU takes time, which only a large grid repays. This times all on grids of growing n, for at most ${BUDGET} seconds, and waits while the tab is hidden.`,
    }),
    make("div", { className: "actions" }, button),
    said,
    charts,
    numbers,
  );
  // A run over the form's grid may have come first.
  element("race").insertBefore(part, document.getElementById("grid"));
  starts(button, run);
}

async function run(task: Task, { signal, onNote, onStage }: WorkOptions): Promise<void> {
  const { prepared, member } = singleOf(task.prepared);
  const sizes = SIZES[prepared.problem.variables.length - 1] as number[];
  const contenders = racersOf(task).filter(({ backend }) => backend !== "simd");
  reserve(said, inWords(contenders[0]?.precision ?? "f32", LONGEST));
  numbers.replaceChildren();
  beginCharts(charts);
  const clock = visibleClock();
  const watching = contenders.map((who) => whileVisible(coldContenderOf(who), signal));
  const sweeping = sweep(prepared, sizes, watching, { ...host, now: clock.now }, BUDGET, {
    signal,
    onNote,
    exact: member === null ? task.exact : undefined,
    boundsOf: ({ problem }: Prepared) => askWorker("bounds", problem, signal),
    onProgress: ({ problem: { method } }) => {
      const [n = 0] = method.n;
      onStage(`n = ${grouped(n)}`, sizes.indexOf(n) / sizes.length);
    },
    onResults: (soFar) => drawn(soFar, sizes),
  }).finally(clock.stop);
  const swept = await unlessLost("you can measure again", sweeping);
  const { time, error } = drawn(swept, sizes, true);
  said.textContent = timeInWords(swept);
  if (error) showChart("chart-error", error, errorInWords(swept, error));
  offerCharts([time, ...(error ? [error] : [])].filter(({ series }) => series.length));
  numbers.replaceChildren(
    make("p", { className: "hint", textContent: aboutSweep(swept, member) }),
    folded("The measurements in numbers", ...sweepTables(swept)),
  );
  if (!swept.results.length) throw new Error(`nothing could be measured: ${swept.leftOut[0]?.reason}`);
  if (!swept.agreement.every(({ ok }) => ok))
    throw new Error("the backends disagree by more than their precision allows");
}

/** Draws what has been measured: errors only when it is known what they are measured from. */
function drawn(swept: Sweep, sizes: readonly number[], done = false): { time: Chart; error: Chart | null } {
  const whole = (chart: Chart): Chart => ({ ...chart, x: { ...chart.x, range: done ? [] : sizes } });
  const time = whole(withSetups(swept, timeChart(swept)));
  const { mark, ...plain } = time;
  const about = done && mark ? markOf(swept) : null;
  showChart(
    "chart-time",
    about === null ? plain : { ...plain, mark: { x: about, label: `n ≈ ${grouped(about)}` } },
    "Time of a run over n, both on logarithmic scales; dashed: with what it takes to start.",
  );
  const known = (swept.results[0]?.exact ?? null) !== null;
  const error = known || done ? whole(errorChart(swept)) : null;
  if (error) showChart("chart-error", error, `${error.title} over n.`);
  return { time, error };
}

/** The chart with dashed curves that have the setups, too, of the GPU and of all threads. */
function withSetups({ fits, results }: Sweep, chart: Chart): Chart {
  const curve = (backend: "gpu" | "threads"): Series[] => {
    const drawn = chart.series.find(({ key }) => key.startsWith(backend));
    const who = fits.find(({ contender }) => contender.backend === backend)?.contender;
    if (!drawn || !who) return [];
    const own = results.filter((result) => isOf(who, result));
    const points = own.map((result) => [sideOf(result), result.seconds.total] as const);
    const name = backend === "gpu" ? `gpu ${who.precision}` : drawn.label;
    return [{ ...drawn, key: `${drawn.key} setup`, label: `${name} + setup`, dashed: true, points }];
  };
  return { ...chart, series: [...chart.series, ...curve("gpu"), ...curve("threads")] };
}

/** The GPU and all threads at every n, and where their lines cross. */
function meetings(swept: Sweep) {
  const threads = swept.fits.find(({ contender }) => contender.backend === "threads")?.contender;
  return swept.breakEven.flatMap(({ precision, compute, total }) => {
    const gpu = swept.fits.find(({ contender }) => contender.precision === precision)?.contender;
    if (!gpu || !threads) return [];
    const pairs = {
      compute: pairsOf(swept, gpu, threads, "compute"),
      total: pairsOf(swept, gpu, threads, "total"),
    };
    return { precision, compute, total, pairs };
  });
}

/** Where the curves cross, if the lines through them say the same. */
function markOf(swept: Sweep): number | null {
  const [one] = meetings(swept);
  return one ? agreed(one.pairs.compute, one.compute) : null;
}

function timeInWords(swept: Sweep): string {
  if (!swept.results.some(({ backend }) => backend === "gpu"))
    return "There is no GPU to compare the CPU with.";
  const all = meetings(swept);
  if (!all.length) return "Too few grids were measured to say when the GPU wins.";
  return all
    .map(({ precision, compute, total, pairs }) =>
      inWords(precision, winsFrom(pairs.compute, compute), winsFrom(pairs.total, total)),
    )
    .join(" ");
}

function inWords(precision: string, compute: string | null, total: string | null = compute): string {
  if (compute === null && total === null)
    return `The GPU in ${precision} never caught up with all CPU threads, with or without setup.`;
  const without = compute === null ? "loses at every n measured" : `wins ${compute}`;
  return `Against all CPU threads, the GPU in ${precision} ${without}; with setup, ${total ?? "never"}.`;
}

/** What was measured, and what was left out. */
function aboutSweep({ leftOut }: Sweep, member: string | null): string {
  const reasons = [...new Set(leftOut.map(({ reason }) => inPageWords(reason)))];
  const isLate = (reason: string) => reason.startsWith("it would take");
  return [
    "Medians, after a warm-up.",
    ...(member ? [`Measured on the family's middle member, ${member}.`] : []),
    ...(reasons.some(isLate) ? ["A curve ends where the next n would have taken too long."] : []),
    ...reasons.filter((reason) => !isLate(reason)).map((reason) => `Left out: ${reason}.`),
  ].join(" ");
}

function errorInWords({ fits, results }: Sweep, { title, series }: Chart): string {
  if (!series.length) return "No error curve: the exact value is unknown, and the sums do not settle on one.";
  // A logarithmic axis cannot show zero.
  const measured = fits.filter(({ contender }) => results.some((result) => isOf(contender, result)));
  const exact = measured.length > series.length ? " Those without a curve have no error." : "";
  return `${title}: a falling curve is grid error, a level one is rounding error.${exact}`;
}
