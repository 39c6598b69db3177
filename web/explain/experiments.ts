import { messageOf } from "../../src/errors.ts";
import { exponent } from "../../src/output/units.ts";
import { type Problem, prepare } from "../../src/problem/problem.ts";
import { integrate } from "../../src/run/integrate.ts";
import { askWorker } from "../ask/ask.ts";
import { make } from "../dom.ts";
import type { Task } from "../form/form.ts";
import { host } from "../host.ts";
import { contenderOf } from "../run/contender.ts";

/** Most cells for loops that add them one at a time. */
const MOST = 9e6;

/** The form's n, or the most in so many variables. */
function sideOf({ method }: Problem, axes: number): number {
  return Math.min(method.n[0] as number, Math.floor(MOST ** (1 / axes)));
}

interface Experiment {
  readonly title: string;
  readonly why: string;
  /** Rows of a method and its error, and the conclusion. */
  readonly run: (problem: Problem) => Promise<{ rows: [string, string][]; conclusion: string }>;
}

/** Three mistakes to try, each with the n of the form. */
export function experiments(read: () => Task): HTMLElement[] {
  return [RUNNING, SINE, ZERO].map((experiment) => view(experiment, read));
}

const RUNNING: Experiment = {
  title: "Adding everything to one f32",
  why: "As the sum grows, so does the value of its last digit, and new terms fall below it.",
  async run(problem) {
    const axes = problem.variables.length;
    const n = sideOf(problem, axes);
    const method = { kind: "grid", rule: "midpoint", n: Array(axes).fill(n) } as const;
    // |f|, because the sum of an f with both signs need not grow.
    const sums = await askWorker("sums", { ...problem, f: `abs(${problem.f})`, method });
    const off = (value: number) => exponent(Math.abs(value - sums.double), 1);
    const ratio = Math.abs(sums.running - sums.double) / Math.abs(sums.compensated - sums.double);
    return {
      rows: [
        [`a running sum of |f| in f32, n = ${n}`, `off by ${off(sums.running)}`],
        ["the same, compensated", `off by ${off(sums.compensated)}`],
      ],
      conclusion:
        Number.isFinite(ratio) && ratio > 2
          ? `Compensation is ${ratio.toPrecision(2)} times as accurate. The long sums of this program use it, on the GPU and on the CPU.`
          : "On this grid the running sum is just as good; try a larger n.",
    };
  },
};

const SINE: Experiment = {
  title: "Trusting the built-in sine",
  why: "WGSL bounds the error of sin by 2⁻¹¹ between −π and π, and not at all beyond. The integral of cos(x+y) over [0, π]² is −4.",
  async run(problem) {
    const n = sideOf(problem, 2);
    const prepared = prepare({ f: "cos(x+y)", n });
    const h = Math.PI / n;
    // The exact midpoint sum, a geometric series.
    const exact = -((h / Math.sin(h / 2)) ** 2);
    const errors: number[] = [];
    for (const precision of ["fast", "f32"] as const) {
      const { open } = contenderOf({ backend: "gpu", precision, threads: null });
      errors.push(Math.abs((await integrate(prepared, open, host)).integral - exact));
    }
    const [fast = 0, f32 = 0] = errors;
    return {
      rows: [
        ["fast: WGSL's built-in sine", `off by ${exponent(fast, 1)}`],
        ["f32: argument reduction and the project's own sine", `off by ${exponent(f32, 1)}`],
      ],
      conclusion:
        fast > 10 * f32
          ? "The error of this adapter's sine shows in the integral. With sin(x+y) it would not, because the errors cancel."
          : "This adapter's built-in sine is accurate here. Others are not, and the standard does not require it.",
    };
  },
};

const ZERO: Experiment = {
  title: "Testing against zero",
  why: "The lesson's integral is 0, so a shader that returns zeros passes the test.",
  async run(problem) {
    const n = sideOf(problem, 2);
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
      conclusion: "That is why this program's tests use known values other than zero.",
    };
  },
};

function view({ title, why, run }: Experiment, read: () => Task): HTMLElement {
  const result = make("div", { className: "result", ariaLive: "polite" });
  const button = make("button", { type: "button", textContent: "Try it" });
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const { rows, conclusion } = await run(read().prepared.problem);
      const lines = rows.map(([what, off]) =>
        make("div", {}, make("dt", { textContent: what }), make("dd", { textContent: off })),
      );
      result.replaceChildren(make("dl", {}, ...lines), make("p", { textContent: conclusion }));
    } catch (error) {
      result.textContent = messageOf(error);
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
