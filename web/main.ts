import { IntegrateError } from "../src/errors.ts";
import { openGpu } from "../src/gpu.ts";
import { type Backend, integrate } from "../src/integrate.ts";
import type { Plan } from "../src/plan.ts";
import { DEFAULTS, type GpuPrecision, makeProblem } from "../src/problem.ts";
import type { Result } from "../src/result.ts";
import { openSerial } from "../src/serial.ts";
import { openThreads } from "../src/threads.ts";
import { host, openDevice, spawnWorker } from "./host.ts";

const element = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const form = element<HTMLFormElement>("form");
const fields = form.elements as unknown as {
  n: HTMLInputElement;
  precision: HTMLSelectElement;
  threads: HTMLInputElement;
};
const boxes = [...form.querySelectorAll<HTMLInputElement>("[name=backends]")];
let running: AbortController | null = null;

const query = new URLSearchParams(location.search);
const chosen = (query.get("backends") ?? "gpu,threads,serial").split(",");
fields.n.value = query.get("n") ?? "2000";
fields.precision.value = query.get("precision") ?? "f32";
fields.threads.value = query.get("threads") ?? String(host.info.cores);
for (const box of boxes) box.checked = chosen.includes(box.value);

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void run();
});
form.addEventListener("input", writeAddress);
element("cancel").addEventListener("click", () => running?.abort());
if (query.get("run") === "1") void run();

/** The address bar follows the form, so that a link repeats a run. */
function writeAddress(): void {
  const backends = boxes.filter((box) => box.checked).map((box) => box.value);
  const { n, precision, threads } = fields;
  const params = {
    n: n.value,
    precision: precision.value,
    threads: threads.value,
    backends: backends.join(","),
  };
  history.replaceState(null, "", `?${new URLSearchParams(params)}`);
}

async function run(): Promise<void> {
  if (running) return;
  running = new AbortController();
  const { signal } = running;
  const results: Result[] = [];
  const missing: string[] = [];
  show("running", "", results);
  element<HTMLButtonElement>("cancel").disabled = false;
  try {
    const problem = makeProblem({ n: Number(fields.n.value || DEFAULTS.n) });
    for (const { checked, value } of boxes) {
      if (!checked) continue;
      const onProgress = ({ done, total }: { done: number; total: number }) =>
        show("running", `${value}: ${Math.floor((100 * done) / total)} %`, results);
      try {
        results.push(await integrate(problem, (plan) => open(value, plan), host, { signal, onProgress }));
      } catch (error) {
        // The CPU can do without the GPU.
        if (!(error instanceof IntegrateError) || error.code !== "no-adapter") throw error;
        missing.push(error.message);
      }
    }
    show("done", ["done", ...missing].join("; "), results);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    show(signal.aborted ? "cancelled" : "error", signal.aborted ? "cancelled" : message, results);
  } finally {
    running = null;
    element<HTMLButtonElement>("cancel").disabled = true;
  }
}

async function open(backend: string, plan: Plan): Promise<Backend> {
  if (backend === "serial") return openSerial(plan, host);
  if (backend === "threads") return openThreads(plan, Number(fields.threads.value), spawnWorker);
  return openGpu(plan, fields.precision.value as GpuPrecision, await openDevice(), host);
}

function show(state: string, status: string, results: readonly Result[]): void {
  document.documentElement.dataset.state = state;
  element("status").textContent = status;
  element("results").textContent = JSON.stringify(results);
  element("rows").replaceChildren(...results.map(row));
}

function row({
  backend,
  precision,
  adapter,
  threads,
  integral,
  seconds,
  cellsPerSecond,
}: Result): HTMLElement {
  const on = adapter
    ? `${adapter.name}${adapter.software ? " (software)" : ""}`
    : `${threads ?? 1} CPU threads`;
  const cells = [
    `${backend} ${precision}`,
    on,
    integral.toExponential(6),
    `${(seconds.compute * 1000).toFixed(1)} ms`,
    `${(seconds.total * 1000).toFixed(1)} ms`,
    cellsPerSecond.toExponential(2),
  ];
  const line = document.createElement("tr");
  line.append(...cells.map((text) => Object.assign(document.createElement("td"), { textContent: text })));
  return line;
}
