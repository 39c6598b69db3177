import { parentPort } from "node:worker_threads";
import { makeWorker, type Request } from "../src/cpu/worker.ts";

const answer = makeWorker();
parentPort?.on("message", (request: Request) => parentPort?.postMessage(answer(request)));
