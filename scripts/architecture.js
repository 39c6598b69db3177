// The picture of the rooms of the source: `npm run architecture` draws docs/architecture.svg from the imports.
import { writeFileSync } from "node:fs";
import { runnerImport } from "vite";

const own = (name) => runnerImport(new URL(name, import.meta.url).pathname).then(({ module }) => module);
const [{ importsBetween }, { architecture }] = await Promise.all(
  ["./imports.ts", "./architecture-picture.ts"].map(own),
);
writeFileSync(new URL("../docs/architecture.svg", import.meta.url), architecture(importsBetween()));
