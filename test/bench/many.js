// `npm run bench:many` writes a section of docs/benchmarks.md: many variables on a GPU and on CPU threads. Asserts nothing.
import { readFileSync, writeFileSync } from "node:fs";
import { withManySection } from "./many-section.js";

const file = new URL("../../docs/benchmarks.md", import.meta.url);
writeFileSync(file, withManySection(readFileSync(file, "utf8")));
