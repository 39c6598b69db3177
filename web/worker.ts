import { makeWorker, type Request } from "../src/cpu/worker.ts";
import { answer, type Question } from "./ask/questions.ts";

const sum = makeWorker();
addEventListener("message", ({ data }: MessageEvent<Request | Question>) =>
  postMessage("id" in data ? sum(data) : answer(data)),
);
