import {
  closeSync,
  existsSync,
  fdatasyncSync,
  ftruncateSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  write,
  writeFileSync,
  writeSync,
} from "node:fs";
import { hostname } from "node:os";
import { pid } from "node:process";
import { IntegrateError, UsageError } from "../src/errors.ts";
import type { Store } from "../src/run/checkpoint.ts";
import type { PartialDocument } from "../src/run/partial-document.ts";
import { readPartialDocument } from "../src/run/read-partial.ts";

/**
 * A file of partial documents, one a line, which is only ever added to. A last line that is not whole is of a
 * run that was killed while it wrote: it is cut off. Held by this process until `close`.
 */
export function openCheckpoint(name: string): Store & { close(): void } {
  const release = lock(name);
  try {
    if (existsSync(name) && !statSync(name).isFile()) throw new Error("it is no regular file");
    const text = existsSync(name) ? readFileSync(name, "utf8") : "";
    // In bytes: where the next line goes.
    let end = Buffer.byteLength(text.slice(0, text.lastIndexOf("\n") + 1));
    const documents = text
      .split("\n")
      .slice(0, -1)
      .map((line, k) => read(name, line, k + 1));
    const file = openSync(name, existsSync(name) ? "r+" : "w+");
    ftruncateSync(file, end);
    return {
      name,
      documents,
      append(added) {
        const bytes = Buffer.from(added.map((document) => `${JSON.stringify(document)}\n`).join(""));
        try {
          for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, end + at);
          fdatasyncSync(file);
        } catch (error) {
          // Nothing half written may stand before what is written later.
          ftruncateSync(file, end);
          throw error;
        }
        end += bytes.length;
      },
      close() {
        closeSync(file);
        release();
      },
    };
  } catch (error) {
    release();
    if (error instanceof IntegrateError) throw error;
    throw unusable(name, error);
  }
}

function read(name: string, line: string, number: number): PartialDocument {
  try {
    return readPartialDocument(line);
  } catch (error) {
    throw new UsageError(
      "checkpoint",
      name,
      `line ${number} is no part of an integral: ${(error as Error).message}`,
    );
  }
}

/** Milliseconds between two signs of life of a holder, and without one after which it counts as dead. */
const BEAT = 5000;
const DEAD = 60_000;

/**
 * One process at a time: a file beside it names the one that has it. Whether it lives is seen on its own machine by its
 * number, and from others by the age of that file, by the clock that all of them see: the file system's.
 */
function lock(name: string): () => void {
  const holder = `${name}.lock`;
  for (let attempt = 0; ; attempt++) {
    // Made elsewhere and linked, so that it is never there without its content.
    const own = `${pid} ${hostname()}`;
    const made = `${holder}.${own.replace(" ", ".")}`;
    let now: number;
    try {
      writeFileSync(made, own);
      now = statSync(made).mtimeMs;
      linkSync(made, holder);
      const file = openSync(holder, "r+");
      held.add(holder);
      const beat = setInterval(() => write(file, own, 0, () => {}), BEAT).unref();
      return () => {
        clearInterval(beat);
        held.delete(holder);
        closeSync(file);
        rmSync(holder, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST" || attempt > 2) throw unusable(name, error);
      now = statSync(made).mtimeMs;
    } finally {
      removeIfThere(made);
    }
    const [number, machine = hostname()] = readFileSync(holder, "utf8").split(" ");
    const here = machine === hostname();
    const fresh = now - statSync(holder).mtimeMs < DEAD;
    // Where the machine has that number itself, as containers do that start again and again, it is an old one's.
    const dead = here && (Number(number) === pid ? !held.has(holder) : !isAlive(Number(number)));
    if (fresh && !dead) {
      const where = here ? "" : ` on ${machine}`;
      throw new UsageError("checkpoint", name, `process ${number}${where} is at work on it (says ${holder})`);
    }
    takeAway(holder, made, readFileSync(holder, "utf8"));
  }
}

/** Locks of this process. */
const held = new Set<string>();

/** Removes what a dead process has left, unless another has just done so and put its own there. */
function takeAway(holder: string, made: string, content: string): void {
  const aside = `${made}.old`;
  try {
    renameSync(holder, aside);
    if (readFileSync(aside, "utf8") !== content) linkSync(aside, holder);
  } catch {
    // Then it is gone, or there is another's already.
  }
  removeIfThere(aside);
}

function removeIfThere(name: string): void {
  try {
    rmSync(name, { force: true });
  } catch {
    // No such name can be: that has been said.
  }
}

function isAlive(process_: number): boolean {
  try {
    process.kill(process_, 0);
    return process_ > 0;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function unusable(name: string, error: unknown): UsageError {
  // Without the call and the file that failed, which may be the lock's.
  const [why] = (error as Error).message.split(", ");
  return new UsageError("checkpoint", name, `it cannot be used: ${why}`);
}
