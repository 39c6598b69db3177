import { defineConfig } from "vite";

// One tool, two builds: `vite build` makes the page, `vite build --ssr` the programs for Node, so that
// a `?raw` import means the same in both.
export default defineConfig(({ isSsrBuild }) => (isSsrBuild ? nodeBuild : pageBuild));

const nodeBuild = {
  build: {
    target: "node20",
    outDir: "dist/node",
    emptyOutDir: true,
    // Relative addresses of workers and programs hold only when all files share one folder.
    rolldownOptions: {
      input: { main: "node/main.ts", "probe-child": "node/probe-child.ts", worker: "node/worker.ts" },
      output: { chunkFileNames: "[name]-[hash].js" },
    },
  },
};

const pageBuild = {
  root: "web",
  base: "./",
  build: { target: "es2022", outDir: "../dist/web", emptyOutDir: true },
  worker: { format: "es" as const },
};
