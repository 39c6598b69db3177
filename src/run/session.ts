import type { Survey } from "../accuracy/survey.ts";
import type { Backend, Host, Open } from "../backend.ts";
import { makePool, type WorkerLike } from "../cpu/pool.ts";
import { openSerial } from "../cpu/serial.ts";
import { openThreads } from "../cpu/threads.ts";
import { IntegrateError, isGpuFault } from "../errors.ts";
import { type Gpu, warmDevice } from "../gpu/device.ts";
import { openGpu } from "../gpu/gpu.ts";
import type { BackendName } from "../problem/options.ts";
import type { Precision, Prepared } from "../problem/problem.ts";
import type { Plan } from "../quadrature/plan.ts";

/** What a host offers to integrate on. */
export interface Provider {
  /** A device of the adapter to use. Throws `no-adapter`, or `gpu` where the adapter gives none. */
  openDevice(): Promise<Gpu>;
  /** Whether that adapter is hardware, or was asked for. */
  prefersGpu(): Promise<boolean>;
  /** Whether a certain adapter was asked for: then nothing takes its place. */
  readonly insists: boolean;
  spawn(): WorkerLike;
  /** Surveys f for error estimates; absent where this thread may compile code. */
  survey?(prepared: Prepared): Promise<Survey>;
  /** Whether this thread may compile code; where not, `serial` is one worker. */
  readonly compiles: boolean;
  /** Says which backend was taken, and why. */
  note(text: string): void;
}

export interface Choice {
  readonly backend: BackendName;
  /** Default: f32 on the GPU, f64 on the CPU. */
  readonly precision?: Precision | undefined;
  readonly threads: number;
}

/** What is slow to get, kept from one integral to the next: a device and its compiled shaders, workers, their pace. */
export interface Session {
  open(plan: Plan, choice: Choice): Promise<Backend>;
  close(): void;
}

export function makeSession(provider: Provider, host: Host): Session {
  const device = warmDevice(() => provider.openDevice());
  const pool = makePool(() => provider.spawn());
  let closed = false;
  const threads = (plan: Plan, { threads }: Choice, why?: string) => {
    if (why) provider.note(`threads: ${why}`);
    return openThreads(plan, threads, pool);
  };
  return {
    async open(plan, choice) {
      if (closed) throw new IntegrateError("cancelled", "the session was closed");
      const { backend, precision } = choice;
      if (backend === "serial") {
        if (provider.compiles) return openSerial(plan, host);
        return { ...(await openThreads(plan, 1, pool)), name: "serial", threads: null };
      }
      if (backend === "threads") return threads(plan, choice);
      if (precision === "f64") return threads(plan, choice, "f64 is a precision of the CPU");
      if (backend === "auto" && precision === "df64" && !(await provider.prefersGpu())) {
        return threads(
          plan,
          choice,
          "no hardware GPU was found, and f64 on the CPU is as exact as df64 and faster",
        );
      }
      try {
        return await openGpu(plan, precision ?? "f32", await device.get(), host);
      } catch (error) {
        // Only where nothing was asked for that only a GPU has.
        const free = backend === "auto" && precision === undefined && !provider.insists;
        if (!free || !isGpuFault(error)) throw error;
        return threads(plan, choice, `no GPU can be used: ${error.message}`);
      }
    },
    close() {
      closed = true;
      device.close();
      pool.close();
    },
  };
}

/** Opens backends that have a session each, and close it. */
export function openAlone(provider: Provider, host: Host, choice: Choice): Open {
  return async (plan) => {
    const session = makeSession(provider, host);
    try {
      const backend = await session.open(plan, choice);
      return {
        ...backend,
        close() {
          backend.close();
          session.close();
        },
      };
    } catch (error) {
      session.close();
      throw error;
    }
  };
}
