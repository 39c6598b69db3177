import { title, type Who } from "../../src/benchmark/labels.ts";
import type { Entry, Race } from "../../src/benchmark/race.ts";
import type { AdapterIdentity } from "../../src/identity.ts";
import { grouped, rate } from "../../src/output/units.ts";
import type { Result } from "../../src/run/result.ts";
import { inPageWords } from "../words.ts";
import { type Timed, TOO_NOISY, timedIn } from "./timed.ts";

/** What a race comes to: `Radeon 780M: 41 Gcell/s, 80 ± 3 times this browser's 8 CPU threads`. */
export function sentence({ entries, checked }: Race): string {
  if (!checked.agreement.ok) return DISAGREEING;
  const timed = timedIn(entries);
  const [first, second] = timed;
  if (!first) return "Nothing could be timed";
  if (timed.some(({ spread }) => spread === null)) return TOO_FEW;
  const noisy = timed.find(({ spread }) => (spread ?? 0) > TOO_NOISY);
  if (noisy) return tooBusy(title(noisy.contender));
  const gpu = timed.find(({ contender }) => contender.backend === "gpu");
  const cpu = timed.find(({ contender }) => contender.backend !== "gpu");
  if (gpu) return `${nameOf(gpu.result)}: ${cpu ? against(gpu, cpu) : rateOf(gpu.result)}`;
  return `${capital(title(first.contender))}: ${second ? against(first, second) : rateOf(first.result)}`;
}

const TOO_FEW = "The machine is too slow or too busy for a race: not every contender had three runs";
const DISAGREEING = "The integrals disagree, so the rates do not count";

function tooBusy(who: string): string {
  return `The machine is too busy for a race: the times of ${who} vary by more than half`;
}

/** Texts as long as what a race with this adapter may come to. */
export function longestSentences(adapter: AdapterIdentity | null, contenders: readonly Who[]): string[] {
  const cpu = contenders.filter(({ backend }) => backend !== "gpu");
  const own = adapter ? [adapterName(adapter)] : cpu.map((one) => capital(title(one)));
  const names = cpu.map(inBrowser);
  return [
    ...own.flatMap((one) =>
      names.map((name) => `${one}: 0.00 Mcell/s; ${name} are 0.0 ± 0.0 times as fast.`),
    ),
    ...contenders.map((one) => `${tooBusy(title(one))}.`),
    `${TOO_FEW}.`,
    `${DISAGREEING}.`,
  ];
}

/** Why the GPU is not in a race; empty if it is. */
export function withoutGpu({ entries }: Race): string {
  const refusal = entries.find(({ contender }) => contender.backend === "gpu")?.refusal;
  return refusal ? `Raced on the CPU alone: ${inPageWords(refusal).replace(/^no GPU: /, "")}.` : "";
}

/** Why a contender has no rate, in place of the rate. */
export function refusalInBrief(refusal: string | null): string {
  if (!refusal) return "–";
  if (/^no GPU/.test(refusal)) return "no GPU here";
  if (/lost/.test(refusal)) return "GPU lost";
  if (/not finite|f32|overflow/.test(refusal)) return "beyond f32";
  return "failed";
}

/** `563 Mcell/s ± 2 %`. */
export function rateWithSpread({ result, spread }: Entry): string {
  if (!result) return "–";
  if (!(result.seconds.compute > 0)) return "too short to time";
  return spread === null
    ? `${rateOf(result)}, ${runsOf(result)}`
    : `${rateOf(result)} ± ${spreadText(spread)}`;
}

/** Of a table's cell. */
export function spreadOf({ result, spread }: Entry): string {
  if (!result) return "–";
  return spread === null ? `${runsOf(result)}, so no spread` : spreadText(spread);
}

function runsOf({ samples }: Result): string {
  return (samples?.length ?? 1) === 1 ? "one run" : "two runs";
}

/** `2 %`, `0.4 %`. */
function spreadText(spread: number): string {
  const percent = 100 * spread;
  if (percent >= 0.95) return `${Math.round(percent)} %`;
  return percent < 0.05 ? "under 0.1 %" : `${percent.toFixed(1)} %`;
}

/** As hyperfine has it, the ratio of two rates with the spread that both together give it. */
function against(first: Timed, second: Timed): string {
  const [own, { contender, result }] = [first.result, second];
  const spread = Math.hypot(first.spread ?? 0, second.spread ?? 0);
  const ratio = result.seconds.compute > 0 ? own.cellsPerSecond / result.cellsPerSecond : Number.NaN;
  if (!Number.isFinite(ratio)) return rateOf(own);
  const name = inBrowser(contender);
  if (ratio >= 0.995) return `${rateOf(own)}, ${timesText(ratio, spread)} times ${name}`;
  return `${rateOf(own)}; ${name} ${(contender.threads ?? 1) > 1 ? "are" : "is"} ${timesText(1 / ratio, spread)} times as fast`;
}

/** `this browser's 8 CPU threads`, `one CPU thread`. */
function inBrowser(who: Who): string {
  return who.backend === "threads" || who.backend === "simd" ? `this browser's ${title(who)}` : title(who);
}

/** `8.0 ± 0.3`: two digits, as a race is not more exact, and the spread rounded up to their last place. */
function timesText(ratio: number, spread: number): string {
  const places = ratio >= 9.95 ? 0 : 1;
  const off = Math.ceil(ratio * spread * 10 ** places - 1e-6) / 10 ** places;
  const [text, within] = [ratio, off].map((one) =>
    one >= 1000 ? grouped(Math.round(one)) : one.toFixed(places),
  );
  return off > 0 ? `${text} ± ${within}` : (text as string);
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

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
