import { setImmediate } from "node:timers/promises";
import { parentPort } from "node:worker_threads";
import { makeWorker, type Request } from "../src/cpu/worker.ts";
import { makeEngine } from "../src/run/family/members.ts";

const answer = makeWorker(makeEngine({ now: () => performance.now(), pause: () => setImmediate() }));
parentPort?.on("message", async (request: Request) => parentPort?.postMessage(await answer(request)));
