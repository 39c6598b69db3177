// The section of docs/benchmarks.md on accuracies, which `npm run honesty` writes.
import { sectionIn, withSection } from "./section.js";

const TITLE = "## Accuracies";

export const withAccuraciesSection = (document, section) => withSection(document, TITLE, section);

/** This section of a document; empty if there is none. */
export const accuraciesSectionIn = (document) => sectionIn(document, TITLE);
