import type { Options } from "../problem/options.ts";
import type { Result } from "./result.ts";

// Part of the published types, as is everything that it imports.

export type Integrate = (options?: Options) => Promise<Result>;

/** The defaults of a session's integrals. */
export type SessionOptions = Pick<Options, "backend" | "precision" | "threads" | "workerUrl">;

/** Keeps device, compiled shaders and workers from one integral to the next. */
export interface IntegrationSession {
  /** The package's `integrate`, also for several at a time; its options override the session's. */
  readonly integrate: Integrate;
  /** Frees everything once the integrals in progress are done; later calls to `integrate` reject. */
  close(): Promise<void>;
}

export type OpenSession = (options?: SessionOptions) => IntegrationSession;
