import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { host } from "../../node/host.ts";
import { openGpu } from "../../src/gpu.ts";
import { integrate } from "../../src/integrate.ts";
import { makeProblem } from "../../src/problem.ts";
import { useGpu } from "../gpu.ts";

const gpu = useGpu();

// Dawn dies when its instance is collected with anything pending, so garbage is collected all the time.
setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const endings = ["to its end", "until it is cancelled", "until the device is lost"];

it.each(endings)("a device works %s, 60 times, and the process lives", async (ending) => {
  const litter = setInterval(collectGarbage, 5);
  for (let k = 0; k < 60; k++) {
    const opened = await gpu.open();
    const controller = new AbortController();
    const run = integrate(
      makeProblem({ f: "cos(x+y)", n: ending === endings[0] ? 700 : 12_000 }),
      (plan) => openGpu(plan, "fast", opened, host),
      host,
      {
        signal: controller.signal,
        onProgress() {
          if (ending === endings[1]) controller.abort(new Error("enough"));
          if (ending === endings[2]) opened.device.destroy();
        },
      },
    );
    if (ending === endings[0]) expect((await run).integral).toBeCloseTo(-4, 2);
    else await expect(run).rejects.toThrow(ending === endings[1] ? "enough" : "lost");
  }
  clearInterval(litter);
});
