import "./fonts/fonts.css";
import "./base.css";
import type { Shape } from "../src/output/region-shapes.ts";
import type { FamilyResult } from "../src/run/result.ts";
import {
  answerFailed,
  answerLive,
  answerNothing,
  expectAnswer,
  isAnswered,
  stopAnswer,
  takeRuns,
} from "./answer/answer.ts";
import type { Told } from "./answer/worker-side.ts";
import { element } from "./dom.ts";
import { checkForm, fillForm, formQuery, readForm, setSide, type Task, watchForm } from "./form/form.ts";
import { type Query, readQuery, writeQuery } from "./form/query.ts";
import { showGallery } from "./gallery/gallery.ts";
import { showFamily, showNoPicture, showPicture, showRegions } from "./picture/picture.ts";
import { followGrid, onSide } from "./picture/shown.ts";
import { onPublish, publish, published } from "./publish.ts";
import { gpuInWords } from "./run/machine.ts";
import { becomeIdle, isRunning, onStart, sayEdited, starts, type WorkOptions } from "./run/work.ts";
import { wholeIn } from "./words.ts";

const given = new URLSearchParams(location.search);
const embedded = given.get("embed") === "1";
/** What the task in progress started from, and what the published results belong to. */
let started = "";
let ran = "";
/** The regions of the answer; a grid has none. */
let regions: readonly Shape[] | null = null;
/** The integral that the answer is to belong to, and the one that it was asked of. */
let answered = "";
let shown = "";

fillForm(readQuery(location.search));
watchForm(formChanged);
onSide(setSide);
const runNow = starts(element<HTMLButtonElement>("run"), run, element("run-report"));
element("form").addEventListener("submit", (event) => {
  event.preventDefault();
  void runNow();
});
onStart(() => {
  started = runKeyOf(formQuery());
});
onPublish(() => {
  ran = started;
  follow();
});
formChanged();
if (given.get("run") === "1") void runNow();
if (embedded) embed();
else {
  void gpuInWords().then((text) => {
    element("machine").textContent = text;
  });
  // Once the integral itself is on the screen.
  requestAnimationFrame(() => setTimeout(showGallery));
  whenSeen(["race", "understand", "wrong", "take"], async () => (await import("./below.ts")).showBelow());
}

/** Updates everything that depends on the form. */
function formChanged(): void {
  const valid = checkForm();
  follow();
  const { state = "" } = document.documentElement.dataset;
  if (["error", "cancelled"].includes(state) && valid && !isRunning()) becomeIdle();
  clearTimeout(addressing);
  // Browsers limit how often the address may change.
  addressing = setTimeout(() => history.replaceState(null, "", address(formQuery())), 300);
  const key = keyOf(formQuery());
  if (key === answered) return;
  answered = key;
  clearTimeout(answering);
  if (valid) answering = setTimeout(answer, 20);
  else showNoPicture();
  if (!valid || isRunning()) answerNothing(valid);
  else expectAnswer();
}

let addressing: ReturnType<typeof setTimeout> | undefined;
let answering: ReturnType<typeof setTimeout> | undefined;

/** Shows the picture and the answer of a valid form. */
function answer(): void {
  try {
    const { accuracy, exact } = readForm();
    regions = null;
    showRegions(null);
    showFamily(null);
    void showPicture(accuracy);
    // A run has the processor to itself, and its own answer.
    if (isRunning()) return;
    shown = keyOf(formQuery());
    answerLive(accuracy, exact, navigator.hardwareConcurrency, (told) => {
      depict(told, accuracy);
      follow();
    });
  } catch {
    // The form shows its own error.
  }
}

/** Keeps where the work went, and shows a family's values as they come. */
function depict(told: Told, { members }: Task["accuracy"]): void {
  if ("regions" in told) regions = told.regions;
  const [name] = members.names;
  if ("members" in told && name)
    showFamily({ name, values: members.values[0] as Float64Array, ...told.members });
}

/** Results belong to the form as it was when their run started; later they are marked as of before. */
function follow(): void {
  const current = runKeyOf(formQuery()) === ran;
  const edited = !current && (published().length > 0 || isRunning());
  document.documentElement.dataset.edited = String(edited);
  sayEdited(edited);
  const { method, n } = formQuery();
  // A race's sums over grids are no answer to an accuracy.
  const own = (current ? published() : []).filter(({ cells }) => method === "grid" || cells === null);
  const side = wholeIn(n);
  if (method === "accuracy" || side > 0) followGrid(method === "grid" ? side : null);
  takeRuns(own, method === "grid" && !isRunning() ? n : "");
  const family = own.find((one): one is FamilyResult => "family" in one)?.family;
  const [[name, values] = []] = Object.entries(family?.parameters ?? {});
  if (family && name && values) showFamily({ name, values, ...family });
  showRegions(own.some(({ cells }) => cells !== null) ? null : regions);
}

/** What an answer depends on. */
function keyOf({ f, variables, parameters, tol, exact }: Query): string {
  return JSON.stringify([f, variables, parameters, tol, exact]);
}

/** What a run's results depend on. */
function runKeyOf(query: Query): string {
  const { method, n, rule } = query;
  return `${keyOf(query)}${method === "grid" ? ` ${n} ${rule}` : ""}`;
}

/** What Run does. What the form became meanwhile is answered after it. */
async function run(task: Task, options: WorkOptions): Promise<void> {
  try {
    await runMethod(task, options);
  } finally {
    setTimeout(() => {
      follow();
      answerAgain();
    });
  }
}

/** Answers what the form became during a run, and what the run itself did not. */
function answerAgain(): void {
  if (keyOf(formQuery()) !== shown || !isAnswered()) answer();
}

async function runMethod(task: Task, options: WorkOptions): Promise<void> {
  publish([]);
  stopAnswer();
  const key = keyOf(formQuery());
  // What stands there is of what the form was before.
  if (key !== shown) answerNothing();
  if (task.method === "accuracy") {
    shown = key;
    const { runAccuracy } = await import("./answer/run.ts");
    const told = (one: Told) => {
      if (runKeyOf(formQuery()) === ran) depict(one, task.accuracy);
    };
    return runAccuracy(task, options, told).catch((error: Error) => {
      if (!options.signal.aborted && keyOf(formQuery()) === key) answerFailed(error.message);
      throw error;
    });
  }
  return (await import("./race/grid.ts")).runGrid(task, options);
}

/** Loads what is below the fold when it comes near the viewport. */
function whenSeen(ids: readonly string[], load: () => Promise<void>): void {
  const observer = new IntersectionObserver(
    (seen) => {
      if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      void load();
    },
    { rootMargin: "300px" },
  );
  for (const id of ids) observer.observe(element(id));
}

function address(query: Query): string {
  return `${writeQuery(query)}${embedded ? "&embed=1" : ""}`;
}

/** One integral with its picture, for an iframe, and a link to the page. */
function embed(): void {
  document.documentElement.dataset.embed = "";
  const link = element<HTMLAnchorElement>("whole");
  link.hidden = false;
  const follow = () => {
    link.href = new URL(writeQuery(formQuery()), location.href).href;
  };
  element("form").addEventListener("input", follow);
  follow();
}
