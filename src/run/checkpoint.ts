import type { Backend, Host } from "../backend.ts";
import { UsageError } from "../errors.ts";
import type { Plan } from "../quadrature/plan.ts";
import type { Ledger } from "./ledger.ts";
import { differences, type PartialDocument, partialDocument } from "./partial-document.ts";

/** Where finished partial sums are kept, so that a later run can go on from them. */
export interface Store {
  /** Names it in errors. */
  readonly name: string;
  /** All documents in it. */
  readonly documents: readonly PartialDocument[];
  /** Adds some, for good once it returns. Throws where it cannot; they may then be added again. */
  append(documents: readonly PartialDocument[]): void;
}

/** Keeps what arrives, and writes it twice a second. */
export interface Checkpoint {
  keep(first: number, partials: Float64Array): void;
  /** Writes what has not been written. */
  flush(): void;
}

/** Milliseconds of work that a crash may cost, besides the tile that it was at. */
const INTERVAL = 500;

/** Takes over what the store has. Throws `usage` where that is not of this problem on this backend. */
export function resume(store: Store, ledger: Ledger, plan: Plan, backend: Backend, host: Host): void {
  const ours = partialDocument(plan, backend, host, { first: 0, end: 0 }, []);
  for (const document of store.documents) {
    const [difference] = differences(ours, document);
    if (difference) throw new UsageError("checkpoint", store.name, `it is of another run: ${difference}`);
    try {
      ledger.record(document.tiles[0], document.partials, "it");
    } catch (error) {
      throw new UsageError(
        "checkpoint",
        store.name,
        `its parts do not fit together: ${(error as Error).message}`,
      );
    }
  }
}

export function makeCheckpoint(
  store: Store,
  plan: Plan,
  backend: Backend,
  host: Host,
  note: (text: string) => void,
): Checkpoint {
  let waiting: PartialDocument[] = [];
  let written = host.now();
  const flush = () => {
    written = host.now();
    if (!waiting.length) return;
    try {
      store.append(joined(waiting));
      waiting = [];
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      note(`the checkpoint ${store.name} cannot be written; the run goes on without it: ${why}`);
    }
  };
  return {
    keep(first, partials) {
      const range = { first, end: first + partials.length };
      waiting.push(partialDocument(plan, backend, host, range, [...partials]));
      if (host.now() - written >= INTERVAL) flush();
    },
    flush,
  };
}

/** Neighbouring ranges as one document. */
function joined(documents: readonly PartialDocument[]): PartialDocument[] {
  const sorted = [...documents].sort((a, b) => a.tiles[0] - b.tiles[0]);
  const all: { document: PartialDocument; end: number; partials: number[] }[] = [];
  for (const document of sorted) {
    const last = all.at(-1);
    if (last?.end !== document.tiles[0]) {
      all.push({ document, end: document.tiles[1], partials: [...document.partials] });
      continue;
    }
    last.end = document.tiles[1];
    for (const partial of document.partials) last.partials.push(partial);
  }
  return all.map(({ document, end, partials }) => ({
    ...document,
    tiles: [document.tiles[0], end],
    partials,
  }));
}
