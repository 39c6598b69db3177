import type { Backend, Host, Open, Ran, RunOptions } from "../backend.ts";
import { UsageError } from "../errors.ts";
import type { Plan, TileRange } from "../quadrature/plan.ts";
import { type Ledger, makeLedger } from "./ledger.ts";
import { differences, type PartialDocument, partialDocument } from "./partial-document.ts";

/** Keeps finished partial sums, so that a later run can resume from them. */
export interface Store {
  /** For error messages. */
  readonly name: string;
  /** All documents in it. */
  readonly documents: readonly PartialDocument[];
  /** Adds documents; they are durable once it returns. Throws if it cannot; the same may then be added again. */
  append(documents: readonly PartialDocument[]): void;
}

/** Milliseconds of work that a crash may cost, besides the tile in progress. */
const INTERVAL = 500;

/**
 * The same backend with a store: what the store has is not computed again, and what is computed is stored, twice a
 * second. `open` throws `usage` if the store is of another problem or backend.
 */
export function withCheckpoint(
  store: Store,
  open: Open,
  host: Host,
  {
    share,
    onNote = () => {},
  }: { share?: TileRange | undefined; onNote?: ((text: string) => void) | undefined },
): Open {
  let ours: PartialDocument | null = null;
  return async (plan) => {
    const backend = await open(plan);
    try {
      const empty = partialDocument(plan, backend, host, { first: 0, end: 0 }, []);
      const [difference] = ours ? differences(ours, empty) : [];
      if (difference) throw new UsageError("checkpoint", store.name, `the device has changed: ${difference}`);
      ours = empty;
      const stored = storedIn(store, ours, makeLedger(plan, share));
      return { ...backend, run: (ranges, options) => run(plan, backend, stored, ranges, options) };
    } catch (error) {
      backend.close();
      throw error;
    }
  };

  async function run(
    plan: Plan,
    backend: Backend,
    stored: Ledger,
    ranges: readonly TileRange[],
    { signal, onPartials }: RunOptions,
  ): Promise<Ran> {
    let waiting: Piece[] = [];
    const documentOf = ({ first, partials }: Piece) =>
      partialDocument(plan, backend, host, { first, end: first + partials.length }, partials);
    let written = host.now();
    const flush = () => {
      written = host.now();
      if (!waiting.length) return;
      try {
        store.append(joined(waiting).map(documentOf));
        waiting = [];
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        onNote(`the checkpoint ${store.name} cannot be written; continuing without it: ${why}`);
      }
    };
    const keep = (first: number, partials: Float64Array) => {
      // First, since it throws for a sum that is not finite, which is not to be stored.
      onPartials(first, partials);
      waiting.push({ first, partials: [...partials] });
      if (host.now() - written >= INTERVAL) flush();
    };
    for (const { tiles, partials } of store.documents) {
      // They are delivered once, and not again after a device was lost.
      if (isIn(ranges, tiles[0])) onPartials(tiles[0], Float64Array.from(partials));
    }
    const missing = overlap(ranges, stored.missing());
    // A process that is told to stop may have no time for more.
    signal?.addEventListener("abort", flush, { once: true });
    try {
      const ran = missing.length ? await backend.run(missing, { signal, onPartials: keep }) : NOTHING_RAN;
      return { ...ran, resumed: stored.done };
    } finally {
      signal?.removeEventListener("abort", flush);
      flush();
    }
  }
}

const NOTHING_RAN: Ran = { kernel: null };

/** The ledger with the store's sums recorded. Throws `usage` if they are not of this run. */
function storedIn(store: Store, ours: PartialDocument, ledger: Ledger): Ledger {
  for (const document of store.documents) {
    const [difference] = differences(ours, document);
    if (difference)
      throw new UsageError("checkpoint", store.name, `it belongs to another run: ${difference}`);
    try {
      ledger.record(document.tiles[0], document.partials, "it");
    } catch (error) {
      const why = (error as Error).message;
      throw new UsageError("checkpoint", store.name, `its parts do not fit together: ${why}`);
    }
  }
  return ledger;
}

function isIn(ranges: readonly TileRange[], tile: number): boolean {
  return ranges.some(({ first, end }) => tile >= first && tile < end);
}

/** The tiles that are in both lists of ranges. */
function overlap(some: readonly TileRange[], others: readonly TileRange[]): TileRange[] {
  return some
    .flatMap((a) => others.map((b) => ({ first: Math.max(a.first, b.first), end: Math.min(a.end, b.end) })))
    .filter(({ first, end }) => first < end);
}

/** Partial sums of tiles first, first + 1, ... */
interface Piece {
  readonly first: number;
  readonly partials: number[];
}

/** The same sums, adjacent pieces joined. */
function joined(pieces: readonly Piece[]): Piece[] {
  const all: Piece[] = [];
  for (const { first, partials } of [...pieces].sort((a, b) => a.first - b.first)) {
    const last = all.at(-1);
    if (last && last.first + last.partials.length === first)
      for (const partial of partials) last.partials.push(partial);
    else all.push({ first, partials: [...partials] });
  }
  return all;
}
