import { nodeProvider } from "../../node/devices/provider.ts";
import { host } from "../../node/host.ts";
import { IntegrateError } from "../../src/errors.ts";
import type { RegionPrecision } from "../../src/gpu/region-shader.ts";
import { openRegions } from "../../src/run/accuracy/open-regions.ts";
import { makeSession } from "../../src/run/session.ts";
import { own } from "./own.ts";
import { MOST, MOST_SECONDS, type Outcome, type Published } from "./suite.ts";

/** What is asked of each precision. */
export const ON_GPU: readonly { readonly precision: RegionPrecision; readonly tolerance: number }[] = [
  { precision: "f32", tolerance: 1e-4 },
  { precision: "f32", tolerance: 1e-5 },
  { precision: "df64", tolerance: 1e-4 },
  { precision: "df64", tolerance: 1e-8 },
];

/** The program on this machine's adapter; the regions that this does not suit are on the CPU, in f64. */
export interface OnGpu {
  readonly adapter: string;
  readonly runs: readonly {
    readonly precision: RegionPrecision;
    readonly tolerance: number;
    readonly outcomes: readonly Outcome[];
    /** The part of all values of f that the GPU computed. */
    readonly share: number;
  }[];
}

/** Or the reason why there is none. */
export async function onGpu(
  integrals: readonly Published[],
  step: (text: string) => void,
  most = { evaluations: MOST, seconds: MOST_SECONDS },
  asked = ON_GPU,
): Promise<OnGpu | string> {
  const session = makeSession(nodeProvider({}), host);
  try {
    const { identity } = await session.gpu.get();
    const runs: OnGpu["runs"][number][] = [];
    for (const { precision, tolerance } of asked) {
      step(`${precision} on ${identity.name}, ${tolerance}`);
      const outcomes: Outcome[] = [];
      const workers: { readonly onDevice: number | null }[] = [];
      for (const one of integrals) {
        const method = {
          kind: "accuracy",
          relative: tolerance,
          absolute: 0,
          maxEvaluations: most.evaluations,
        } as const;
        const choice = { backend: "gpu", precision, threads: 1 } as const;
        const { open } = await openRegions({ session, host, onNote: () => {} }, choice, method);
        const kept = (integrand: Parameters<typeof open>[0]) => {
          const worker = open(integrand);
          workers.push(worker);
          return worker;
        };
        outcomes.push(await own(one, tolerance, true, most, kept));
      }
      const done = workers.reduce((sum, { onDevice }) => sum + (onDevice ?? 0), 0);
      const all = outcomes.reduce((sum, { evaluations }) => sum + evaluations, 0);
      runs.push({ precision, tolerance, outcomes, share: done / all });
    }
    return { adapter: `${identity.name}${identity.software ? ", a software adapter" : ""}`, runs };
  } catch (error) {
    if (error instanceof IntegrateError && error.code === "no-adapter") return error.message;
    throw error;
  } finally {
    session.close();
  }
}
