import type { Integrate, IntegrateFamily, OpenSession } from "../src/run/api.ts";
import { makeLibrary } from "../src/run/library.ts";
import { host } from "./host.ts";
import { webProvider } from "./run/choose.ts";

export { type ErrorCode, IntegrateError, UsageError } from "../src/errors.ts";

// The package's functions in a browser. TypeScript only sees the types of node/library.ts.
const library = makeLibrary(host, ({ workerUrl }, note) => ({ ...webProvider(workerUrl), note }));
export const integrate: Integrate = library.integrate;
export const integrateFamily: IntegrateFamily = library.integrateFamily;
export const openSession: OpenSession = library.openSession;
