import { makeWorker, type Request } from "../src/worker.ts";

const answer = makeWorker();
addEventListener("message", ({ data }: MessageEvent<Request>) => postMessage(answer(data)));
