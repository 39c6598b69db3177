import { exponent, grouped } from "../../src/output/units.ts";
import { type Problem, prepare } from "../../src/problem/problem.ts";
import { promptly } from "../../src/run/abort.ts";
import { integrate } from "../../src/run/grid/integrate.ts";
import { askWorker } from "../ask/ask.ts";
import { make } from "../dom.ts";
import { host } from "../host.ts";
import { contenderOf } from "../race/contender.ts";
import { singleOf } from "../race/member.ts";
import { starts } from "../run/work.ts";

/** Most cells for loops that add them one at a time. */
const MOST = 9e6;

/** The form's n, or the most in so many variables. */
function sideOf({ method }: Problem, axes: number): number {
  return Math.min(method.n[0] as number, Math.floor(MOST ** (1 / axes)));
}

/** A method, and how far off its integral is. */
interface Outcome {
  readonly what: string;
  readonly off: number;
  /** Whether it is the mistake, or what helps. */
  readonly bad: boolean;
  /** What follows, in a word. */
  readonly so?: string;
}

interface Experiment {
  readonly title: string;
  readonly why: string;
  readonly run: (
    problem: Problem,
    signal: AbortSignal,
  ) => Promise<{ outcomes: readonly Outcome[]; conclusion: string }>;
}

/** Three mistakes to try, each with the n of the form. */
export function experiments(): HTMLElement[] {
  return [RUNNING, SINE, ZERO].map(view);
}

const RUNNING: Experiment = {
  title: "Adding everything to one f32",
  why: "As the sum grows, so does the value of its last digit, and new terms fall below it.",
  async run(problem, signal) {
    const axes = problem.variables.length;
    const n = sideOf(problem, axes);
    const method = { kind: "grid", rule: "midpoint", n: Array(axes).fill(n) } as const;
    // |f|, because the sum of an f with both signs need not grow.
    const sums = await askWorker("sums", { ...problem, f: `abs(${problem.f})`, method }, signal);
    const off = (value: number) => Math.abs(value - sums.double);
    const ratio = Math.abs(sums.running - sums.double) / Math.abs(sums.compensated - sums.double);
    return {
      outcomes: [
        { what: `a running sum of |f| in f32, n = ${grouped(n)}`, off: off(sums.running), bad: true },
        {
          what: "compensated: its rounding errors kept in a second sum",
          off: off(sums.compensated),
          bad: false,
        },
      ],
      conclusion:
        Number.isFinite(ratio) && ratio > 2
          ? `Compensation is ${grouped(Number(ratio.toPrecision(2)))} times as accurate. The long sums of this program use it, on the GPU and on the CPU.`
          : "On this grid the running sum is just as good; try a larger n.",
    };
  },
};

const SINE: Experiment = {
  title: "Trusting the built-in sine",
  why: "WGSL bounds the error of sin by 2⁻¹¹ between −π and π, and not at all beyond. The integral of cos(x+y) over [0, π]² is −4.",
  async run(problem, signal) {
    const n = sideOf(problem, 2);
    const prepared = prepare({ f: "cos(x+y)", n });
    const h = Math.PI / n;
    // The exact midpoint sum, a geometric series.
    const exact = -((h / Math.sin(h / 2)) ** 2);
    const errors: number[] = [];
    for (const precision of ["fast", "f32"] as const) {
      const { open } = contenderOf({ backend: "gpu", precision, threads: null });
      const { integral } = await integrate(prepared, promptly(open, signal), host, { signal });
      errors.push(Math.abs(integral - exact));
    }
    const [fast = 0, f32 = 0] = errors;
    return {
      outcomes: [
        { what: "fast: WGSL's built-in sine", off: fast, bad: true },
        { what: "f32: argument reduction and the project's own sine", off: f32, bad: false },
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
  async run(problem, signal) {
    const n = sideOf(problem, 2);
    const { open } = contenderOf({ backend: "serial", precision: "f64", threads: null });
    const broken = async (f: string, exact: number) => {
      const { integral } = await integrate(prepare({ f: `0*(${f})`, n }), open, host, { signal });
      return Math.abs(integral - exact);
    };
    const [sine, cosine] = [await broken("sin(x+y)", 0), await broken("cos(x+y)", -4)];
    return {
      outcomes: [
        { what: "zeros for sin(x+y), known value 0", off: sine, bad: true, so: "passed" },
        { what: "zeros for cos(x+y), known value −4", off: cosine, bad: false, so: "caught" },
      ],
      conclusion: "That is why this program's tests use known values other than zero.",
    };
  },
};

function view({ title, why, run }: Experiment): HTMLElement {
  const result = make("div", { className: "result", ariaLive: "polite" });
  const button = make("button", { type: "button", textContent: "Try it" });
  button.setAttribute("aria-label", `Try it: ${title}`);
  const article = make("article");
  article.append(
    make("h3", { textContent: title }),
    make("p", { textContent: why }),
    make("div", { className: "actions" }, button),
    result,
  );
  starts(button, async ({ prepared }, { signal }) => {
    // Room for what is to come, so that nothing moves when it does.
    result.classList.add("expected");
    const { outcomes, conclusion } = await run(singleOf(prepared).prepared.problem, signal);
    const list = make("dl", {}, ...outcomes.map(outcome));
    const scale = make("p", { className: "hint", textContent: SCALE });
    result.replaceChildren(list, scale, make("p", { textContent: conclusion }));
  });
  return article;
}

const SCALE = "The bars are logarithmic: each sixteenth of the width is a factor of ten.";

/** An error as a number and as a bar, a decade as long as the next, from 1e-16 to 1. */
function outcome({ what, off, bad, so }: Outcome): HTMLElement {
  const bar = make("div", { className: "off", ariaHidden: "true" });
  const decades = off > 0 ? Math.min(16, Math.max(0, 16 + Math.log10(off))) : 0;
  bar.style.inlineSize = `${Math.round((100 * decades) / 16)}%`;
  return make(
    "div",
    { className: bad ? "bad" : "good" },
    make("dt", { textContent: what }),
    make("dd", {}, `off by ${off === 0 ? "0" : exponent(off, 1)}${so ? `: ${so}` : ""}`, bar),
  );
}
