import { IntegrateError, UsageError } from "../src/errors.ts";
import { integrate } from "../src/integrate.ts";
import { type BackendName, checkChoice } from "../src/library.ts";
import { DEFAULTS, type GpuPrecision, makeProblem, type Problem } from "../src/problem.ts";
import type { Result } from "../src/result.ts";
import { type BackendChoice, openBackend } from "./choose.ts";
import { host, spawnWorker } from "./host.ts";

const element = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
type Field = "f" | "x" | "y" | "n" | "precision" | "threads";
const form = element<HTMLFormElement>("form");
const fields = form.elements as unknown as Record<Field, HTMLInputElement>;
const boxes = [...form.querySelectorAll<HTMLInputElement>("[name=backends]")];
let running: AbortController | null = null;

const query = new URLSearchParams(location.search);
const chosen = (query.get("backends") ?? "gpu,threads,serial").split(",");
fields.f.value = query.get("f") ?? DEFAULTS.f;
fields.x.value = query.get("x") ?? "0,pi";
fields.y.value = query.get("y") ?? "0,pi";
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
  const { f, x, y, n, precision, threads } = fields;
  const params = {
    f: f.value,
    x: x.value,
    y: y.value,
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
  const notes: string[] = [];
  const onNote = (text: string) => notes.push(text);
  show("running", "", results);
  element<HTMLButtonElement>("cancel").disabled = false;
  try {
    const { problem, choices } = readForm();
    for (const choice of choices) {
      const onProgress = ({ done, total }: { done: number; total: number }) =>
        show("running", `${choice.backend}: ${Math.floor((100 * done) / total)} %`, results);
      try {
        results.push(
          await integrate(problem, (plan) => openBackend(plan, choice), host, { signal, onProgress, onNote }),
        );
      } catch (error) {
        // The CPU can do without the GPU.
        if (!(error instanceof IntegrateError) || error.code !== "no-adapter") throw error;
        notes.push(error.message);
      }
    }
    show("done", ["done", ...notes].join("; "), results);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    show(signal.aborted ? "cancelled" : "error", signal.aborted ? "cancelled" : message, results);
  } finally {
    running = null;
    element<HTMLButtonElement>("cancel").disabled = true;
  }
}

/** The form, checked, as it is now: what changes in it later is for the next run. Throws `usage`. */
function readForm(): { problem: Problem; choices: BackendChoice[] } {
  const whole = (field: HTMLInputElement) => (/^\d+$/.test(field.value) ? Number(field.value) : Number.NaN);
  const { f, x, y, n, threads, precision } = fields;
  const problem = makeProblem({ f: f.value, x: x.value, y: y.value, n: whole(n) });
  const choices = boxes
    .filter((box) => box.checked)
    .map(({ value }) => ({
      backend: value as BackendName,
      precision: value === "gpu" ? (precision.value as GpuPrecision) : undefined,
      threads: whole(threads),
      spawn: spawnWorker,
    }));
  if (!choices.length) throw new UsageError("backends", undefined, "choose at least one");
  choices.forEach(checkChoice);
  return { problem, choices };
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
    : `${threads ?? 1} CPU thread${threads && threads > 1 ? "s" : ""}`;
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
