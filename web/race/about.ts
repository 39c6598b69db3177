import { title } from "../../src/benchmark/labels.ts";
import type { Entry, Race } from "../../src/benchmark/race.ts";
import { sideOf } from "../../src/benchmark/sizes.ts";
import { duration, grouped } from "../../src/output/units.ts";
import { MAX_SIDE } from "../../src/problem/grid.ts";
import { TOO_NOISY, timedIn } from "./timed.ts";

/** On which grids, how often and how exactly it was timed. */
export function aboutRace({ entries, checked }: Race, isLogarithmic: boolean, runtime: string): string[] {
  const raced = entries.flatMap(({ contender, result }) => (result ? { contender, result } : []));
  const sides = [...new Set(raced.map(({ result }) => sideOf(result)))];
  const sizes = sides.map((n) => {
    const own = raced.filter(({ result }) => sideOf(result) === n).map(({ contender }) => title(contender));
    return sides.length > 1 ? `n = ${grouped(n)} for ${listed(own)}` : `n = ${grouped(n)} for all`;
  });
  const runs = raced.map(({ result }) => result.samples?.length ?? 1);
  const [least, most] = [Math.min(...runs), Math.max(...runs)];
  const slow = sides.length > 1 ? " Slower ones have smaller grids; rates are compared, not times." : "";
  const noisy = entries.filter(({ spread }) => (spread ?? 0) > 0.1).map(({ contender }) => title(contender));
  const overhead = raced.find(
    ({ contender, result }) =>
      contender.backend === "gpu" && sideOf(result) === MAX_SIDE && result.seconds.compute < 0.1,
  );
  return [
    `Grids: ${sizes.join(", ")}.${slow}`,
    ...fasterThanAll(entries),
    runsInWords(least, most),
    ...(sides.length > 1 ? [`Integrals are compared at n = ${grouped(checked.n)}.`] : []),
    ...(noisy.length ? [`Noisy, by more than 10 %: ${listed(noisy)}.`] : []),
    ...(isLogarithmic ? ["Bars have a logarithmic scale."] : []),
    ...(overhead
      ? [
          `A grid has at most 1,000,000 cells a side, which keep this GPU busy for ${duration(overhead.result.seconds.compute)} only: its rate is lower than it could be.`,
        ]
      : []),
    ...(runtime.startsWith("Firefox")
      ? [
          "Firefox's clock is coarse: it checks only every 100 ms whether a GPU is done, so its rate may be off by a tenth.",
        ]
      : []),
  ];
}

/** More threads are no faster where they share a core, or have less to do than to start. */
function fasterThanAll(entries: readonly Entry[]): string[] {
  const [best, ...others] = timedIn(entries).filter(({ contender }) => contender.backend !== "gpu");
  const threads = others.find(({ contender }) => contender.backend === "threads");
  const compared = entries.every(({ result, spread }) => !result || (spread ?? 1) <= TOO_NOISY);
  return compared && best && threads && best.contender.backend === "serial"
    ? [
        `One CPU thread was faster than ${title(threads.contender)}, so it is what the others are compared with.`,
      ]
    : [];
}

function runsInWords(least: number, most: number): string {
  if (most === 1) return "Warmed up, then one run each, so no spread is known.";
  const runs = least === most ? `${least} runs each` : `${least} to ${most} runs each`;
  const spreads =
    most < 3 ? "too few for a spread" : "medians, ± half the distance from the 10th to the 90th percentile";
  return `Warmed up, then ${runs}, in turns: ${spreads}.`;
}

const PRECISIONS: Readonly<Record<string, string>> = {
  f32: "f32 are numbers of seven digits, f64 of sixteen.",
  fast: "fast are numbers of seven digits with the GPU's built-in functions, f64 are of sixteen.",
  df64: "df64 are pairs of f32 that hold fourteen digits together, f64 are numbers of sixteen.",
};

/** The words beside the bars, each in a sentence. */
export function glossary({ entries, checked }: Race): string {
  const gpu = entries.find(({ contender, result }) => contender.backend === "gpu" && result)?.contender;
  const { verdicts, reference } = checked.agreement;
  const others = checked.results.filter((_, k) => verdicts[k]?.name !== reference);
  return [
    ...(gpu ? [PRECISIONS[gpu.precision]] : []),
    ...(others.length ? ["The integrals of the others are compared with the reference."] : []),
    ...(gpu && reference ? ["As promised: within the bound that is proven for these numbers."] : []),
    ...(others.some(({ precision }) => precision === "f64")
      ? ["Same bits: the same number to its last digit."]
      : []),
  ].join(" ");
}

/** `a`, `a and b`, `a, b and c`. */
function listed(all: readonly string[]): string {
  return all.length > 1 ? `${all.slice(0, -1).join(", ")} and ${all.at(-1)}` : (all[0] ?? "");
}
