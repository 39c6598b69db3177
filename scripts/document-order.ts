/** A document of the project and its page. */
export interface Document {
  /** Its file, from the project's root. */
  readonly path: string;
  /** What lists of documents call it. */
  readonly label: string;
}

/** All documents, in the order in which to read them. */
export const DOCUMENTS: readonly Document[] = [
  { path: "README.md", label: "Overview" },
  { path: "docs/lesson.md", label: "Lesson" },
  { path: "docs/guide.md", label: "Guide" },
  { path: "docs/library.md", label: "Library" },
  { path: "docs/numerics.md", label: "Numerics" },
  { path: "docs/accuracy.md", label: "Accuracy of the functions" },
  { path: "docs/honesty.md", label: "Are the errors true?" },
  { path: "docs/distributed.md", label: "More than one process" },
  { path: "docs/benchmarks.md", label: "Benchmarks" },
  { path: "CONTRIBUTING.md", label: "Contributing" },
];

/** The page's file for a document or a picture; all share one folder. */
export function fileOf(path: string): string {
  return path.replace(/^.*\//, "").replace(/\.md$/, ".html");
}
