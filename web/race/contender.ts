import type { Backend } from "../../src/backend.ts";
import type { Who } from "../../src/benchmark/labels.ts";
import type { Contender } from "../../src/benchmark/measure.ts";
import type { Precision } from "../../src/problem/problem.ts";
import type { Plan } from "../../src/quadrature/grid/plan.ts";
import { withoutSession } from "../../src/run/session.ts";
import { formQuery, type Task } from "../form/form.ts";
import { host } from "../host.ts";
import { lightTiles } from "../picture/picture.ts";
import { session, webProvider } from "../run/choose.ts";

/** Who races: the GPU in the form's precision, all CPU threads with SIMD and without, and one. */
export function racersOf({ contenders }: Pick<Task, "contenders">): Who[] {
  const find = (backend: Who["backend"]) => contenders.find((one) => one.backend === backend);
  const threads = find("threads")?.threads ?? host.info.cores;
  // What is timed is a grid, whatever the form's method is.
  const { precision } = formQuery();
  const own = precision === "auto" ? "f32" : (precision as Precision);
  return [
    { backend: "gpu", precision: own, threads: null },
    { backend: "simd", precision: "f64", threads },
    { backend: "threads", precision: "f64", threads },
    { backend: "serial", precision: "f64", threads: null },
  ];
}

/** A contender that opens its backend in this page. */
export function contenderOf(who: Who): Contender {
  const { backend, precision, threads } = who;
  return { ...who, open: (plan) => session.open(plan, { backend, precision, threads: threads ?? 1 }) };
}

/** The same with a new device or new workers for every plan, so that its setup is that of a first run. */
export function coldContenderOf(who: Who): Contender {
  const { backend, precision, threads } = who;
  return { ...who, open: withoutSession(webProvider(), host, { backend, precision, threads: threads ?? 1 }) };
}

/** The contender with each of its runs wrapped. */
export function around(
  contender: Contender,
  wrap: (run: Backend["run"], plan: Plan) => Backend["run"],
): Contender {
  return {
    ...contender,
    async open(plan) {
      const backend = await contender.open(plan);
      return { ...backend, run: wrap(backend.run, plan) };
    },
  };
}

/** Tiles are drawn only after this many milliseconds: drawing takes CPU time from a short run. */
const UNDISTURBED = 200;

/** The contender with its tiles drawn as they arrive, or at the end of a short run. */
export function lit(contender: Contender): Contender {
  return around(contender, (run, plan) => async (ranges, { onPartials, ...rest }) => {
    const arrived: [number, Float64Array][] = [];
    let light: ReturnType<typeof lightTiles> | null = null;
    const draw = () => {
      // A cancelled run has removed its tiles.
      if (rest.signal?.aborted) return;
      light ??= lightTiles(plan);
      for (const piece of arrived.splice(0)) light(...piece);
    };
    const started = host.now();
    const ended = await run(ranges, {
      ...rest,
      onPartials(first, partials) {
        arrived.push([first, partials]);
        if (host.now() - started > UNDISTURBED) requestAnimationFrame(draw);
        onPartials(first, partials);
      },
    });
    requestAnimationFrame(draw);
    return ended;
  });
}
