import type { Who } from "../../src/benchmark/labels.ts";
import type { Contender } from "../../src/benchmark/measure.ts";
import type { AccuracyContender } from "../../src/benchmark/measure-accuracy.ts";
import { IntegrateError, UsageError } from "../../src/errors.ts";
import { MAX_AXES } from "../../src/problem/grid.ts";
import {
  type Accuracy,
  type GpuPrecision,
  PRECISIONS,
  type Precision,
  type ProblemOf,
} from "../../src/problem/problem.ts";
import { F32_REACHES } from "../../src/run/accuracy/cheapest.ts";
import { openRegions } from "../../src/run/accuracy/open-regions.ts";
import { type Choice, makeSession, withoutSession } from "../../src/run/session.ts";
import { chooseAdapter } from "../devices/adapters.ts";
import { nodeProvider } from "../devices/provider.ts";
import { host } from "../host.ts";
import { adapterIn, threadsIn } from "../options/arguments.ts";
import type { Arguments } from "../options/parse.ts";

const BACKENDS = ["serial", "threads", "simd", "gpu"] as const;
const ON_GPU = PRECISIONS.filter((one) => one !== "f64");

/** Contenders on a grid, which is work for at most one worker a tile. See `linedUp`. */
export function contendersIn(
  args: Arguments,
  note: (text: string) => void,
  tiles: number,
): Promise<Contender[]> {
  const threads = Math.min(threadsIn(args), tiles);
  if (args.text("threads") !== undefined && threads < threadsIn(args))
    note(
      `the grid has only ${tiles} tile${tiles === 1 ? "" : "s"}, which is work for ${tiles} worker${tiles === 1 ? "" : "s"}`,
    );
  const provider = () => nodeProvider(adapterIn(args), note);
  return linedUp(args, note, threads, { allowed: ON_GPU, usual: ON_GPU }, (who, choice) => ({
    ...who,
    open: withoutSession(provider(), host, choice),
  }));
}

/** GPU precisions that promise an accuracy. */
const TO_ACCURACY = ON_GPU.filter((one) => one !== "fast");

/** Contenders for an accuracy. See `linedUp`. */
export function accuracyContendersIn(
  args: Arguments,
  note: (text: string) => void,
  { method, variables }: ProblemOf<Accuracy>,
): Promise<AccuracyContender[]> {
  // Of more variables the GPU takes at most those that fall apart.
  const reaching = TO_ACCURACY.filter((one) => one !== "f32" || method.relative >= F32_REACHES);
  const usual = variables.length > MAX_AXES && args.text("backend") === undefined ? [] : reaching;
  const onGpu = { allowed: TO_ACCURACY, usual };
  return linedUp(args, note, threadsIn(args), onGpu, (who, choice) => ({
    ...who,
    async open() {
      const session = makeSession(nodeProvider(adapterIn(args), note), host);
      const close = () => session.close();
      try {
        return { regions: await openRegions({ session, host, onNote: note }, choice, method), close };
      } catch (error) {
        close();
        throw error;
      }
    },
  }));
}

/**
 * The contenders that the lists -b and -p choose; by default serial, 1, 2, 4 … and all workers, these with SIMD, and the GPU in
 * each of its usual precisions where there is one. Throws `usage`; `no-adapter` where a GPU was asked for.
 */
async function linedUp<C>(
  args: Arguments,
  note: (text: string) => void,
  threads: number,
  onGpu: { readonly allowed: readonly GpuPrecision[]; readonly usual: readonly GpuPrecision[] },
  contender: (who: Who, choice: Choice) => C,
): Promise<C[]> {
  const backends = listIn(args, "backend", BACKENDS);
  const precisions = listIn(args, "precision", onGpu.allowed);
  if (backends && !backends.some((name) => name !== "gpu")) {
    throw new UsageError(
      "backend",
      args.text("backend"),
      "needs serial, threads or simd as well, to compare with",
    );
  }
  if (precisions && backends && !backends.includes("gpu")) {
    throw new UsageError("precision", args.text("precision"), "it is for the GPU, which -b leaves out");
  }
  const adapter = adapterIn(args);
  const made = (backend: Who["backend"], precision: Precision, count: number | null) =>
    contender({ backend, precision, threads: count }, { backend, precision, threads: count ?? 1 });
  const all = {
    serial: () => [made("serial", "f64", null)],
    threads: () => threadCounts(threads).map((count) => made("threads", "f64", count)),
    simd: () => [made("simd", "f64", threads)],
    gpu: () => (precisions ?? onGpu.usual).map((precision) => made("gpu", precision, null)),
  };
  const chosen = BACKENDS.filter((name) => (backends ?? BACKENDS).includes(name));
  const asked = backends?.includes("gpu") || precisions || adapter.name !== undefined || adapter.software;
  const usable = await Promise.all(
    chosen.map(async (name) => name !== "gpu" || (await hasGpu(args, !!asked, note))),
  );
  return chosen.filter((_, k) => usable[k]).flatMap((name) => all[name]());
}

/** 1, 2, 4 ... and `most`. */
function threadCounts(most: number): number[] {
  const counts: number[] = [];
  for (let count = 1; count < most; count *= 2) counts.push(count);
  return [...counts, most];
}

async function hasGpu(args: Arguments, asked: boolean, note: (text: string) => void): Promise<boolean> {
  try {
    await chooseAdapter(adapterIn(args));
    return true;
  } catch (error) {
    if (asked || !(error instanceof IntegrateError)) throw error;
    note(`no GPU: ${error.message}`);
    return false;
  }
}

/** An option's words, separated by commas. Throws `usage`. */
function listIn<T extends string>(args: Arguments, name: string, allowed: readonly T[]): T[] | undefined {
  const text = args.text(name);
  if (text === undefined) return undefined;
  const words = text.split(",");
  const advice = `must be one or more of ${allowed.join(", ")}, separated by commas`;
  if (!words.every((word) => (allowed as readonly string[]).includes(word)))
    throw new UsageError(name, text, advice);
  return [...new Set(words)] as T[];
}
