import { parentPort } from "node:worker_threads";
import { makeWorker, type Request } from "../src/cpu/worker.ts";
import { ENGINE } from "../src/run/members.ts";

const answer = makeWorker(ENGINE);
parentPort?.on("message", async (request: Request) => parentPort?.postMessage(await answer(request)));
