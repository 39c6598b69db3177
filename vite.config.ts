import { readdirSync, readFileSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";
import { DOCUMENTS, fileOf } from "./scripts/document-order.ts";
import { documentPage } from "./scripts/document-page.ts";
import { laterSimd, threeVariables } from "./scripts/thin-page.ts";
import { POLICY } from "./src/output/policy.ts";

// `vite build` makes the page, `vite build --ssr` the programs and the library for Node, and
// `vite build --mode library` the library for browsers.
export default defineConfig(({ isSsrBuild, mode }) => {
  if (isSsrBuild) return nodeBuild;
  return mode === "library" ? browserBuild : pageBuild;
});

// Few files: opening one takes longer than reading what is not needed of another.
const files = [
  // What --help and errors on the command line need.
  {
    name: "start",
    test: /\/(src\/(errors|nearest|integrand\/(lex|names|parse|precedence|interval|tree|(hidden-)?operations?))|node\/(commands\/interrupt|mpi\/launch|options\/table))\.ts|package\.json/,
  },
  { name: "source", test: /\/src\// },
  // What all commands need; what finds adapters is apart, since it takes long to load.
  {
    name: "shared",
    test: /\/node\/(options|host|built|devices\/provider|commands\/(attend|print|progress|report))/,
  },
].map((one) => ({ ...one, minShareCount: 2 }));

const nodeBuild = {
  build: {
    target: "node20",
    outDir: "dist/node",
    emptyOutDir: true,
    // All files in one folder, so that relative URLs of workers and programs hold.
    rolldownOptions: {
      input: {
        main: "node/main.ts",
        library: "node/library.ts",
        "probe-child": "node/devices/probe-child.ts",
        worker: "node/worker.ts",
      },
      output: {
        chunkFileNames: "[name]-[hash].js",
        codeSplitting: { groups: files },
      },
    },
  },
};

const browserBuild = {
  base: "./",
  build: {
    target: "es2022",
    outDir: "dist/browser",
    emptyOutDir: true,
    lib: { entry: "web/library.ts", formats: ["es" as const], fileName: "library" },
  },
  worker: { format: "es" as const, rolldownOptions: { output: { entryFileNames: "worker.js" } } },
};

const pageBuild = {
  root: "web",
  base: "./",
  build: {
    target: "es2022",
    outDir: "../dist/web",
    emptyOutDir: true,
    // Preloading what a script imports later needs a document, which workers have not.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_, files, { hostType }) => (hostType === "html" ? files : []),
    },
    // What the page and its worker share is in files of its own: a worker cannot load those of the page.
    rolldownOptions: { experimental: { chunkOptimization: false } },
    // One style sheet, shared with the documents.
    cssCodeSplit: false,
  },
  plugins: [
    documents(),
    shadersWithoutComments(),
    threeVariables(),
    laterSimd(),
    workerOfPage(),
    {
      name: "bare-shader",
      // Comments are a quarter of it; those that the page shows keep theirs.
      enforce: "pre" as const,
      load: (id: string) =>
        id.endsWith("picture/space.wgsl?raw")
          ? `export default ${JSON.stringify(
              readFileSync(id.slice(0, -4), "utf8")
                .replace(/\/\/.*|^ +/gm, "")
                .replace(/\n+/g, "\n"),
            )}`
          : null,
    },
    {
      name: "content-security-policy",
      // Not with `npm run dev`, whose server adds code of its own to the page.
      apply: "build" as const,
      transformIndexHtml: () => [
        {
          tag: "meta",
          attrs: { "http-equiv": "Content-Security-Policy", content: POLICY },
          injectTo: "head-prepend" as const,
        },
      ],
    },
  ],
};

/** The worker is built with the page, so that code of both is there once: two builds together weigh 30 kB more, gzipped. */
function workerOfPage(): Plugin {
  let worker = "";
  return {
    name: "worker-of-page",
    enforce: "pre",
    apply: "build",
    buildStart() {
      worker = this.emitFile({ type: "chunk", id: "web/worker.ts", name: "worker" });
    },
    transform(code, id) {
      if (!id.endsWith("web/host.ts")) return null;
      return code.replace('new URL("./worker.ts", import.meta.url)', `import.meta.ROLLUP_FILE_URL_${worker}`);
    },
  };
}

/** Shaders weigh half without their comments, which `gpu-integrate shader` prints. */
function shadersWithoutComments(): Plugin {
  return {
    name: "shaders-without-comments",
    enforce: "pre",
    apply: "build",
    load(id) {
      const [file = "", query] = id.split("?");
      if (query !== "raw" || !file.endsWith(".wgsl")) return null;
      const code = readFileSync(file, "utf8").replace(/^[ \t]*\/\/.*\n/gm, "");
      return `export default ${JSON.stringify(code)};`;
    },
  };
}

/** Builds pages from all documents, and copies their pictures and the licence of the font. */
function documents(): Plugin {
  const root = new URL("./", import.meta.url);
  const read = (path: string) => readFileSync(new URL(path, root));
  const pictures = readdirSync(new URL("docs", root)).filter((name) => !name.endsWith(".md"));
  return {
    name: "documents",
    // Runs after Vite has emitted the font.
    enforce: "post",
    apply: "build",
    generateBundle(_, bundle) {
      const emit = (fileName: string, source: string | Uint8Array) =>
        this.emitFile({ type: "asset", fileName, source });
      for (const one of DOCUMENTS) emit(fileOf(one.path), documentPage(one, String(read(one.path))));
      for (const name of pictures) emit(name, read(`docs/${name}`));
      const font = Object.keys(bundle).find((name) => name.endsWith(".woff2")) as string;
      const styles = ["base.css", "fonts/fonts.css", "document.css"].map((name) => read(`web/${name}`));
      emit("document.css", styles.join("\n").replace("./page-math.woff2", `./${font}`));
      emit("assets/OFL.txt", read("web/fonts/OFL.txt"));
    },
  };
}
