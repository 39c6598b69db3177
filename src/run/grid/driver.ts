import type { Backend, Host, Open } from "../../backend.ts";
import { IntegrateError, messageOf } from "../../errors.ts";
import type { Plan, TileRange } from "../../quadrature/grid/plan.ts";
import type { MembersPlan } from "../../quadrature/grid/work.ts";
import { errorCodeOf, type Ledger, makeLedger, progressText } from "./ledger.ts";
import { explainNotFinite } from "./locate.ts";
import { sameArithmetic } from "./partial-document.ts";

/** A finished run. */
export interface CompletedRun {
  /** One per tile of the share. */
  readonly partials: Float64Array;
  /** Seconds. */
  readonly compute: number;
  readonly kernel: number | null;
  /** Evaluations, or members, that came from a checkpoint. */
  readonly resumed: number;
  /** The backend that finished the run: a new one if a device was lost. */
  readonly backend: Backend;
}

export interface CompleteOptions {
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: { done: number; total: number }) => void) | undefined;
  /** Receives messages for people, such as that a device was lost. */
  onNote?: ((text: string) => void) | undefined;
  /** Called with partial sums as they come. */
  onTiles?: ((first: number, partials: Float64Array) => void) | undefined;
  /** The tiles to compute. Default: all of the plan. */
  share?: TileRange | undefined;
}

/** The run fails after so many losses of the device without a finished tile in between. */
const MAX_LOSSES = 3;

/** A device was lost, and could not be replaced. */
class DeviceGone extends IntegrateError {}

/**
 * Runs all tiles of the share, even if the device is lost: `open` then makes a new backend, which continues with the
 * missing tiles, or starts again if its arithmetic may differ. On failure the current backend is closed.
 */
export async function completeRun<P extends Plan | MembersPlan>(
  plan: P,
  first: Backend,
  open: Open<P>,
  host: Host,
  { signal, onProgress, onNote = () => {}, onTiles, share }: CompleteOptions,
): Promise<CompletedRun> {
  const ledger = makeLedger(plan, share);
  let backend = first;
  // The backend that the sums in the ledger came from.
  let source = first;
  const onPartials = (tile: number, piece: Float64Array) => {
    ledger.record(tile, piece, backend.name);
    // One member of a family may fail without the others.
    if ("rule" in plan && !plan.members.names.length) checkFinite(plan, tile, piece, backend);
    onTiles?.(tile, piece);
    onProgress?.({ done: ledger.done, total: ledger.total });
  };
  try {
    signal?.throwIfAborted();
    const started = host.now();
    let kernel: number | null = null;
    let resumed = 0;
    for (let losses = 0, lost = false; ledger.done < ledger.total; lost = true) {
      const before = ledger.done;
      try {
        const stats = await backend.run(ledger.missing(), { signal, onPartials });
        // The lost device's time is unknown.
        kernel = lost ? null : stats.kernel;
        resumed = stats.resumed ?? 0;
        break;
      } catch (error) {
        if (!(error instanceof IntegrateError) || error.code !== "device-lost") throw error;
        // From a run within this one, which has already tried to replace the device.
        if (error instanceof DeviceGone) throw error;
        losses = ledger.done > before ? 1 : losses + 1;
        if (losses >= MAX_LOSSES)
          throw deviceGone(`${error.message}, ${losses} times in a row`, ledger, error);
        onNote(`${error.message}; continuing at ${progressText(ledger)}`);
        backend = await reopened(plan, backend, open, ledger, error);
        if (!sameArithmetic(source, backend)) {
          onNote("the new device is of another kind and may round differently: starting again");
          ledger.clear();
          source = backend;
        }
      }
    }
    if (ledger.done !== ledger.total) {
      const left = ledger.total - ledger.done;
      throw new IntegrateError(errorCodeOf(backend.name), `${backend.name} left out ${left} ${ledger.unit}`);
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

/** Replaces a backend whose device was lost by one of the same name. */
async function reopened<P>(plan: P, lost: Backend, open: Open<P>, ledger: Ledger, loss: IntegrateError) {
  lost.close();
  let backend: Backend;
  try {
    backend = await open(plan);
  } catch (error) {
    throw deviceGone(`${loss.message}, and cannot be replaced: ${messageOf(error)}`, ledger, error);
  }
  if (backend.name === lost.name) return backend;
  backend.close();
  throw deviceGone(`${loss.message}, and there is no other`, ledger, loss);
}

function deviceGone(why: string, ledger: Ledger, cause: unknown): DeviceGone {
  return new DeviceGone("device-lost", `${why}; gave up at ${progressText(ledger)}`, { cause });
}

/** Checks each piece as it arrives, so that a long run fails early. */
function checkFinite(plan: Plan, first: number, piece: Float64Array, { precision }: Backend) {
  const bad = piece.findIndex((partial) => !Number.isFinite(partial));
  if (bad < 0) return;
  throw new IntegrateError("not-finite", explainNotFinite(plan, first + bad, precision));
}
