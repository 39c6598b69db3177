import type { Host, Open } from "../../backend.ts";
import { type Plan, type Shard, shareOf } from "../../quadrature/grid/plan.ts";
import type { MembersPlan } from "../../quadrature/grid/work.ts";
import { type CompleteOptions, completeRun } from "./driver.ts";
import { type PartialDocument, partialDocument } from "./partial-document.ts";

/** Computes the K-th of M parts of a grid or a family into a document for `merge`. */
export async function integrateShard<P extends Plan | MembersPlan>(
  plan: P,
  shard: Shard,
  open: Open<P>,
  host: Host,
  options: Omit<CompleteOptions, "share"> = {},
): Promise<PartialDocument> {
  options.signal?.throwIfAborted();
  const share = shareOf(plan, shard);
  const opening = host.now();
  const opened = await open(plan);
  const setup = (host.now() - opening) / 1000;
  const run = await completeRun(plan, opened, open, host, { ...options, share });
  const { partials, compute, kernel, resumed, backend } = run;
  backend.close();
  const document = partialDocument(plan, backend, host, share, [...partials]);
  const seconds = { total: setup + compute, setup, compute, kernel };
  return { ...document, shard, threads: backend.threads, resumed, seconds };
}
