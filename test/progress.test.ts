import { afterEach, expect, it, vi } from "vitest";
import { interruptible } from "../node/commands/interrupt.ts";
import { COMPILING, line, makeProgress, rateLine } from "../node/commands/progress.ts";

it.each<[number, number, number, string]>([
  [0.374, 1.9e9, 12.3, "37 %  1.9 Gcell/s  12 s left"],
  [0, 4e6, 5000, "0 %  4 Mcell/s  83 min left"],
  [0.999, 1e12, 0.2, "99 %  1 Tcell/s  0 s left"],
  [0.01, 5e3, 1e6, "1 %  5 kcell/s  12 days left"],
  [0, 0, Number.POSITIVE_INFINITY, "0 %  0 cell/s  ? left"],
])("%d, %d cells a second, %d s", (part, perSecond, left, text) =>
  expect(line(part, perSecond, left)).toBe(text),
);

it("counts cells, of which each may take several values of f", () => {
  let clock = 0;
  const rate = rateLine(() => clock, 1 / 16);
  rate({ done: 0, total: 64_000 });
  clock = 1000;
  expect(rate({ done: 32_000, total: 64_000 })()).toBe("50 %  2 kcell/s  1 s left");
});

it("shows nothing in the first second, ten lines a second after, and goes away", () => {
  const written: string[] = [];
  const out = { write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
  let clock = 0;
  const progress = makeProgress(out, () => clock);
  const rate = rateLine(() => clock);
  for (; clock < 1000; clock += 10) progress.update(rate({ done: clock, total: 4000 }));
  expect(written).toEqual([]);
  for (; clock < 2000; clock += 10) progress.update(rate({ done: clock, total: 4000 }));
  expect(written).toHaveLength(10);
  expect(written[0]).toBe("\r25 %  1 kcell/s  3 s left\x1b[K");
  progress.clear();
  progress.clear();
  expect(written.slice(10)).toEqual(["\r\x1b[K"]);
  progress.end();
});

afterEach(() => void vi.useRealTimers());

it("shows what it waits for when nothing is reported for a second", () => {
  vi.useFakeTimers();
  const written: string[] = [];
  const out = { write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
  const progress = makeProgress(out, () => Date.now());
  progress.update(() => COMPILING);
  vi.advanceTimersByTime(900);
  expect(written).toEqual([]);
  vi.advanceTimersByTime(200);
  expect(written.at(-1)).toBe("\rcompiling the shader…\x1b[K");
  progress.end();
  const shown = written.length;
  vi.advanceTimersByTime(1000);
  expect(written).toHaveLength(shown);
});

it("a time-out ends work that does not stop by itself within half a second", () => {
  vi.useFakeTimers();
  const exit = vi.spyOn(process, "exit").mockReturnValue(undefined as never);
  const said: string[] = [];
  const { signal, done } = interruptible(2, (reason) => said.push(reason.message));
  vi.advanceTimersByTime(1999);
  expect(signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(signal.aborted).toBe(true);
  vi.advanceTimersByTime(500);
  expect(said).toEqual(["stopped after 2 s"]);
  expect(exit).toHaveBeenCalledWith(1);
  done();
  exit.mockRestore();
});
