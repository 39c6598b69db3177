/// <reference types="vite/client" />
import { makeWorker, type Request } from "../src/cpu/worker.ts";
import { makeIntegrandRule } from "../src/quadrature/integrand-rule.ts";
import { answer, type Question } from "./ask/questions.ts";

// The page has no accuracies, and half of the weight without them.
const sum = makeWorker(import.meta.env.MODE === "library" ? makeIntegrandRule : null);
addEventListener("message", ({ data }: MessageEvent<Request | Question>) =>
  postMessage("id" in data ? sum(data) : answer(data)),
);
