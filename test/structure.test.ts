import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { describe, expect, it } from "vitest";

const root = new URL("..", import.meta.url).pathname;

/** Folders of src in the order of the data flow. Files directly in src are shared by all. */
const FOLDERS = [
  "integrand",
  "problem",
  "quadrature",
  "accuracy",
  "cpu",
  "gpu",
  "run",
  "benchmark",
  "output",
];

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

/** The project's files that a file imports, as paths from the root. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  const found = text.matchAll(/(?:from|import)\s*\(?\s*"(\.{1,2}\/[^"?]+)"/g);
  return [...found].map(([, path = ""]) => relative(root, join(root, dirname(file), path)));
}

const files = ["src", "node", "web"].flatMap(filesIn);

describe("imports", () => {
  it("in src come from the same or an earlier folder, or from shaders", () => {
    const rank = (file: string) => FOLDERS.indexOf(file.split("/")[1] as string);
    const wrong = files
      .filter((file) => file.startsWith("src/"))
      .flatMap((file) => importsOf(file).map((target) => [file, target] as const))
      .filter(
        ([file, target]) =>
          !/^(shaders\/|package.json)/.test(target) && !(target.startsWith("src/") && allowed(file, target)),
      );
    expect(wrong).toEqual([]);
    function allowed(file: string, target: string) {
      if (target.split("/").length === 2) return true;
      return rank(target) >= 0 && (file.split("/").length === 2 || rank(target) <= rank(file));
    }
  });

  it("do not cross between node and web", () => {
    const crossing = files.flatMap((file) =>
      importsOf(file)
        .filter((target) => /^(node|web)\//.test(target) && target.split("/")[0] !== file.split("/")[0])
        .map((target) => [file, target]),
    );
    expect(crossing).toEqual([]);
  });

  it("have no cycles", () => {
    const graph = new Map(files.map((file) => [file, importsOf(file)]));
    const done = new Set<string>();
    const cycles: string[][] = [];
    const visit = (file: string, path: string[]) => {
      if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file]);
      if (done.has(file) || path.includes(file)) return;
      for (const target of graph.get(file) ?? []) visit(target, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(cycles).toEqual([]);
  });
});

it("the package has every declaration that its types import", () => {
  const { files: packed } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    files: string[];
  };
  const types = packed.filter((name) => name.endsWith(".d.ts"));
  for (const name of types) {
    const text = readFileSync(join(root, name), "utf8");
    for (const [, path = ""] of text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)\.ts"/g)) {
      expect(types).toContain(normalize(`${dirname(name)}/${path}.d.ts`));
    }
  }
});
