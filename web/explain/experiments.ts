import { exponent } from "../../src/output/units.ts";
import { makeProblem, type Problem, prepare } from "../../src/problem/problem.ts";
import { integrate } from "../../src/run/integrate.ts";
import { askWorker } from "../ask/ask.ts";
import { make } from "../dom.ts";
import type { Task } from "../form/form.ts";
import { host } from "../host.ts";
import { contenderOf } from "../run/contender.ts";

/** Cells a side in the worker's loop, at most: it adds them one at a time. */
const MOST = 3000;

interface Experiment {
  readonly title: string;
  readonly why: string;
  /** Rows of what was tried and how far it is off, and what follows from them. */
  readonly run: (problem: Problem) => Promise<{ rows: [string, string][]; so: string }>;
}

/** Three mistakes, each to be made with the form's own n. */
export function experiments(read: () => Task): HTMLElement[] {
  return [RUNNING, SINE, ZERO].map((experiment) => view(experiment, read));
}

const RUNNING: Experiment = {
  title: "One f32 to which all is added",
  why: "The sum grows, its last digit with it, and what is added falls below that digit.",
  async run({ f, x, y, nx }) {
    const n = Math.min(nx, MOST);
    // Of |f|: where f has both signs, a sum need not grow.
    const sums = await askWorker("sums", makeProblem({ f: `abs(${f})`, x, y, n }));
    const off = (value: number) => exponent(Math.abs(value - sums.double), 1);
    const ratio = Math.abs(sums.running - sums.double) / Math.abs(sums.compensated - sums.double);
    return {
      rows: [
        [`a running sum of |f| in f32, n = ${n}`, `off by ${off(sums.running)}`],
        ["in f32, rounding errors kept", `off by ${off(sums.compensated)}`],
      ],
      so:
        Number.isFinite(ratio) && ratio > 2
          ? `Keeping the errors is ${ratio.toPrecision(2)} times as good. Every sum here does it: in the invocation, in the tree and on the host.`
          : "On this grid the running sum is as good: try a larger n.",
    };
  },
};

const SINE: Experiment = {
  title: "The adapter's own sine",
  why: "WGSL promises for sin an error of 2⁻¹¹ between −π and π, and nothing beyond. The integral of cos(x+y) over [0, π]² is −4.",
  async run({ nx }) {
    const prepared = prepare({ f: "cos(x+y)", n: nx });
    const h = Math.PI / nx;
    // The midpoint sum itself, by the sum of a geometric series.
    const exact = -((h / Math.sin(h / 2)) ** 2);
    const errors: number[] = [];
    for (const precision of ["fast", "f32"] as const) {
      const { open } = contenderOf({ backend: "gpu", precision, threads: null });
      errors.push(Math.abs((await integrate(prepared, open, host)).integral - exact));
    }
    const [fast = 0, f32 = 0] = errors;
    return {
      rows: [
        ["fast: WGSL's own sine", `off by ${exponent(fast, 1)}`],
        ["f32: the argument reduced first, the project's sine", `off by ${exponent(f32, 1)}`],
      ],
      so:
        fast > 10 * f32
          ? "This adapter's sine shows in the integral; and with sin(x+y) it would not, since its errors cancel there."
          : "This adapter's own sine is good here. On others it is not, and the standard does not promise it.",
    };
  },
};

const ZERO: Experiment = {
  title: "Zero as a test value",
  why: "The lesson's integral is 0. A shader that returns zeros passes that test.",
  async run({ nx }) {
    const n = Math.min(nx, MOST);
    const { open } = contenderOf({ backend: "serial", precision: "f64", threads: null });
    const broken = async (f: string, exact: number) => {
      const { integral } = await integrate(prepare({ f: `0*(${f})`, n }), open, host);
      return Math.abs(integral - exact);
    };
    const [sine, cosine] = [await broken("sin(x+y)", 0), await broken("cos(x+y)", -4)];
    return {
      rows: [
        ["zeros for sin(x+y), known value 0", `off by ${sine}: passed`],
        ["zeros for cos(x+y), known value −4", `off by ${cosine}: caught`],
      ],
      so: "So the tests of this program take sums that are known and are not zero.",
    };
  },
};

function view({ title, why, run }: Experiment, read: () => Task): HTMLElement {
  const result = make("div", { className: "result", ariaLive: "polite" });
  const button = make("button", { type: "button", textContent: "Try it" });
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const { rows, so } = await run(read().prepared.problem);
      const lines = rows.map(([what, off]) =>
        make("div", {}, make("dt", { textContent: what }), make("dd", { textContent: off })),
      );
      result.replaceChildren(make("dl", {}, ...lines), make("p", { textContent: so }));
    } catch (error) {
      result.textContent = error instanceof Error ? error.message : String(error);
    } finally {
      button.disabled = false;
    }
  });
  return make(
    "article",
    {},
    make("h3", { textContent: title }),
    make("p", { textContent: why }),
    button,
    result,
  );
}
