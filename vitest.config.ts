import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const inGpuProcess = {
  pool: "forks" as const,
  setupFiles: ["test/polls.js"],
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  test: {
    // One more than there are cores, since tests of browsers and programs wait for these.
    maxWorkers: availableParallelism() + 1,
    projects: [
      { test: { ...inGpuProcess, name: "short", include: ["test/*.test.ts"] } },
      {
        test: {
          ...inGpuProcess,
          name: "long",
          include: ["test/{gpu,page,long}/*.test.ts"],
          testTimeout: 600_000,
        },
      },
    ],
  },
});
