import { once } from "node:events";
import { setImmediate, setTimeout } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { LibraryHandle } from "koffi";
import { IntegrateError } from "../../src/errors.ts";
import type { Launch } from "./launch.ts";

/** The part of MPI that ranks need, for the main thread only. */
export interface Mpi {
  readonly rank: number;
  readonly size: number;
  /** The bytes of every rank, in rank order. Leaves the event loop free while it waits. */
  allgather(bytes: Uint8Array): Promise<Uint8Array[]>;
  /** Ends the processes of all ranks. */
  abort(exitCode: number): void;
  /** Waits for all ranks. */
  finalize(): void;
}

/**
 * Calls MPI_Init in the launcher's MPI library. Throws `ranks` where there is none or it is another MPI's; ends the
 * process if the others have not joined within `patience` seconds.
 */
export async function initMpi({ rank, size, libraries }: Launch, patience: number): Promise<Mpi> {
  const whoseRank = `this is rank ${rank}${size ? ` of ${size}` : ""} of an MPI job`;
  const watch = watchOver(patience, `${whoseRank}; not all ranks have joined in ${patience} s`);
  const koffi = await import("koffi").catch((cause) => {
    const advice = "is needed for MPI and does not load: npm install koffi";
    throw new IntegrateError("ranks", `${whoseRank}; the optional package koffi ${advice}`, { cause });
  });
  // UCX, which an MPI may use, tests its sbrk hooks by moving the end of the heap up and down, which destroys what
  // another thread allocates meanwhile (MPICH 4.0.2 crashed in 1 of 50 starts). Only RDMA's caches need these hooks.
  process.env.UCX_MEM_EVENTS ??= "n";
  const library = firstThatLoads(koffi, libraries);
  if (!library) {
    const advice = "GPU_INTEGRATE_MPI=/path/to/libmpi.so names another";
    throw new IntegrateError(
      "ranks",
      `${whoseRank}; no MPI library loads (${libraries.join(", ")}); ${advice}`,
    );
  }
  const { handle, world, byte, noStatus } = abiOf(library.loaded);
  const call = makeCalls(library.loaded);
  const init = call("MPI_Init_thread", "void *, void *, int, void *");
  const commRank = call("MPI_Comm_rank", `${handle}, void *`);
  const commSize = call("MPI_Comm_size", `${handle}, void *`);
  const test = call("MPI_Test", "void *, void *, void *");
  const abort = call("MPI_Abort", `${handle}, int`);
  const finalize = call("MPI_Finalize", "");
  const parts = `void *, int, ${handle}`;
  const gather = call("MPI_Iallgather", `${parts}, ${parts}, ${handle}, void *`);
  const gatherv = call("MPI_Iallgatherv", `${parts}, void *, void *, void *, ${handle}, ${handle}, void *`);

  const out = new Int32Array(1);
  const whole = (get: (into: Int32Array) => void): number => {
    get(out);
    return out[0] as number;
  };
  await watch.ready;
  // MPI_THREAD_FUNNELED: Node's other threads make no MPI calls.
  whole((provided) => init(null, null, 1, provided));
  watch.end();
  const ours = { rank: whole((into) => commRank(world, into)), size: whole((into) => commSize(world, into)) };
  if (size !== null && ours.size !== size) {
    const advice =
      "it belongs to another MPI than the launcher; GPU_INTEGRATE_MPI=/path/to/libmpi.so names the right one";
    throw new IntegrateError("ranks", `${whoseRank}, but ${library.name} knows of ${ours.size}: ${advice}`);
  }

  /** Runs a non-blocking call in memory that does not move, polling it with `rest` in between. */
  const later = async (
    begin: (own: bigint, all: bigint, request: bigint) => void,
    bytes: Uint8Array,
    total: number,
    rest: () => Promise<unknown>,
  ): Promise<Uint8Array> => {
    const memory = [bytes.length, total, 8].map((size) => koffi.alloc("uint8_t", Math.max(1, size)));
    const [own, all, request] = memory as [bigint, bigint, bigint];
    koffi.encode(own, koffi.array("uint8_t", bytes.length), bytes);
    begin(own, all, request);
    while (whole((flag) => test(request, flag, noStatus)) === 0) await rest();
    const received: Uint8Array = koffi.decode(all, koffi.array("uint8_t", total, "Typed"));
    for (const one of memory) koffi.free(one);
    return received;
  };
  const lengthsOf = async (length: number): Promise<Int32Array> => {
    const begin = (own: bigint, all: bigint, request: bigint) =>
      gather(own, 4, byte, all, 4, byte, world, request);
    const bytes = new Uint8Array(Int32Array.of(length).buffer);
    // Some ranks may be much later: without a rest, polling would take a core.
    const received = await later(begin, bytes, 4 * ours.size, () => setTimeout(1));
    return new Int32Array(received.slice().buffer);
  };
  return {
    ...ours,
    async allgather(bytes) {
      const lengths = await lengthsOf(bytes.length);
      const places = Int32Array.from(lengths);
      let total = 0;
      for (const [k, length] of lengths.entries()) {
        places[k] = total;
        total += length;
      }
      const counts = koffi.alloc("int", lengths.length);
      const offsets = koffi.alloc("int", lengths.length);
      koffi.encode(counts, koffi.array("int", lengths.length), lengths);
      koffi.encode(offsets, koffi.array("int", lengths.length), places);
      const begin = (own: bigint, all: bigint, request: bigint) =>
        gatherv(own, bytes.length, byte, all, counts, offsets, byte, world, request);
      const received = await later(begin, bytes, total, setImmediate);
      for (const memory of [counts, offsets]) koffi.free(memory);
      return Array.from(lengths, (length, k) => {
        const place = places[k] as number;
        return received.slice(place, place + length);
      });
    },
    abort: (exitCode) => abort(world, exitCode),
    finalize: () => finalize(),
  };
}

/** MPI_Init blocks this thread with its timers and signals, so another thread ends the process in time. */
function watchOver(seconds: number, message: string) {
  const code = `const { workerData } = require("node:worker_threads");
    setTimeout(() => {
      require("node:fs").writeSync(2, workerData.text);
      process.kill(process.pid, "SIGTERM");
    }, workerData.milliseconds);`;
  const workerData = { milliseconds: seconds * 1000, text: `gpu-integrate: ${message}\n` };
  const worker = new Worker(code, { eval: true, workerData });
  return { ready: once(worker, "online"), end: () => void worker.terminate() };
}

function firstThatLoads({ load }: typeof import("koffi"), names: readonly string[]) {
  for (const name of names) {
    try {
      // Global, because Open MPI's plugins look up its symbols.
      return { name, loaded: load(name, { global: true }) };
    } catch {}
  }
  return null;
}

/** Handles are integers fixed by the ABI in MPICH's family (mpi.h), and addresses of symbols in Open MPI. */
function abiOf(library: LibraryHandle) {
  try {
    const [world, byte] = [library.symbol("ompi_mpi_comm_world"), library.symbol("ompi_mpi_byte")];
    return { handle: "void *", world, byte, noStatus: null };
  } catch {
    return { handle: "int", world: 0x44000000, byte: 0x4c00010d, noStatus: 1n };
  }
}

/** MPI's functions; they throw their errors. */
function makeCalls(library: LibraryHandle) {
  return (name: string, parameters: string) => {
    const native = library.func(`int ${name}(${parameters})`);
    return (...values: unknown[]): void => {
      const code = native(...values);
      if (code !== 0) throw new IntegrateError("ranks", `${name} failed with MPI's error ${code}`);
    };
  };
}
