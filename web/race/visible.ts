import type { Contender } from "../../src/benchmark/measure.ts";
import { around } from "./contender.ts";

/** A clock that stops while the tab is hidden, because browsers throttle hidden tabs. */
export function visibleClock() {
  let hidden = 0;
  let since = document.hidden ? performance.now() : null;
  const onChange = () => {
    if (document.hidden) since ??= performance.now();
    else if (since !== null) {
      hidden += performance.now() - since;
      since = null;
    }
  };
  document.addEventListener("visibilitychange", onChange);
  return {
    now: () => (since ?? performance.now()) - hidden,
    stop: () => document.removeEventListener("visibilitychange", onChange),
  };
}

/** Starts no run while the tab is hidden. */
export function whileVisible(contender: Contender, signal: AbortSignal | undefined): Contender {
  return around(contender, (run) => async (ranges, options) => {
    if (document.hidden) await visible(signal);
    signal?.throwIfAborted();
    return run(ranges, options);
  });
}

function visible(signal: AbortSignal | undefined): Promise<unknown> {
  return new Promise((resolve) => {
    document.addEventListener("visibilitychange", resolve, { once: true });
    signal?.addEventListener("abort", resolve, { once: true });
  });
}
