/// <reference types="vite/client" />
import { makeWorker, type Request } from "../src/cpu/worker.ts";
import { ENGINE } from "../src/run/members.ts";
import { answer, type Question } from "./ask/questions.ts";

// The page has no accuracies, and half of the weight without them.
const sum = makeWorker(import.meta.env.MODE === "library" ? ENGINE : null);
addEventListener("message", async ({ data }: MessageEvent<Request | Question>) =>
  postMessage("id" in data ? await sum(data) : answer(data)),
);
