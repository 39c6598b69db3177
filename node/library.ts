import type { AdapterIdentity, HostInfo } from "../src/identity.ts";
import type { Options } from "../src/problem/options.ts";
import type {
  FamilyOptions,
  Integrate,
  IntegrateFamily,
  IntegrationSession,
  OpenSession,
  SessionOptions,
} from "../src/run/api.ts";
import { makeLibrary } from "../src/run/library.ts";
import type { AccuracyResult, FamilyResult, Member, Result } from "../src/run/result.ts";
import { nodeProvider } from "./devices/provider.ts";
import { host } from "./host.ts";

export { type ErrorCode, IntegrateError, UsageError } from "../src/errors.ts";
export type {
  AccuracyResult,
  AdapterIdentity,
  FamilyOptions,
  FamilyResult,
  HostInfo,
  IntegrationSession,
  Member,
  Options,
  Result,
  SessionOptions,
};

const library = makeLibrary(host, (_, note) => nodeProvider({}, note));

/**
 * Integrates f over one, two or three variables: to an accuracy, by default 1e-8, or on a grid where options give `n` or
 * what only grids have; without any options sin(x+y) over [0, pi]^2, 10,000 cells per side.
 * Rejects with an IntegrateError, whose `code` says what went wrong, or with the signal's reason.
 */
export const integrate: Integrate = library.integrate;

/**
 * Integrates a family: for all combinations of its parameters' values, together. A member that fails does so alone, and
 * has its status; rejects as `integrate` does.
 */
export const integrateFamily: IntegrateFamily = library.integrateFamily;

/** Opens a session, whose integrals share a device, compiled shaders and workers. Throws `usage`. */
export const openSession: OpenSession = library.openSession;
