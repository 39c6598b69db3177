import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";

/**
 * Bundles a page with this script, which may have JSX, into the folder's `dist`, as a user would; the page's state ends as
 * `done`.
 */
export async function bundle(folder: string, script: string): Promise<void> {
  const page = '<html data-state="idle"><body></body><script type="module" src="./page.jsx"></script></html>';
  writeFileSync(join(folder, "index.html"), page);
  writeFileSync(join(folder, "page.jsx"), `${script}\ndocument.documentElement.dataset.state = "done";\n`);
  await build({
    configFile: false,
    root: folder,
    base: "./",
    logLevel: "silent",
    build: { target: "es2022" },
  });
}

/** A script that integrates on the GPU and twice on workers, and shows the results. */
export const BOTH_BACKENDS = `import { integrate } from "gpu-integrate";
  import workerUrl from "gpu-integrate/worker?url";
  const problem = { f: "cos(x+y)", n: 300, workerUrl };
  const results = [];
  for (const backend of ["auto", "threads", "simd"]) results.push(await integrate({ ...problem, backend }));
  document.body.textContent = JSON.stringify(results);`;
