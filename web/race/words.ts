import { title } from "../../src/benchmark/labels.ts";
import type { Entry, Race } from "../../src/benchmark/race.ts";
import { sideOf } from "../../src/benchmark/sizes.ts";
import type { AdapterIdentity } from "../../src/identity.ts";
import { digits, duration, grouped, rate } from "../../src/output/units.ts";
import { MAX_SIDE } from "../../src/problem/grid.ts";
import type { Result } from "../../src/run/result.ts";
import { inPageWords } from "../words.ts";

/** What a race comes to: `Radeon 780M: 41 Gcell/s, 80 times this browser's 8 CPU threads`. */
export function sentence({ entries, checked }: Race): string {
  if (!checked.agreement.ok) return "The integrals disagree, so the rates do not count";
  const [gpu, threads, serial] = (["gpu", "threads", "serial"] as const).map((backend) =>
    entries.find(({ contender }) => contender.backend === backend),
  );
  const cpu = threads ? `this browser's ${title(threads.contender)}` : "the CPU";
  const noisy = entries.some(({ spread }) => spread > TOO_NOISY);
  if (noisy) return "The machine is too busy for a race: the times of one contender vary by more than half";
  if (gpu?.result && threads?.result)
    return `${nameOf(gpu.result)}: ${against(gpu.result, threads.result, cpu)}`;
  if (gpu?.result) return `${nameOf(gpu.result)}: ${rateOf(gpu.result)}`;
  if (threads?.result && serial?.result)
    return `${capital(title(threads.contender))}: ${against(threads.result, serial.result, "one thread")}`;
  return "Nothing could be timed";
}

/** A spread beyond which a ratio says nothing. */
const TOO_NOISY = 0.5;

/** As long as what a race with this adapter may come to. */
export function longestSentence(adapter: AdapterIdentity | null, threads: number): string {
  const cpu = `this browser's ${threads} CPU threads`;
  return adapter
    ? `${adapterName(adapter)}: 000 Mcell/s; ${cpu} are 0.0 times as fast.`
    : `${threads} CPU threads: 000 Mcell/s; one thread is 0.0 times as fast.`;
}

/** Why the GPU is not in a race; empty if it is. */
export function withoutGpu({ entries }: Race): string {
  const refusal = entries.find(({ contender }) => contender.backend === "gpu")?.refusal;
  return refusal ? `Raced on the CPU alone: ${inPageWords(refusal)}.` : "";
}

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
  const noisy = entries.filter(({ spread }) => spread > 0.1).map(({ contender }) => title(contender));
  const overhead = raced.find(
    ({ contender, result }) =>
      contender.backend === "gpu" && sideOf(result) === MAX_SIDE && result.seconds.compute < 0.1,
  );
  return [
    `Grids: ${sizes.join(", ")}.${slow}`,
    `Warmed up, then ${least === most ? `${least} runs each` : `${least} to ${most} runs each`}, in turns: medians, ± half the distance from the 10th to the 90th percentile.`,
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

/** `563 Mcell/s ± 2 %`. */
export function rateWithSpread({ result, spread }: Entry): string {
  if (!result) return "–";
  if (!(result.seconds.compute > 0)) return "too short to time";
  return `${rateOf(result)} ± ${spreadText(spread)}`;
}

export function spreadText(spread: number): string {
  const percent = 100 * spread;
  return percent < 0.95 ? "under 1 %" : `${Math.round(percent)} %`;
}

function against(own: Result, other: Result, name: string): string {
  const ratio = other.seconds.compute > 0 ? own.cellsPerSecond / other.cellsPerSecond : Number.NaN;
  if (!Number.isFinite(ratio)) return rateOf(own);
  if (ratio >= 0.995) return `${rateOf(own)}, ${timesText(ratio)} times ${name}`;
  const verb = name.endsWith("s") ? "are" : "is";
  return `${rateOf(own)}; ${name} ${verb} ${timesText(1 / ratio)} times as fast`;
}

/** Two digits, as a race is not more exact. */
function timesText(ratio: number): string {
  return ratio >= 99.5 ? grouped(Math.round(ratio)) : digitsOf(ratio);
}

function digitsOf(ratio: number): string {
  return ratio >= 9.95 ? digits(ratio).slice(0, 2) : ratio.toFixed(1);
}

function nameOf({ adapter }: Result): string {
  return adapter ? adapterName(adapter) : "Your GPU";
}

function adapterName(adapter: AdapterIdentity): string {
  const name = adapter.name || "Your GPU";
  return adapter.software ? `${capital(name)} (a software adapter: the CPU runs the shader)` : capital(name);
}

function rateOf({ cellsPerSecond }: Result): string {
  return rate(cellsPerSecond);
}

/** `a`, `a and b`, `a, b and c`. */
function listed(all: readonly string[]): string {
  return all.length > 1 ? `${all.slice(0, -1).join(", ")} and ${all.at(-1)}` : (all[0] ?? "");
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
