import type { Plugin } from "vite";

/** What integrates over more variables than the page's form takes; the page weighs 14 kB less without. */
const FAIL = '() => { throw new Error("the page takes up to three variables"); }';
const MANY: Readonly<Record<string, string>> = {
  // Families to an accuracy are measured where code may be compiled: in workers.
  "/src/run/family/members-on-gpu.ts": `import { UsageError } from "../../errors.ts";
    export const membersOnGpu = async () => {
      throw new UsageError("backend", "gpu", "does no families to an accuracy on this page: choose CPU threads, or a grid");
    };`,
  "/src/run/accuracy/many.ts": `export const adaptMany = ${FAIL};`,
  // The page integrates in all variables what these would reduce to one.
  "/src/problem/reductions/radial.ts": "export const radialOf = () => null;",
  "/src/problem/reductions/simplex.ts": "export const overSimplex = () => null;",
  "/src/quadrature/reductions/ridge.ts": "export const reduceRidges = () => null;",
  "/src/quadrature/reductions/mirror.ts": "export const mirrored = (domain) => domain;",
  "/src/gpu/many/worker.ts": `export const manyOnGpu = ${FAIL};`,
  "/src/quadrature/regions/unseen.ts": "export const makeWithUnseen = () => (_, measure) => measure;",
  "/src/quadrature/integrands/cubature-rule.ts": `export const makeCubatureRule = ${FAIL};`,
  "/src/quadrature/sums/sum-task.ts": `export const makeSums = () => ${FAIL};\nexport const valuesOf = ${FAIL};`,
};

/** WebAssembly is loaded when it is asked for. */
export function laterSimd(): Plugin {
  const later = new URL("../web/later-simd.ts", import.meta.url).pathname;
  return {
    name: "later-simd",
    enforce: "pre",
    apply: "build",
    resolveId: (source, importer) => (source.endsWith("/simd.ts") && importer !== later ? later : null),
  };
}

export const threeVariables = () => replaced("three-variables", MANY);

/** Other code for files of the source. */
function replaced(name: string, files: Readonly<Record<string, string>>): Plugin {
  return {
    name,
    enforce: "pre",
    apply: "build",
    load(id) {
      return Object.entries(files).find(([file]) => id.endsWith(file))?.[1] ?? null;
    },
  };
}
