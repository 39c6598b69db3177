import { parentPort } from "node:worker_threads";
import { makeWorker, type Request } from "../src/cpu/worker.ts";
import { makeIntegrandRule } from "../src/quadrature/integrand-rule.ts";

const answer = makeWorker(makeIntegrandRule);
parentPort?.on("message", (request: Request) => parentPort?.postMessage(answer(request)));
