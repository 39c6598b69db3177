import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { host } from "../../node/host.ts";
import { prepare } from "../../src/problem/problem.ts";
import { integrate } from "../../src/run/grid/integrate.ts";
import { gpuAlone } from "../alone.ts";
import { useGpu } from "../gpu.ts";

const gpu = useGpu();

// Dawn dies when its instance is collected with anything pending, so garbage is collected all the time.
setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const endings = ["to its end", "until it is cancelled", "until the device is lost"];

it.each(endings)("a device works %s, 10 times, and the process lives", async (ending) => {
  const litter = setInterval(collectGarbage, 5);
  for (let k = 0; k < 10; k++) {
    const devices: GPUDevice[] = [];
    const controller = new AbortController();
    const run = integrate(
      prepare({ f: "cos(x+y)", n: ending === endings[0] ? 700 : 6000 }),
      async (plan) => {
        const opened = await gpu.open();
        devices.push(opened.device);
        return gpuAlone(plan, "fast", opened, host);
      },
      host,
      {
        signal: controller.signal,
        onProgress() {
          if (ending === endings[1]) controller.abort(new Error("enough"));
          // The first; the second does the rest.
          if (ending === endings[2]) devices[0]?.destroy();
        },
      },
    );
    if (ending === endings[1]) await expect(run).rejects.toThrow("enough");
    else expect((await run).integral).toBeCloseTo(-4, 2);
    expect(devices).toHaveLength(ending === endings[2] ? 2 : 1);
  }
  clearInterval(litter);
});
