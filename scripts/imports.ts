import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const root = new URL("..", import.meta.url).pathname;

/** The rooms of src in the order of the data: each may import from itself and from those before it. */
export const ROOMS = [
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

/** The folders of a room, where it has such, in the same order. */
export const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  integrand: ["language", "reading", "code", "wasm"],
  problem: ["reductions"],
  quadrature: [
    "rules",
    "grid",
    "coordinates",
    "ends",
    "places",
    "regions",
    "sums",
    "integrands",
    "reductions",
  ],
  run: ["grid", "accuracy", "family"],
};

/** The TypeScript files of a folder and of those in it, as paths from the root. */
export function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

/** The project's files that a file imports, as paths from the root. */
export function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  const found = text.matchAll(/(?:from|import)\s*\(?\s*"(\.{1,2}\/[^"?]+)"/g);
  return [...found].map(([, path = ""]) => relative(root, join(root, dirname(file), path)));
}

/** The room of a file: a folder of src, `src` for the files that all rooms share, or else the folder at the root. */
export function roomOf(file: string): string {
  const [top = "", room = ""] = file.split("/");
  return top === "src" && !room.includes(".") ? room : top;
}

/** How many imports lead from one room to another, by `from to`. */
export function importsBetween(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const file of ["src", "node", "web", "shaders"].flatMap(filesIn)) {
    for (const target of importsOf(file)) {
      const [from, to] = [roomOf(file), roomOf(target)];
      if (from !== to) counts.set(`${from} ${to}`, (counts.get(`${from} ${to}`) ?? 0) + 1);
    }
  }
  return counts;
}
