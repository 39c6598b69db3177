// `npm run bench:setup` writes a section of docs/benchmarks.md: seconds of setup, function by function. Asserts nothing.
import { readFileSync, writeFileSync } from "node:fs";
import { withSetupSection } from "./setup-section.js";

const file = new URL("../../docs/benchmarks.md", import.meta.url);
writeFileSync(file, withSetupSection(readFileSync(file, "utf8")));
