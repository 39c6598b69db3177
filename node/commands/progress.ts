import { grouped, rate } from "../../src/output/units.ts";

/** The progress line until the first cells are done: all else that comes before them is short. */
export const COMPILING = "compiling the shader…";

/** Milliseconds before the line first shows, and between two versions of it. */
const PATIENCE = 1000;
const INTERVAL = 100;

/** One line that rewrites itself on a terminal, also while the work reports nothing. */
export function makeProgress(out: NodeJS.WriteStream, now: () => number) {
  let first: number | null = null;
  let shown = 0;
  let latest: () => string;
  let timer: NodeJS.Timeout | undefined;
  const draw = () => {
    const at = now();
    first ??= at;
    if (at - first < PATIENCE || at - shown < INTERVAL) return;
    out.write(`\r${latest()}\x1b[K`);
    shown = at;
  };
  return {
    update(line: () => string): void {
      latest = line;
      timer ??= setInterval(draw, INTERVAL).unref();
      draw();
    },
    /** Removes the line. */
    clear(): void {
      if (shown) out.write("\r\x1b[K");
      shown = 0;
    },
    end(): void {
      clearInterval(timer);
      this.clear();
    },
  };
}

/**
 * `37 %  1.9 Gcell/s  12 s left`, by the rate since the first call, of something of which `cells` are as much as one.
 */
export function rateLine(now: () => number, cells = 1) {
  let first: { at: number; done: number } | null = null;
  return ({ done, total }: { done: number; total: number }) => {
    first ??= { at: now(), done };
    const since = first;
    return () => {
      const perSecond = ((done - since.done) / (now() - since.at)) * 1000;
      return line(done / total, cells * perSecond, (total - done) / perSecond);
    };
  };
}

/** `1,234 of 10,000 members  12 s left`, by the rate since the first call. */
export function memberLine(now: () => number) {
  let first: { at: number; done: number } | null = null;
  return ({ done, total }: { done: number; total: number }) => {
    first ??= { at: now(), done };
    const left = ((now() - first.at) / 1000 / (done - first.done)) * (total - done);
    return () => `${grouped(done)} of ${grouped(total)} members  ${time(left)} left`;
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
