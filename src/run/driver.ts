import type { Backend, Host, Open } from "../backend.ts";
import { IntegrateError } from "../errors.ts";
import type { Plan, TileRange } from "../quadrature/plan.ts";
import { faultOf, howFar, type Ledger, makeLedger } from "./ledger.ts";
import { explainNotFinite } from "./locate.ts";
import { sameArithmetic } from "./partial-document.ts";

export interface RunThrough {
  /** Of all tiles that were asked for. */
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
  /** The tiles to do. Default: all of the plan. */
  share?: TileRange | undefined;
}

/** Losses of the device without a tile in between, after which the run is given up. */
const MAX_LOSSES = 3;

/** A run whose device was lost for good. */
class GivenUp extends IntegrateError {}

/**
 * All tiles of the share, whatever happens to the device: after a loss `open` makes another, and only the tiles
 * that have not arrived are computed again. A device of another kind might give other bits: then all of them are.
 * Owns the backend, and closes the one that it has at the end when it fails.
 */
export async function runThrough(
  plan: Plan,
  first: Backend,
  open: Open,
  host: Host,
  { signal, onProgress, onNote = () => {}, share }: RunThroughOptions,
): Promise<RunThrough> {
  const ledger = makeLedger(plan, share);
  let backend = first;
  // Whose bits the ledger holds.
  let basis = first;
  const onPartials = (tile: number, piece: Float64Array) => {
    ledger.record(tile, piece, backend.name);
    checkFinite(plan, tile, piece, backend);
    onProgress?.({ done: ledger.done, total: ledger.cells });
  };
  try {
    signal?.throwIfAborted();
    const started = host.now();
    let kernel: number | null = null;
    let resumed = 0;
    for (let losses = 0, lost = false; ledger.done < ledger.cells; lost = true) {
      const before = ledger.done;
      try {
        const ran = await backend.run(ledger.missing(), { signal, onPartials });
        // The clock of a device that was lost stopped with it.
        kernel = lost ? null : ran.kernel;
        resumed = ran.resumed ?? 0;
        break;
      } catch (error) {
        if (error instanceof GivenUp || !(error instanceof IntegrateError) || error.code !== "device-lost") {
          throw error;
        }
        losses = ledger.done > before ? 1 : losses + 1;
        if (losses >= MAX_LOSSES) throw givenUp(`${error.message}, ${losses} times in a row`, ledger, error);
        onNote(`${error.message}; continuing at ${howFar(ledger)}`);
        backend = await reopened(plan, backend, open, ledger, error);
        if (!sameArithmetic(basis, backend)) {
          onNote("the new device is of another kind, which may round differently: starting again");
          ledger.clear();
          basis = backend;
        }
      }
    }
    if (ledger.done !== ledger.cells) {
      const left = ledger.cells - ledger.done;
      throw new IntegrateError(faultOf(backend.name), `${backend.name} left ${left} cells undone`);
    }
    const compute = (host.now() - started) / 1000;
    return {
      partials: ledger.partials,
      compute,
      kernel: kernel === null ? null : kernel / 1000,
      resumed,
      backend,
    };
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
    throw givenUp(`${loss.message}, and cannot be replaced: ${why}`, ledger, error);
  }
  if (backend.name === lost.name) return backend;
  backend.close();
  throw givenUp(`${loss.message}, and there is no other`, ledger, loss);
}

function givenUp(why: string, ledger: Ledger, cause: unknown): GivenUp {
  return new GivenUp("device-lost", `${why}; given up at ${howFar(ledger)}`, { cause });
}

/** At once, and not at the end of what may be a long run. */
function checkFinite(plan: Plan, first: number, piece: Float64Array, { precision }: Backend) {
  const bad = piece.findIndex((partial) => !Number.isFinite(partial));
  if (bad < 0) return;
  throw new IntegrateError("not-finite", explainNotFinite(plan, first + bad, precision));
}
