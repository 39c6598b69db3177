// Measures the accuracy of the functions on every stack and writes docs/accuracy.md: `npm run accuracy`.
import { writeFileSync } from "node:fs";
import { runnerImport } from "vite";

const { module } = await runnerImport(new URL("./report.ts", import.meta.url).pathname);
writeFileSync(new URL("../../docs/accuracy.md", import.meta.url), module.accuracy);
