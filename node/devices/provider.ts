import type { Provider } from "../../src/run/session.ts";
import { openDevice, spawnWorker } from "../host.ts";
import type { AdapterChoice } from "./adapters.ts";

// What finds adapters is loaded when one is wanted: it takes as long as a short integral.
const adapters = () => import("./adapters.ts");

/** The adapters and workers of this machine; `note` receives the choice of adapter and the reason, for people. */
export function nodeProvider(adapter: AdapterChoice = {}, note: (text: string) => void = () => {}): Provider {
  const adapterRequested = adapter.name !== undefined || adapter.software === true;
  return {
    adapterRequested,
    canCompile: true,
    note,
    spawn: spawnWorker,
    async openDevice() {
      const { chooseAdapter } = await adapters();
      const found = await chooseAdapter(adapter);
      const { identity, driver } = found;
      const why = adapterRequested ? "as requested" : "no hardware GPU was found";
      const kind = identity.software ? `software adapter from ${driver.source}; ${why}` : "hardware GPU";
      note(`using ${identity.name} (${kind})`);
      return openDevice(found);
    },
    async prefersGpu() {
      if (adapterRequested) return true;
      const { findAdapters } = await adapters();
      return (await findAdapters(() => true)).some(({ identity }) => !identity.software);
    },
  };
}
