import {
  closeSync,
  existsSync,
  fdatasyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  realpathSync,
  statSync,
  writeSync,
} from "node:fs";
import { IntegrateError, UsageError } from "../src/errors.ts";
import type { Store } from "../src/run/grid/checkpoint.ts";
import { type PartialDocument, partialLine } from "../src/run/grid/partial-document.ts";
import { readPartialDocument } from "../src/run/grid/read-partial.ts";
import { SCHEMA } from "../src/run/result.ts";
import { version } from "../src/version.ts";
import { type Lock, lock } from "./checkpoint-lock.ts";
import { whyNot } from "./file-error.ts";

/**
 * A file of partial documents, one a line, that is only ever added to. An incomplete last line is from a run that was
 * killed while writing; it is cut off before the first line is added. Locked by this process until `close`.
 */
export function openCheckpoint(name: string): Store & { close(): void } {
  const held = locked(name);
  try {
    if (existsSync(name) && !statSync(name).isFile()) throw new Error("it is not a regular file");
    const text = existsSync(name) ? readFileSync(name, "utf8") : "";
    const lines = text.split("\n");
    const tail = lines.pop() as string;
    const documents = lines.map((line, k) => read(name, line, k + 1));
    // After other documents it is surely one's.
    if (!documents.length) checkCut(name, tail);
    // In bytes: where the next line goes.
    let end = Buffer.byteLength(text.slice(0, text.length - tail.length));
    const file = openSync(name, existsSync(name) ? "r+" : "w+");
    return {
      name,
      documents,
      append(added) {
        if (!held.held()) throw new Error("its lock was taken away, so another process may be using it");
        const bytes = Buffer.from(added.map(partialLine).join(""));
        try {
          // What was left of a line, by this process or an earlier one.
          ftruncateSync(file, end);
          for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, end + at);
          fdatasyncSync(file);
        } catch (error) {
          ftruncateSync(file, end);
          throw error;
        }
        end += bytes.length;
      },
      close() {
        closeSync(file);
        held.release();
      },
    };
  } catch (error) {
    held.release();
    throw described(name, error);
  }
}

/** The lock of a file, under its own name where `name` is a link to it. */
function locked(name: string): Lock {
  try {
    return lock(existsSync(name) ? realpathSync(name) : name);
  } catch (error) {
    throw described(name, error);
  }
}

/** Throws `usage` unless this may be what is left of a document's line: the beginning, or all but the end of the line. */
function checkCut(name: string, line: string): void {
  const start = JSON.stringify({ schema: SCHEMA, version }).slice(0, -1);
  if (!start.startsWith(line.slice(0, start.length)))
    throw new UsageError("checkpoint", name, "this file is not a checkpoint: use another name");
  try {
    JSON.parse(line);
  } catch {
    return;
  }
  read(name, line, 1);
}

function read(name: string, line: string, number: number): PartialDocument {
  try {
    return readPartialDocument(line);
  } catch (error) {
    throw new UsageError("checkpoint", name, `line ${number} cannot be read: ${(error as Error).message}`);
  }
}

function described(name: string, error: unknown): IntegrateError {
  if (error instanceof IntegrateError) return error;
  return new UsageError("checkpoint", name, `cannot be used: ${whyNot(error)}`);
}
