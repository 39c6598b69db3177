// `npm run bench:families` writes a section of docs/benchmarks.md: families beside SciPy. Asserts nothing.
import { readFileSync, writeFileSync } from "node:fs";
import { withFamiliesSection } from "./families-section.js";

const file = new URL("../../docs/benchmarks.md", import.meta.url);
writeFileSync(file, withFamiliesSection(readFileSync(file, "utf8")));
