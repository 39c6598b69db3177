import type { Backend, Host, Open } from "../backend.ts";
import { IntegrateError } from "../errors.ts";
import type { Plan, TileRange } from "../quadrature/plan.ts";
import { makeCheckpoint, resume, type Store } from "./checkpoint.ts";
import { faultOf, howFar, type Ledger, makeLedger } from "./ledger.ts";
import { explainNotFinite } from "./locate.ts";
import { sameArithmetic } from "./partial-document.ts";
import type { Contribution } from "./ranks.ts";

export interface RunThrough {
  /** Of all tiles that were asked for: the share, or the whole plan where others brought the rest. */
  readonly partials: Float64Array;
  /** Seconds. */
  readonly compute: number;
  readonly kernel: number | null;
  /** Cells that a checkpoint had. */
  readonly resumed: number;
  /** The backend at the end: another one than at the start, where a device was lost. */
  readonly backend: Backend;
}

export interface RunThroughOptions {
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: { done: number; total: number }) => void) | undefined;
  /** What happened on the way that a person should know. */
  onNote?: ((text: string) => void) | undefined;
  checkpoint?: Store | undefined;
  /** The tiles to do. Default: all of the plan. */
  share?: TileRange | undefined;
  /** Others do the other tiles: turns what this run has brought into what all have. */
  gather?: ((own: Contribution) => Promise<Contribution>) | undefined;
}

/** Losses of the device without a tile in between, after which it is given up. */
const MOST_LOSSES = 3;

/**
 * All tiles of the share, whatever happens to the device: after a loss `open` makes another, and only the tiles
 * that have not arrived are done again. A device of another kind might give other bits: then all of them are.
 * Owns the backend, and closes the one that it has at the end when it fails.
 */
export async function runThrough(
  plan: Plan,
  first: Backend,
  open: Open,
  host: Host,
  options: RunThroughOptions,
): Promise<RunThrough> {
  const { signal, onProgress, onNote = () => {}, checkpoint: store, share, gather } = options;
  const ledger = makeLedger(plan, share);
  let backend = first;
  // Whose bits the ledger holds.
  let basis = first;
  try {
    signal?.throwIfAborted();
    if (store) resume(store, ledger, plan, backend, host);
    const resumed = ledger.done;
    const checkpoint = store && makeCheckpoint(store, plan, backend, host, onNote);
    // A process that is told to stop may have no time for more.
    if (checkpoint) signal?.addEventListener("abort", checkpoint.flush, { once: true });
    const onPartials = (tile: number, piece: Float64Array) => {
      ledger.record(tile, piece, backend.name);
      checkFinite(plan, tile, piece, backend);
      checkpoint?.keep(tile, piece);
      onProgress?.({ done: ledger.done, total: ledger.cells });
    };
    const started = host.now();
    const kernels: (number | null)[] = [];
    for (let losses = 0; ledger.done < ledger.cells; ) {
      const before = ledger.done;
      try {
        const part = await backend.run(ledger.missing(), { signal, onPartials });
        kernels.push(part.kernel);
        break;
      } catch (error) {
        checkpoint?.flush();
        if (!(error instanceof IntegrateError) || error.code !== "device-lost") throw error;
        losses = ledger.done > before ? 1 : losses + 1;
        if (losses >= MOST_LOSSES) throw givenUp(`${error.message}, ${losses} times in a row`, ledger, error);
        onNote(`${error.message}; it goes on at ${howFar(ledger)}`);
        backend = await reopened(plan, backend, open, ledger, error);
        // Its clock stopped with it.
        kernels.push(null);
        if (!sameArithmetic(basis, backend)) {
          if (store || gather) throw givenUp("the device that came back is another", ledger, error);
          onNote("the device that came back is another, which may round differently: it starts again");
          ledger.clear();
          basis = backend;
        }
      }
    }
    checkpoint?.flush();
    if (ledger.done !== ledger.cells) {
      const left = ledger.cells - ledger.done;
      throw new IntegrateError(faultOf(backend.name), `${backend.name} left ${left} cells undone`);
    }
    const kernel =
      kernels.length && !kernels.includes(null) ? (kernels as number[]).reduce((a, b) => a + b) : null;
    const own = { partials: ledger.partials, resumed, kernel };
    const all = gather ? await gather(own) : own;
    const compute = (host.now() - started) / 1000;
    return { ...all, compute, kernel: all.kernel === null ? null : all.kernel / 1000, backend };
  } catch (error) {
    backend.close();
    throw error;
  }
}

/** A backend of the same kind in place of one whose device was lost. */
async function reopened(plan: Plan, lost: Backend, open: Open, ledger: Ledger, loss: IntegrateError) {
  lost.close();
  let backend: Backend;
  try {
    backend = await open(plan);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw givenUp(`${loss.message}, and there is no other: ${why}`, ledger, error);
  }
  if (backend.name === lost.name) return backend;
  backend.close();
  throw givenUp(`${loss.message}, and there is no other`, ledger, loss);
}

function givenUp(why: string, ledger: Ledger, cause: unknown): IntegrateError {
  return new IntegrateError("device-lost", `${why}; given up at ${howFar(ledger)}`, { cause });
}

/** At once, and not at the end of what may be a long run. What is not finite goes into no checkpoint. */
function checkFinite(plan: Plan, first: number, piece: Float64Array, { precision }: Backend) {
  const lost = piece.findIndex((partial) => !Number.isFinite(partial));
  if (lost < 0) return;
  throw new IntegrateError("not-finite", explainNotFinite(plan, first + lost, precision));
}
