import type { Backend, Host, Open, RunOptions, RunStats } from "../../backend.ts";
import { messageOf, UsageError } from "../../errors.ts";
import type { Plan, TileRange } from "../../quadrature/grid/plan.ts";
import type { MembersPlan } from "../../quadrature/grid/work.ts";
import { type Ledger, makeLedger } from "./ledger.ts";
import { differences, type PartialDocument, partialDocument } from "./partial-document.ts";

/** Where finished partial sums are saved, so that a later run can resume from them. */
export interface Store {
  /** For error messages. */
  readonly name: string;
  /** All documents in it. */
  readonly documents: readonly PartialDocument[];
  /** Adds documents, durably. May be retried with the same documents after it has thrown. */
  append(documents: readonly PartialDocument[]): void;
}

/** Milliseconds between two writes: the work that a crash may cost, besides the tiles in progress. */
const INTERVAL = 500;

/**
 * The same backend with a store: it computes only what the store lacks, and saves new sums twice a second. `open`
 * throws `usage` if the store belongs to another problem or backend.
 */
export function withCheckpoint<P extends Plan | MembersPlan>(
  store: Store,
  open: Open<P>,
  host: Host,
  {
    share,
    onNote = () => {},
  }: { share?: TileRange | undefined; onNote?: ((text: string) => void) | undefined },
): Open<P> {
  let opened: PartialDocument | null = null;
  return async (plan) => {
    const backend = await open(plan);
    try {
      const empty = partialDocument(plan, backend, host, { first: 0, end: 0 }, []);
      const [difference] = opened ? differences(opened, empty) : [];
      if (difference) throw new UsageError("checkpoint", store.name, `the device has changed: ${difference}`);
      opened = empty;
      const stored = storedIn(store, empty, makeLedger(plan, share));
      return { ...backend, run: (ranges, options) => run(plan, backend, stored, ranges, options) };
    } catch (error) {
      backend.close();
      throw error;
    }
  };

  async function run(
    plan: P,
    backend: Backend,
    stored: Ledger,
    ranges: readonly TileRange[],
    { signal, onPartials }: RunOptions,
  ): Promise<RunStats> {
    let unsaved: Piece[] = [];
    const documentOf = ({ first, partials }: Piece) =>
      partialDocument(plan, backend, host, { first, end: first + partials.length }, partials);
    let written = host.now();
    const flush = () => {
      written = host.now();
      if (!unsaved.length) return;
      try {
        store.append(joined(unsaved).map(documentOf));
        unsaved = [];
      } catch (error) {
        onNote(`cannot write the checkpoint ${store.name}; continuing without it: ${messageOf(error)}`);
      }
    };
    const save = (first: number, partials: Float64Array) => {
      // Throws for a sum that is not finite, which must not be saved.
      onPartials(first, partials);
      unsaved.push({ first, partials: [...partials] });
      if (host.now() - written >= INTERVAL) flush();
    };
    for (const { tiles, partials } of store.documents) {
      // After a lost device `ranges` leaves out what was delivered before.
      if (isIn(ranges, tiles[0])) onPartials(tiles[0], Float64Array.from(partials));
    }
    const missing = overlap(ranges, stored.missing());
    // At once, since the process may exit soon after.
    signal?.addEventListener("abort", flush, { once: true });
    try {
      const idle = { kernel: null };
      const stats = missing.length ? await backend.run(missing, { signal, onPartials: save }) : idle;
      return { ...stats, resumed: stored.done };
    } finally {
      signal?.removeEventListener("abort", flush);
      flush();
    }
  }
}

/** The ledger with the store's sums recorded. Throws `usage` if they belong to another run. */
function storedIn(store: Store, own: PartialDocument, ledger: Ledger): Ledger {
  for (const document of store.documents) {
    const [difference] = differences(own, document);
    if (difference)
      throw new UsageError("checkpoint", store.name, `this file is from a different run: ${difference}`);
    try {
      ledger.record(document.tiles[0], document.partials, "the file");
    } catch (error) {
      throw new UsageError(
        "checkpoint",
        store.name,
        `this file does not match this run: ${messageOf(error)}`,
      );
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

/** The pieces in tile order, adjacent ones joined. */
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
