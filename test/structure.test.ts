import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { architecture } from "../scripts/architecture-picture.ts";
import { FOLDERS, filesIn, importsBetween, importsOf, ROOMS } from "../scripts/imports.ts";

const root = new URL("..", import.meta.url).pathname;

const files = ["src", "node", "web"].flatMap(filesIn);

describe("imports", () => {
  it("in src come from the same or an earlier folder, or from shaders", () => {
    const rank = (file: string) => ROOMS.indexOf(file.split("/")[1] as string);
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

  it.each(Object.entries(FOLDERS))("in %s come from the same or an earlier folder", (room, folders) => {
    const rank = (file: string) => {
      const [, own, folder = "", name] = file.split("/");
      return own === room && name ? folders.indexOf(folder) : null;
    };
    const within = files.filter((file) => rank(file) !== null);
    expect(within.filter((file) => rank(file) === -1)).toEqual([]);
    const wrong = within.flatMap((file) =>
      importsOf(file)
        .filter((target) => (rank(target) ?? -1) > (rank(file) as number))
        .map((target) => [file, target]),
    );
    expect(wrong).toEqual([]);
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

it("the picture of the rooms has every import between them, by npm run architecture", () => {
  // Counts may be those of the day on which it was drawn.
  const arrows = (svg: string) =>
    (/<desc>(.*)<\/desc>/.exec(svg)?.[1] ?? "").replace(/\d+ /g, "").split("; ");
  const drawn = arrows(readFileSync(join(root, "docs/architecture.svg"), "utf8"));
  expect(drawn.toSorted()).toEqual(arrows(architecture(importsBetween())).toSorted());
  expect(drawn).toContain("run imports from quadrature");
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
