/// <reference types="vite/client" />
import { makeWorker, type Request } from "../src/cpu/worker.ts";
import { makeEngine } from "../src/run/family/members.ts";
import { type Asked, answerAsked } from "./answer/worker-side.ts";
import { answer, type Question } from "./ask/questions.ts";
import { loadSimd } from "./later-simd.ts";

// Every worker of the page and of the library: for sums and regions, for questions, for the page's own answer.
const pause = () => new Promise<void>((resolve) => setTimeout(resolve));
const sum = makeWorker(makeEngine({ now: () => performance.now(), pause }));
/** Replies are told apart by their order, so that none overtakes one for which code is loaded. */
let loaded = Promise.resolve();
addEventListener("message", async ({ data }: MessageEvent<Request | Question | Asked>) => {
  if ("id" in data) {
    if (import.meta.env.MODE !== "library" && (("simd" in data && data.simd) || "tryWasm" in data))
      loaded = loaded.then(loadSimd);
    await loaded;
    postMessage(await sum(data));
  }
  // The library has no page.
  else if (import.meta.env.MODE !== "library" && "ask" in data) await answerAsked(data, postMessage);
  else postMessage(answer(data as Question));
});
