import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const root = new URL("..", import.meta.url).pathname;

/** Rooms of src in the order in which data goes through them; files of src itself are words that all share. */
const ROOMS = ["integrand", "problem", "quadrature", "accuracy", "cpu", "gpu", "run", "benchmark", "output"];

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

/** Files of the project that a file imports, as paths from the root. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  const found = text.matchAll(/(?:from|import)\s*\(?\s*"(\.{1,2}\/[^"?]+)"/g);
  return [...found].map(([, path = ""]) => relative(root, join(root, dirname(file), path)));
}

const files = ["src", "node", "web"].flatMap(filesIn);

describe("imports", () => {
  it("of src point at rooms before their own, and never out of src and the shaders", () => {
    const room = (file: string) => ROOMS.indexOf(file.split("/")[1] as string);
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
      return room(target) >= 0 && (file.split("/").length === 2 || room(target) <= room(file));
    }
  });

  it("do not lead from node into web or back", () => {
    const crossing = files.flatMap((file) =>
      importsOf(file)
        .filter((target) => /^(node|web)\//.test(target) && target.split("/")[0] !== file.split("/")[0])
        .map((target) => [file, target]),
    );
    expect(crossing).toEqual([]);
  });

  it("make no circle", () => {
    const graph = new Map(files.map((file) => [file, importsOf(file)]));
    const done = new Set<string>();
    const circles: string[][] = [];
    const visit = (file: string, path: string[]) => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file]);
      if (done.has(file) || path.includes(file)) return;
      for (const target of graph.get(file) ?? []) visit(target, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(circles).toEqual([]);
  });
});
