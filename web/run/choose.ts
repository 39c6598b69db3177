import { makeSession, type Provider } from "../../src/run/session.ts";
import { askWorker } from "../ask/ask.ts";
import { adapterOf, host, openDevice, spawnWorker } from "../host.ts";

/** What a browser has to integrate on. */
export function webProvider(workerUrl?: string | URL): Provider {
  return {
    adapterRequested: false,
    canCompile: false,
    note() {},
    spawn: () => spawnWorker(workerUrl),
    openDevice,
    survey: ({ problem }) => askWorker("survey", problem, undefined, workerUrl),
    // Without an adapter the CPU takes its place.
    prefersGpu: () =>
      adapterOf().then(
        ({ identity }) => !identity.software,
        () => false,
      ),
  };
}

/** The page's session, as long as it is open. */
export const session = makeSession(webProvider(), host);
