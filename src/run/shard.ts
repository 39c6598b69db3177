import type { Host, Open } from "../backend.ts";
import type { Prepared } from "../problem/problem.ts";
import { makePlan, type Shard, shareOf } from "../quadrature/plan.ts";
import { type CompleteOptions, completeRun } from "./driver.ts";
import { type PartialDocument, partialDocument } from "./partial-document.ts";

/** Integrates the K-th of M parts into a document for `merge`. */
export async function integrateShard(
  prepared: Prepared,
  shard: Shard,
  open: Open,
  host: Host,
  options: Omit<CompleteOptions, "share"> = {},
): Promise<PartialDocument> {
  options.signal?.throwIfAborted();
  const plan = makePlan(prepared);
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
