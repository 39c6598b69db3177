import type { Host, Open } from "../backend.ts";
import { IntegrateError } from "../errors.ts";
import { prepareAccuracy, wantsGrid } from "../problem/accuracy.ts";
import { checkAlone, checkFamily, checkOptions, exactNumber } from "../problem/check-options.ts";
import type { Options } from "../problem/options.ts";
import { type ProblemOptions, prepare } from "../problem/problem.ts";
import { makePlan } from "../quadrature/grid/plan.ts";
import { type MembersPlan, makeMembersPlan } from "../quadrature/grid/work.ts";
import { promptly } from "./abort.ts";
import { integrateTo } from "./accuracy/accuracy.ts";
import { openRegions } from "./accuracy/open-regions.ts";
import type {
  FamilyOptions,
  Integrate,
  IntegrateFamily,
  IntegrationSession,
  OpenSession,
  SessionOptions,
} from "./api.ts";
import { integrateFamily as familyOn } from "./family/family.ts";
import { familyDoubt } from "./family/family-doubt.ts";
import { openMembers } from "./family/open-members.ts";
import { integrate as integrateOn } from "./grid/integrate.ts";
import { checkNames } from "./known-options.ts";
import { makeSession, type Provider } from "./session.ts";

/** The package's functions on this host. */
export function makeLibrary(
  host: Host,
  providerFor: (options: SessionOptions, note: (text: string) => void) => Provider,
): { integrate: Integrate; integrateFamily: IntegrateFamily; openSession: OpenSession } {
  const openSession: OpenSession = (defaults = {}) => {
    checkOptions(defaults);
    checkNames(defaults);
    // The choice of a backend concerns all integrals in progress.
    const listeners = new Set<(text: string) => void>();
    const provider = providerFor(defaults, (text) => {
      for (const onNote of listeners) onNote(text);
    });
    const session = makeSession(provider, host);
    const running = new Set<Promise<unknown>>();
    let closing = false;
    /** Options that are checked, with the session's defaults, and the backend that they choose. */
    const taken = <T extends FamilyOptions | Options>(own: T) => {
      if (closing) throw new IntegrateError("usage", "the session is closed; open a new one");
      checkOptions(own);
      checkNames(own);
      const options = { ...defaults, ...own };
      checkOptions(options);
      const { backend = "auto", precision, threads = host.info.cores } = options;
      const { repeat, warmup, signal, onProgress, onNote } = options;
      const hooks = { repeat, warmup, signal, onProgress, onNote };
      return { options, choice: { backend, precision, threads }, hooks };
    };
    /** Does work on a grid, whose notes on the choice of a backend are told. */
    const onGrid = <T>(
      { choice, hooks: { signal, onNote } }: ReturnType<typeof taken>,
      work: (open: Open) => Promise<T>,
    ) => {
      const listener = (text: string) => onNote?.(text);
      listeners.add(listener);
      const open: Open = (plan) => session.open(plan, choice);
      return work(promptly(open, signal, kept)).finally(() => listeners.delete(listener));
    };
    const runOne = async (own: Options) => {
      const all = taken(own);
      const { options, choice, hooks } = all;
      checkAlone(options as { parameters?: unknown });
      const exact = exactNumber(options);
      const { estimate } = options;
      if (wantsGrid(options)) {
        const prepared = prepare(options as ProblemOptions);
        const more = { exact, estimate, survey: provider.survey };
        return onGrid(all, (open) => integrateOn(prepared, open, host, { ...hooks, ...more }));
      }
      const prepared = prepareAccuracy(options);
      const surroundings = { session, host, onNote: (text: string) => hooks.onNote?.(text) };
      const openOn = () => openRegions(surroundings, choice, prepared.problem.method);
      return integrateTo(prepared, openOn, host, { ...hooks, exact, apart: options.separation, keep: kept });
    };
    const runFamily = async (own: FamilyOptions) => {
      const all = taken(own);
      const { options, choice, hooks } = all;
      const { onMember } = options;
      checkFamily(options);
      const work = () => {
        if (wantsGrid(options)) {
          const plan = makePlan(prepare(options as ProblemOptions));
          return onGrid(all, (open) => familyOn(plan, open, host, { ...hooks, onMember }));
        }
        const { separation = true } = options;
        const surroundings = { session, host, onNote: (text: string) => hooks.onNote?.(text) };
        const open: Open<MembersPlan> = (plan) => openMembers(plan, surroundings, choice, separation);
        const plan = makeMembersPlan(prepareAccuracy(options));
        return familyOn(plan, promptly(open, hooks.signal, kept), host, { ...hooks, onMember });
      };
      const result = await work();
      const doubt = familyDoubt(result);
      if (doubt) hooks.onNote?.(doubt, true);
      return result;
    };
    /** The promise, for which `close` waits. */
    const kept = <T>(result: Promise<T>) => {
      const ended: Promise<unknown> = result.catch(() => {}).finally(() => running.delete(ended));
      running.add(ended);
      return result;
    };
    return {
      integrate: ((options = {}) => kept(runOne(options))) as Integrate,
      integrateFamily: (options) => kept(runFamily(options)),
      async close() {
        closing = true;
        // What was aborted may be in progress for a moment, and Dawn may crash if its device goes.
        await within(PATIENCE, async () => {
          while (running.size) await Promise.all(running);
        });
        session.close();
      },
    };
  };
  /** In a session of its own. */
  const alone = async <T>(
    options: SessionOptions,
    work: (session: IntegrationSession) => Promise<T>,
  ): Promise<T> => {
    const session = openSession(options);
    try {
      return await work(session);
    } finally {
      const closed = session.close();
      if (!(options as Options | undefined)?.signal?.aborted) await closed;
    }
  };
  return {
    openSession,
    integrate: (async (options: Options = {}) =>
      alone(options, (session) => session.integrate(options))) as Integrate,
    integrateFamily: async (options) => alone(options, (session) => session.integrateFamily(options)),
  };
}

/** Work that never ends, as where a device never comes, is not waited for longer than this, in milliseconds. */
const PATIENCE = 5000;

async function within(milliseconds: number, work: () => Promise<void>): Promise<void> {
  let stop = () => {};
  const late = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    stop = () => clearTimeout(timer);
  });
  await Promise.race([work(), late]).finally(() => stop());
}
