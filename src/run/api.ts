import type { Options } from "../problem/options.ts";
import type { Result } from "./result.ts";

// Published with the package's types: nothing else may be imported here.

export type Integrate = (options?: Options) => Promise<Result>;

/** Where and how to integrate, for all integrals of a session. */
export type SessionOptions = Pick<Options, "backend" | "precision" | "threads" | "workerUrl">;

/** Keeps device, compiled shaders and workers from one integral to the next. */
export interface IntegrationSession {
  /** As the package's `integrate`, at any time, also while others run; its own options override the session's. */
  readonly integrate: Integrate;
  /** Frees everything once the integrals in progress have ended; later calls reject. */
  close(): Promise<void>;
}

export type OpenSession = (options?: SessionOptions) => IntegrationSession;
