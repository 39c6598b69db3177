// `npm run bench:code` writes a section of docs/benchmarks.md: instructions, registers and waves. Asserts nothing.
import { readFileSync, writeFileSync } from "node:fs";
import { withCodeSection } from "./code-section.js";

const file = new URL("../../docs/benchmarks.md", import.meta.url);
writeFileSync(file, withCodeSection(readFileSync(file, "utf8")));
