import { randomUUID } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFile,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { pid } from "node:process";
import { UsageError } from "../src/errors.ts";
import { type Holder, holderOf, isAlive } from "./lock-holder.ts";

export interface Lock {
  /** Whether this process still has it: a person, or another machine that saw no sign of life, may have removed it. */
  held(): boolean;
  release(): void;
}

/** Milliseconds between two signs of life of a holder, and without one after which it counts as dead. */
const BEAT = 5000;
const DEAD = 60_000;

/**
 * Locks a file for one process at a time. The lock is a folder beside the file that holds one file, named at random,
 * which says who the holder is. It comes into being by a rename, which fails while there is a holder; a dead holder's
 * lock is broken by removing that very file, which cannot hit a newer holder's. On one machine a holder is alive as long
 * as its process is, even a stopped one; on another, as long as its file is young by the file system's clock.
 * Throws `usage` where the file is locked, and what the file system throws.
 */
export function lock(name: string): Lock {
  const folder = `${name}.lock`;
  const token = randomUUID();
  const made = `${folder}.${token}`;
  const content = JSON.stringify(holderOf(pid));
  mkdirSync(made);
  try {
    writeFileSync(join(made, token), content);
    const now = statSync(join(made, token)).mtimeMs;
    for (let attempt = 0; !moved(name, made, folder, attempt); attempt++) removeDead(name, folder, now);
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    throw error;
  }
  const own = join(folder, token);
  // Only where it is still there.
  const beat = setInterval(() => writeFile(own, content, { flag: "r+" }, () => {}), BEAT).unref();
  return {
    held: () => existsSync(own),
    release() {
      clearInterval(beat);
      orNull(() => unlinkSync(own));
      orNull(() => rmdirSync(folder));
    },
  };
}

/** Attempts after which a folder that cannot be replaced, though it has no holder, is an error. */
const ATTEMPTS = 1000;

/** Whether the folder could be renamed: not onto one with a file in it, nor, under Windows, onto any. */
function moved(name: string, made: string, folder: string, attempt: number): boolean {
  try {
    renameSync(made, folder);
    return true;
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code === "ENOTDIR") throw notLock(name, folder);
    if (attempt > ATTEMPTS || !["ENOTEMPTY", "EEXIST", "EPERM", "EACCES"].includes(code)) throw error;
    return false;
  }
}

/** Removes the lock's file where its holder is dead, and its folder where it is empty. Throws where it is alive. */
function removeDead(name: string, folder: string, now: number): void {
  const token = orNull(() => readdirSync(folder))?.[0];
  if (token === undefined) return void orNull(() => rmdirSync(folder));
  const file = join(folder, token);
  const stat = orNull(() => statSync(file));
  // Released meanwhile.
  if (!stat) return;
  const holder = stat.isFile() ? orNull(() => JSON.parse(readFileSync(file, "utf8")) as Holder) : null;
  if (!Number.isInteger(holder?.process)) {
    // Unless it was released between looking and reading.
    if (existsSync(file)) throw notLock(name, folder);
    return;
  }
  const { process, machine } = holder as Holder;
  const alive = isAlive(holder as Holder);
  if (alive ?? now - stat.mtimeMs < DEAD) {
    const advice = alive
      ? `process ${process} is using it: wait for that run, or use another file (lock ${folder})`
      : `process ${process} on ${machine} is using it: if it has ended, wait a minute or remove ${folder}`;
    throw new UsageError("checkpoint", name, advice);
  }
  rmSync(file, { force: true });
}

function notLock(name: string, folder: string): UsageError {
  return new UsageError(
    "checkpoint",
    name,
    `${folder} is not a lock of this program: move it away, or use another name`,
  );
}

function orNull<T>(make: () => T): T | null {
  try {
    return make();
  } catch {
    return null;
  }
}
