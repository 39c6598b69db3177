import type { Host } from "../backend.ts";
import type { PreparedAccuracy } from "../problem/problem.ts";
import type { FamilyOptions } from "./family-result.ts";
import type { FamilyResult } from "./result.ts";
import type { Choice, Session } from "./session.ts";

/** A family of integrals to an accuracy. A member that fails does so alone. */
export async function integrateFamilyTo(
  _prepared: PreparedAccuracy,
  _session: Session,
  _choice: Choice,
  _host: Host,
  _options: FamilyOptions & { readonly apart?: boolean | undefined } = {},
): Promise<FamilyResult> {
  throw new Error("not yet");
}
