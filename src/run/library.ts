import type { Host, Open } from "../backend.ts";
import { IntegrateError } from "../errors.ts";
import { prepareAccuracy, wantsGrid } from "../problem/accuracy.ts";
import { checkOptions, exactNumber } from "../problem/check-options.ts";
import type { Options } from "../problem/options.ts";
import { prepare } from "../problem/problem.ts";
import { promptly } from "./abort.ts";
import { integrateTo } from "./accuracy.ts";
import type { Integrate, OpenSession, SessionOptions } from "./api.ts";
import { integrate as integrateOn } from "./integrate.ts";
import { openRegions } from "./open-regions.ts";
import { makeSession, type Provider } from "./session.ts";

/** The package's functions on this host. */
export function makeLibrary(
  host: Host,
  providerFor: (options: SessionOptions, note: (text: string) => void) => Provider,
): { integrate: Integrate; openSession: OpenSession } {
  const openSession: OpenSession = (defaults = {}) => {
    checkOptions(defaults);
    // The choice of a backend concerns all integrals in progress.
    const listeners = new Set<(text: string) => void>();
    const provider = providerFor(defaults, (text) => {
      for (const onNote of listeners) onNote(text);
    });
    const session = makeSession(provider, host);
    const running = new Set<Promise<unknown>>();
    let closing = false;
    const run = async (own: Options) => {
      if (closing) throw new IntegrateError("usage", "the session is closed; open a new one");
      checkOptions(own);
      const options = { ...defaults, ...own };
      checkOptions(options);
      const { backend = "auto", precision, threads = host.info.cores } = options;
      const { repeat, warmup, estimate, signal, onProgress, onNote } = options;
      const choice = { backend, precision, threads };
      const exact = exactNumber(options);
      if (!wantsGrid(options)) {
        const prepared = prepareAccuracy(options);
        const hooks = { signal, onProgress, onNote, exact, repeat, warmup, apart: options.separation };
        const surroundings = { session, host, onNote: (text: string) => onNote?.(text) };
        const openOn = () => openRegions(surroundings, choice, prepared.problem.method);
        return integrateTo(prepared, openOn, host, hooks);
      }
      const open: Open = (plan) => session.open(plan, choice);
      const prepared = prepare(options);
      const listener = (text: string) => onNote?.(text);
      listeners.add(listener);
      return integrateOn(prepared, promptly(open, signal), host, {
        ...{ repeat, warmup, estimate, signal, onProgress, onNote },
        exact,
        survey: provider.survey,
      }).finally(() => listeners.delete(listener));
    };
    const integrate = (options: Options = {}) => {
      const result = run(options);
      const ended = result.catch(() => {}).finally(() => running.delete(ended));
      running.add(ended);
      return result;
    };
    return {
      integrate: integrate as Integrate,
      async close() {
        closing = true;
        await Promise.all(running);
        session.close();
      },
    };
  };
  const integrate = async (options: Options = {}) => {
    const session = openSession(options);
    try {
      return await session.integrate(options);
    } finally {
      await session.close();
    }
  };
  return { openSession, integrate: integrate as Integrate };
}
