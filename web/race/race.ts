import "../base.css";
import "./race.css";
import type { Verdict } from "../../src/benchmark/agreement.ts";
import { title, type Who } from "../../src/benchmark/labels.ts";
import { RACE_SECONDS, type Race, race } from "../../src/benchmark/race.ts";
import { sideOf } from "../../src/benchmark/sizes.ts";
import { duration, exponent, grouped } from "../../src/output/units.ts";
import type { Prepared } from "../../src/problem/problem.ts";
import { promptly } from "../../src/run/abort.ts";
import type { Result } from "../../src/run/result.ts";
import { askWorker } from "../ask/ask.ts";
import { element, make } from "../dom.ts";
import type { Task } from "../form/form.ts";
import { adapterOf, host } from "../host.ts";
import { publish } from "../publish.ts";
import { starts, type WorkOptions } from "../run/work.ts";
import { inPageWords } from "../words.ts";
import { aboutRace, glossary } from "./about.ts";
import { type Bars, makeBars } from "./bars.ts";
import { contenderOf, racersOf } from "./contender.ts";
import { singleOf } from "./member.ts";
import { saysLost, unlessLost } from "./refusal.ts";
import { reserve } from "./room.ts";
import { folded, table } from "./table.ts";
import { DISAGREE, verdictInWords } from "./verdict.ts";
import { longestSentences, rateWithSpread, refusalInBrief, sentence, spreadOf, withoutGpu } from "./words.ts";

const button = make("button", {
  type: "button",
  id: "start-race",
  textContent: "Race",
  className: "primary",
});
const said = make("p", { id: "sentence", className: "sentence" });
const lanes = make("div", { id: "lanes" });
const about = make("div", { className: "about" });

/** Fills the section: a button, and room for what comes of it. */
export function showRace(): void {
  said.setAttribute("role", "status");
  const intro = make("p", {
    className: "hint",
    textContent: `One click, about ${RACE_SECONDS} seconds: your GPU, all CPU threads (with SIMD and without) and one thread take turns on this integral, after a warm-up, on grids that take each of them about a second.`,
  });
  const actions = make("div", { className: "actions" }, button);
  element("race-title").after(intro, actions, said, lanes, about);
  starts(button, run);
}

async function run(task: Task, { signal, onNote, onStage }: WorkOptions): Promise<void> {
  const { prepared, member } = singleOf(task.prepared);
  const contenders = racersOf(task);
  const bars = makeBars(contenders);
  const adapter = await adapterOf().then(
    ({ identity }) => identity,
    () => null,
  );
  reserve(said, ...longestSentences(adapter, contenders));
  about.replaceChildren();
  lanes.replaceChildren(bars.element);
  const began = host.now();
  const boundsInWorker = ({ problem }: Prepared) => askWorker("bounds", problem, signal);
  let lost = false;
  const racing = race(
    prepared,
    contenders.map((who) => {
      const own = contenderOf(who);
      // The same object, by which its bar is known.
      return Object.assign(who, { open: promptly(own.open, signal) });
    }),
    host,
    {
      signal,
      onNote(text) {
        lost ||= saysLost(text);
        onNote(text);
      },
      exact: member === null ? task.exact : undefined,
      boundsOf: boundsInWorker,
      onStage: (text) => onStage(text, Math.min(0.99, (host.now() - began) / 1000 / RACE_SECONDS)),
      onSample: bars.sample,
    },
  );
  const raced = await unlessLost("you can race again", racing).catch((error) => {
    for (const who of contenders) bars.label(who, "–");
    throw error;
  });
  show(raced, bars, member, lost);
  // One member is no result of the form's family.
  if (member === null) publish(raced.entries.flatMap(({ result }) => result ?? []));
  if (!raced.entries.some(({ result }) => result)) throw new Error("nothing could be timed; see the table");
  if (!raced.checked.agreement.ok) throw new Error(DISAGREE);
}

function show(raced: Race, bars: Bars, member: string | null, lost: boolean): void {
  const { entries, checked } = raced;
  for (const entry of entries) {
    const { text = "", wrong = false } = verdictOf(raced, entry.contender) ?? {};
    bars.label(
      entry.contender,
      entry.result ? rateWithSpread(entry) : refusalInBrief(entry.refusal),
      text,
      wrong,
    );
  }
  said.textContent = lost && checked.agreement.ok ? LOST : `${sentence(raced)}.`;
  const lines = [
    withoutGpu(raced),
    ...(member ? [`Of the family, its middle member: ${member}.`] : []),
    ...aboutRace(raced, bars.isLogarithmic(), host.info.runtime),
  ];
  const numbers = folded("The race in numbers", numbersOf(raced));
  numbers.open = !checked.agreement.ok;
  about.replaceChildren(
    make("p", { className: "hint", textContent: lines.filter(Boolean).join(" ") }),
    make("p", { className: "hint words", textContent: glossary(raced) }),
    numbers,
  );
}

/** Its replacement had to be started and the shader compiled, in the time of a run. */
const LOST = "The GPU device was lost in this race, so its rate does not count. Race again.";

function verdictOf({ checked }: Race, who: Who) {
  const k = checked.results.findIndex(
    ({ backend, precision }) => backend === who.backend && precision === who.precision,
  );
  const result = checked.results[k];
  const { agreement } = checked;
  return result && verdictInWords(agreement.verdicts[k] as Verdict, result, agreement);
}

function numbersOf(raced: Race): HTMLElement {
  const { entries, checked } = raced;
  const headings = ["Ran on", "n", "Runs", "Time of a run", "Spread", "Cells per second", "Agreement"];
  const rows = entries.map((entry) => {
    const { contender, result, refusal } = entry;
    if (!result) return { kind: contender.backend, cells: [title(contender), inPageWords(refusal ?? "")] };
    const { text = "", wrong = false } = verdictOf(raced, contender) ?? {};
    return {
      kind: wrong ? `${contender.backend} wrong` : contender.backend,
      cells: [
        title(contender),
        grouped(sideOf(result)),
        ...timings(result),
        spreadOf(entry),
        grouped(result.cellsPerSecond),
        text,
      ],
    };
  });
  const integrals = checked.results.map(({ integral, backend }) => `${backend} ${exponent(integral, 12)}`);
  return make(
    "div",
    {},
    table(headings, rows),
    make("p", {
      className: "hint",
      textContent: `Integrals at n = ${grouped(checked.n)}: ${integrals.join(", ")}.`,
    }),
  );
}

function timings({ samples, seconds }: Result): [string, string] {
  const time = seconds.compute > 0 ? duration(seconds.compute) : "too short to time";
  return [String(samples?.length ?? 1), time];
}
