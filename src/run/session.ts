import type { Survey } from "../accuracy/survey.ts";
import type { Backend, Host, Open } from "../backend.ts";
import { makePool, type Pool, type WorkerLike } from "../cpu/pool.ts";
import { openSerial } from "../cpu/serial.ts";
import { NoSimd, openThreads } from "../cpu/threads.ts";
import { IntegrateError, isGpuFault } from "../errors.ts";
import { type Gpu, type WarmGpu, warmDevice } from "../gpu/device.ts";
import { openGpu } from "../gpu/gpu.ts";
import type { BackendName } from "../problem/options.ts";
import type { Precision, Prepared } from "../problem/problem.ts";
import type { Plan } from "../quadrature/grid/plan.ts";

/** The devices and workers of a host. */
export interface Provider {
  /** Opens a device on the adapter to use. Throws `no-adapter`, or `gpu` if the adapter has no device. */
  openDevice(): Promise<Gpu>;
  /** Whether that adapter is hardware, or was requested by name. */
  prefersGpu(): Promise<boolean>;
  /** Whether an adapter was requested: then there is no fallback to the CPU. */
  readonly adapterRequested: boolean;
  spawn(): WorkerLike;
  /** Surveys f for error estimates; absent if this thread may compile code. */
  survey?(prepared: Prepared): Promise<Survey>;
  /** Whether this thread may compile code; if not, `serial` runs in a worker. */
  readonly canCompile: boolean;
  /** Receives the choice of backend and the reason, for people. */
  note(text: string): void;
}

export interface Choice {
  readonly backend: BackendName;
  /** Default: f32 on the GPU, f64 on the CPU. */
  readonly precision?: Precision | undefined;
  readonly threads: number;
}

/** Keeps device, compiled shaders, workers and measured rates from one integral to the next. */
export interface Session {
  open(plan: Plan, choice: Choice): Promise<Backend>;
  /** The device, and whether it is to be preferred to the CPU or was requested. */
  readonly gpu: {
    get(): Promise<WarmGpu>;
    /** Whether the adapter is hardware; false without any. */
    isPreferred(): Promise<boolean>;
    readonly isRequested: boolean;
  };
  /** The CPU's workers, and whether this thread may compile code, too. */
  workers(): { readonly pool: Pool; readonly canCompile: boolean };
  close(): void;
}

export function makeSession(provider: Provider, host: Host): Session {
  const device = warmDevice(() => provider.openDevice());
  const pool = makePool(() => provider.spawn());
  let closed = false;
  const simd = async (plan: Plan, { threads }: Choice, why?: string) => {
    if (why) provider.note(`using CPU threads: ${why}`);
    try {
      return await openThreads(plan, threads, pool, "simd");
    } catch (error) {
      if (!(error instanceof NoSimd)) throw error;
      provider.note(`using plain threads: WebAssembly may not be compiled here (${error.message})`);
      return openThreads(plan, threads, pool);
    }
  };
  return {
    async open(plan, choice) {
      if (closed) throw new IntegrateError("cancelled", "the session was closed");
      const { backend, precision } = choice;
      if (backend === "serial") {
        if (provider.canCompile) return openSerial(plan, host);
        return { ...(await openThreads(plan, 1, pool)), name: "serial", threads: null };
      }
      if (backend === "threads") return openThreads(plan, choice.threads, pool);
      if (backend === "simd") return simd(plan, choice);
      if (precision === "f64") return simd(plan, choice, "only the CPU has f64");
      if (backend === "auto" && precision === "df64" && !(await provider.prefersGpu())) {
        return simd(
          plan,
          choice,
          "no hardware GPU was found, and f64 on the CPU is as accurate as df64 in software, and faster",
        );
      }
      try {
        return await openGpu(plan, precision ?? "f32", await device.get(), host);
      } catch (error) {
        const mayFallBack = backend === "auto" && precision === undefined && !provider.adapterRequested;
        if (!mayFallBack || !isGpuFault(error)) throw error;
        return simd(plan, choice, error.message);
      }
    },
    gpu: {
      get: () => device.get(),
      isPreferred: () => provider.prefersGpu().catch(() => false),
      isRequested: provider.adapterRequested,
    },
    workers() {
      if (closed) throw new IntegrateError("cancelled", "the session was closed");
      return { pool, canCompile: provider.canCompile };
    },
    close() {
      closed = true;
      device.close();
      pool.close();
    },
  };
}

/** Opens backends with a session of their own, which ends with them. */
export function withoutSession(provider: Provider, host: Host, choice: Choice): Open {
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
