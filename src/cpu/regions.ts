import type { LookTask, RegionWorker } from "../backend.ts";
import { IntegrateError } from "../errors.ts";
import type { Region } from "../quadrature/coordinates/segments.ts";
import {
  type Integrand,
  type IntegrandRule,
  makeIntegrandRule,
} from "../quadrature/integrands/integrand-rule.ts";
import { breaksOf } from "../quadrature/places/breaks.ts";
import type { Look } from "../quadrature/regions/look.ts";
import type { Measure } from "../quadrature/rules/measure.ts";
import type { SumTask } from "../quadrature/sums/sum-task.ts";
import type { PartSum } from "../quadrature/sums/tensor.ts";
import type { Caller, Pool } from "./pool.ts";
import { inSimd } from "./simd.ts";
import type { Request } from "./worker.ts";

export interface Pausing {
  now(): number;
  pause(): Promise<void>;
}

/** This thread. Yields to the event loop every 50 ms. */
export function regionsAlone(rule: IntegrandRule, host: Pausing): RegionWorker {
  let resumed = host.now();
  const each = async <T, U>(items: readonly T[], of: (item: T) => U): Promise<U[]> => {
    const done: U[] = [];
    for (const item of items) {
      done.push(of(item));
      if (host.now() - resumed < 50) continue;
      await host.pause();
      resumed = host.now();
    }
    return done;
  };
  return {
    setup: 0,
    onDevice: null,
    threads: null,
    measure: (regions) => each(regions, rule.measure),
    look: (tasks, share) =>
      each(tasks, ({ region, halvings, ...seen }) => rule.look(region, seen, share, halvings)),
    sums: (tasks) => each(tasks, rule.sum),
    close() {},
  };
}

/** Regions, by the number of variables, of a pass that is worth starting workers for: about 20 ms of work. */
const WORTH = [0, 20_000, 1_500, 100];
/** The same of more variables, in corners of boxes; and tasks of sums. */
const WORTH_MANY = 100_000;
const WORTH_SUMS = 16;

/**
 * This thread while passes are small, then workers of the pool. `eager`: workers from the start. `simd`: f in WebAssembly.
 */
export function regionsOnThreads(
  integrand: Integrand,
  count: number,
  pool: Pool,
  host: Pausing,
  { eager, simd = false }: { eager: boolean; simd?: boolean },
): RegionWorker {
  const id = pool.nextPlan();
  const own = eager ? null : regionsAlone(makeIntegrandRule(simd ? inSimd(integrand) : integrand), host);
  let workers: Promise<Caller[]> | null = null;
  const started = async (): Promise<Caller[]> => {
    const taken = pool.take(count);
    await Promise.all(taken.map((worker) => worker.call({ openIntegrand: integrand, simd, id })));
    return taken;
  };
  let threads: number | null = null;
  async function shared<T, U extends readonly Measure[] | readonly Look[] | readonly PartSum[]>(
    items: readonly T[],
    request: (part: readonly T[]) => Request,
  ): Promise<U> {
    workers ??= started();
    const all = (await workers).filter((worker) => !worker.dead());
    threads ??= all.length;
    // Pieces in turn, so that workers which are done early take more.
    const size = Math.max(1, Math.ceil(items.length / (8 * Math.max(1, all.length))));
    const todo = Array.from({ length: Math.ceil(items.length / size) }, (_, k) => k).reverse();
    const answers = new Array<U>(todo.length);
    const loop = async (worker: Caller) => {
      for (let k = todo.pop(); k !== undefined; k = todo.pop()) {
        try {
          answers[k] = await worker.call<U>(request(items.slice(k * size, (k + 1) * size)));
        } catch (error) {
          if (!worker.dead()) throw error;
          // The others take what a worker leaves that died.
          todo.push(k);
          return;
        }
      }
    };
    await Promise.all(all.map(loop));
    for (const worker of all) if (todo.length && !worker.dead()) await loop(worker);
    if (todo.length) {
      const cause = (await workers).at(-1)?.dead();
      throw new IntegrateError("worker", `all CPU workers died: ${cause?.message}`, { cause });
    }
    return answers.flatMap((one) => [...one]) as unknown as U;
  }
  const worth = isSlow(integrand)
    ? 0
    : (WORTH[integrand.box.length] ?? WORTH_MANY / 2 ** integrand.box.length);
  const small = (regions: number) => workers === null && regions < worth;
  return {
    setup: 0,
    onDevice: null,
    get threads() {
      return threads;
    },
    measure: (regions) =>
      own && small(regions.length)
        ? own.measure(regions)
        : shared<Region, readonly Measure[]>(regions, (measure) => ({ id, measure })),
    look: (tasks, share) =>
      own && small(tasks.length)
        ? own.look(tasks, share)
        : shared<LookTask, readonly Look[]>(tasks, (look) => ({ id, look, share })),
    sums: (tasks) =>
      own && workers === null && tasks.length < WORTH_SUMS
        ? own.sums(tasks)
        : shared<SumTask, readonly PartSum[]>(tasks, (sum) => ({ id, sum })),
    close() {
      workers
        ?.then((all) => {
          for (const worker of all) worker.call({ forget: true, id }).catch(() => {});
        })
        .catch(() => {});
    },
  };
}

/** A region with a surface on which f is singular may take seconds, in which this thread could not be stopped. */
function isSlow(integrand: Integrand): boolean {
  return integrand.box.length === 3 && breaksOf(integrand).curves.some(({ singular }) => singular);
}
