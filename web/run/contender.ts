import type { Backend } from "../../src/backend.ts";
import type { Who } from "../../src/benchmark/fits.ts";
import type { Contender } from "../../src/benchmark/measure.ts";
import type { Plan } from "../../src/quadrature/plan.ts";
import { openAlone } from "../../src/run/session.ts";
import { host } from "../host.ts";
import { lightTiles } from "../picture/picture.ts";
import { session, webProvider } from "./choose.ts";

/** What the form names, ready to be opened. */
export function contenderOf(who: Who): Contender {
  const { backend, precision, threads } = who;
  return { ...who, open: (plan) => session.open(plan, { backend, precision, threads: threads ?? 1 }) };
}

/** The same, with a device or workers of its own for each plan: its setup is that of a first run. */
export function coldContenderOf(who: Who): Contender {
  const { backend, precision, threads } = who;
  return { ...who, open: openAlone(webProvider(), host, { backend, precision, threads: threads ?? 1 }) };
}

/** The contender with something around each of its runs. */
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

/** Milliseconds of a run before its tiles are drawn: where the CPU draws, too, that takes time from it. */
const UNDISTURBED = 200;

/** The contender with its tiles shown as they arrive, and those of a short run at its end. */
export function lit(contender: Contender): Contender {
  return around(contender, (run, plan) => async (ranges, { onPartials, ...rest }) => {
    const arrived: [number, Float64Array][] = [];
    let light: ReturnType<typeof lightTiles> | null = null;
    const draw = () => {
      // What was cancelled has been put away.
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
