import type { Backend, Host } from "../src/backend.ts";
import type { Contender } from "../src/benchmark/measure.ts";
import { openSerial } from "../src/cpu/serial.ts";
import type { Precision } from "../src/problem/problem.ts";
import { nodesOf } from "../src/quadrature/grid/plan.ts";

/** A host whose clock moves only when a backend says so, in seconds. */
export function fakeHost() {
  let clock = 0;
  const host: Host = {
    // Each reading advances it by a nanosecond, its resolution.
    now: () => {
      clock += 1e-9;
      return clock * 1000;
    },
    pause: async () => {},
    info: { runtime: "none", webgpu: null, os: "none", cpu: null, cores: 4, math: "none" },
  };
  return { host, pass: (seconds: number) => (clock += seconds) };
}

export interface Fake {
  backend?: Backend["name"];
  precision?: Precision;
  threads?: number | null;
  setup?: number;
  /** Seconds of the contender's k-th run, over so many nodes. */
  compute?: (nodes: number, k: number) => number;
  /** Falsifies a partial sum. */
  change?: (partial: number) => number;
  /** Called at the start and at the end of each run. */
  onRun?: (begins: boolean) => void;
}

/** A contender with the sums of `serial` and times of the test's choosing. */
export function fake({ host, pass }: ReturnType<typeof fakeHost>, options: Fake = {}): Contender {
  const { backend = "serial", precision = "f64", threads = null, setup = 0 } = options;
  const { compute = () => 1, change = (partial) => partial, onRun = () => {} } = options;
  let runs = 0;
  return {
    backend,
    precision,
    threads,
    open(plan) {
      pass(setup);
      const serial = openSerial(plan, host);
      return {
        ...serial,
        name: backend,
        precision,
        threads,
        async run(ranges, { onPartials, signal }) {
          onRun(true);
          pass(compute(nodesOf(plan), runs++));
          const onChanged = (first: number, partials: Float64Array) =>
            onPartials(first, partials.map(change));
          const done = await serial.run(ranges, { signal, onPartials: onChanged });
          onRun(false);
          return done;
        },
      };
    },
  };
}
