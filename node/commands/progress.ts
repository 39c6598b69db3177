import { rate } from "../../src/output/units.ts";

/** Milliseconds before the line first shows, and between two versions of it. */
const PATIENCE = 1000;
const INTERVAL = 100;

/** One line that rewrites itself on a terminal. */
export function makeProgress(out: NodeJS.WriteStream, now: () => number) {
  let first: number | null = null;
  let shown = 0;
  return {
    update(line: () => string): void {
      const at = now();
      first ??= at;
      if (at - first < PATIENCE || at - shown < INTERVAL) return;
      out.write(`\r${line()}\x1b[K`);
      shown = at;
    },
    /** Takes the line away. */
    clear(): void {
      if (shown) out.write("\r\x1b[K");
      shown = 0;
    },
  };
}

/** `37 %  1.9 Gcell/s  12 s left`, by what was done since the first call. */
export function rateLine(now: () => number) {
  let first: { at: number; done: number } | null = null;
  return ({ done, total }: { done: number; total: number }) => {
    first ??= { at: now(), done };
    const since = first;
    return () => {
      const perSecond = ((done - since.done) / (now() - since.at)) * 1000;
      return line(done / total, perSecond, (total - done) / perSecond);
    };
  };
}

export function line(part: number, perSecond: number, secondsLeft: number): string {
  return `${Math.floor(100 * part)} %  ${rate(perSecond)}  ${time(secondsLeft)} left`;
}

function time(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  if (seconds < 99.5) return `${Math.round(seconds)} s`;
  if (seconds < 5970) return `${Math.round(seconds / 60)} min`;
  return seconds < 356_400 ? `${(seconds / 3600).toFixed(1)} h` : `${Math.round(seconds / 86_400)} days`;
}
