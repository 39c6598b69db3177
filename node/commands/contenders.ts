import type { Contender } from "../../src/benchmark/measure.ts";
import { IntegrateError, UsageError } from "../../src/errors.ts";
import { PRECISIONS, type Precision } from "../../src/problem/problem.ts";
import { withoutSession } from "../../src/run/session.ts";
import { chooseAdapter } from "../devices/adapters.ts";
import { nodeProvider } from "../devices/provider.ts";
import { host } from "../host.ts";
import { adapterIn, threadsIn } from "../options/arguments.ts";
import type { Arguments } from "../options/parse.ts";

const BACKENDS = ["serial", "threads", "gpu"] as const;
const ON_GPU = PRECISIONS.filter((one) => one !== "f64");

/**
 * The contenders that the lists -b and -p choose; by default serial, 1, 2, 4 … and all workers (at most one a tile), and
 * the GPU in each of its precisions where there is one. Throws `usage`; `no-adapter` where a GPU was asked for.
 */
export async function contendersIn(
  args: Arguments,
  note: (text: string) => void,
  tiles: number,
): Promise<Contender[]> {
  const backends = listIn(args, "backend", BACKENDS);
  const precisions = listIn(args, "precision", ON_GPU);
  if (backends && !backends.some((name) => name !== "gpu")) {
    throw new UsageError("backend", args.text("backend"), "needs serial or threads as well, to compare with");
  }
  if (precisions && backends && !backends.includes("gpu")) {
    throw new UsageError("precision", args.text("precision"), "it is for the GPU, which -b leaves out");
  }
  const [threads, adapter] = [Math.min(threadsIn(args), tiles), adapterIn(args)];
  if (args.text("threads") !== undefined && threads < threadsIn(args))
    note(
      `the grid has only ${tiles} tile${tiles === 1 ? "" : "s"}, which is work for ${tiles} worker${tiles === 1 ? "" : "s"}`,
    );
  const contender = (
    backend: Contender["backend"],
    precision: Precision,
    count: number | null,
  ): Contender => ({
    backend,
    precision,
    threads: count,
    open: withoutSession(nodeProvider(adapter, note), host, { backend, precision, threads: count ?? 1 }),
  });
  const all = {
    serial: () => [contender("serial", "f64", null)],
    threads: () => threadCounts(threads).map((count) => contender("threads", "f64", count)),
    gpu: () => (precisions ?? ON_GPU).map((precision) => contender("gpu", precision, null)),
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
  const advice = `must be some of ${allowed.join(",")}, separated by commas`;
  if (!words.every((word) => (allowed as readonly string[]).includes(word)))
    throw new UsageError(name, text, advice);
  return [...new Set(words)] as T[];
}
