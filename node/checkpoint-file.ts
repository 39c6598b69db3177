import {
  closeSync,
  existsSync,
  fdatasyncSync,
  ftruncateSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { pid } from "node:process";
import type { Store } from "../src/checkpoint.ts";
import { IntegrateError, UsageError } from "../src/errors.ts";
import { type PartialDocument, readPartialDocument } from "../src/partial-document.ts";

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

/** One process at a time: a file beside it holds the number of the one that has it. */
function lock(name: string): () => void {
  const holder = `${name}.lock`;
  for (let attempt = 0; ; attempt++) {
    // Made elsewhere and linked, so that it is never there without its number.
    const made = `${holder}.${pid}`;
    try {
      writeFileSync(made, String(pid));
      linkSync(made, holder);
      return () => rmSync(holder, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST" || attempt > 2) throw unusable(name, error);
    } finally {
      rmSync(made, { force: true });
    }
    const other = Number(readFileSync(holder, "utf8"));
    if (isAlive(other)) {
      throw new UsageError("checkpoint", name, `process ${other} is at work on it (says ${holder})`);
    }
    rmSync(holder, { force: true });
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
