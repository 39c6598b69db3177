import type { Provider } from "../../src/run/session.ts";
import { openDevice, spawnWorker } from "../host.ts";
import { type AdapterChoice, chooseAdapter, findAdapters } from "./adapters.ts";

/** The adapters and workers of this machine; `note` receives the choice of adapter and the reason, for people. */
export function nodeProvider(adapter: AdapterChoice = {}, note: (text: string) => void = () => {}): Provider {
  const adapterRequested = adapter.name !== undefined || adapter.software === true;
  return {
    adapterRequested,
    canCompile: true,
    note,
    spawn: spawnWorker,
    async openDevice() {
      const found = await chooseAdapter(adapter);
      const { identity, driver } = found;
      const why = adapterRequested ? "as requested" : "no hardware GPU was found";
      const kind = identity.software ? `software adapter from ${driver.source}; ${why}` : "hardware GPU";
      note(`using ${identity.name} (${kind})`);
      return openDevice(found);
    },
    async prefersGpu() {
      return adapterRequested || (await findAdapters(() => true)).some(({ identity }) => !identity.software);
    },
  };
}
