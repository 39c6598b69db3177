import type { Provider } from "../../src/run/session.ts";
import { openDevice, spawnWorker } from "../host.ts";
import { type AdapterChoice, chooseAdapter, findAdapters } from "./adapters.ts";

/** What this machine offers to integrate on; `note` tells people which adapter was taken, and why. */
export function nodeProvider(adapter: AdapterChoice = {}, note: (text: string) => void = () => {}): Provider {
  const insists = adapter.name !== undefined || adapter.software === true;
  return {
    insists,
    compiles: true,
    note,
    spawn: spawnWorker,
    async openDevice() {
      const found = await chooseAdapter(adapter);
      const { identity, driver } = found;
      const why = insists ? "as asked" : "no hardware GPU was found";
      const kind = identity.software ? `a software adapter from ${driver.source}: ${why}` : "a hardware GPU";
      note(`gpu: ${identity.name}, ${kind}`);
      return openDevice(found);
    },
    async prefersGpu() {
      return insists || (await findAdapters(() => true)).some(({ identity }) => !identity.software);
    },
  };
}
