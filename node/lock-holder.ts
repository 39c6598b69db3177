import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** A process by its number, the time it started, and the place where that number means it. */
export interface Holder {
  readonly process: number;
  /** In ticks since the system's start; null where there is no /proc to tell. */
  readonly started: string | null;
  readonly machine: string;
  /** Tells apart boots of one machine, containers, and machines of one name. */
  readonly space: string;
}

export function holderOf(process: number): Holder {
  return { process, started: startOf(process), machine: hostname(), space: ownSpace() };
}

/** Whether it lives; null where that cannot be seen from here. Its number alone may be another process's by now. */
export function isAlive({ process: number, started, machine, space }: Holder): boolean | null {
  if (machine !== hostname() || space !== ownSpace()) return null;
  try {
    process.kill(number, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const start = startOf(number);
  return start === null || started === null || start === started;
}

function ownSpace(): string {
  return [
    read(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
    read(() => readlinkSync("/proc/self/ns/pid")),
  ].join(" ");
}

/** Null where it cannot be seen. A process that has ended but is still listed has no such time. */
function startOf(process: number): string | null {
  const stat = read(() => readFileSync(`/proc/${process}/stat`, "utf8"));
  // The second field is the program's name in parentheses, and may have some in it.
  const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return state === "Z" ? "ended" : (fields[18] ?? null);
}

/** Nothing outside Linux. */
function read(from: () => string): string {
  try {
    return from();
  } catch {
    return "";
  }
}
