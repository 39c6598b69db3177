import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { OPTIONS } from "../node/options/table.ts";

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), "utf8");

/** Cells of the table that begins with this header's cell. */
function rowsOf(text: string, header: RegExp): string[][] {
  const table = text.slice(text.search(header)).split("\n\n", 1)[0] as string;
  const rows = table.split("\n").slice(2);
  return rows.map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

it("the guide has a row for every option there is, and for no other", () => {
  const named = rowsOf(read("docs/guide.md"), /^\| option/m).flatMap(([option = ""]) =>
    [...option.matchAll(/`--?([a-z-]+)/gi)].map(([, name]) => name),
  );
  const existing = OPTIONS.flatMap(({ name, short }) => (short && short !== name ? [short, name] : [name]));
  expect(new Set(named)).toEqual(new Set(existing));
});

it("the README's figures of other programs are those of one run, in docs/honesty.md", () => {
  const honesty = read("docs/honesty.md");
  const measured = rowsOf(honesty.slice(honesty.indexOf("Asked for 1e-8; the last two")), /^\| program/m);
  const told = rowsOf(read("README.md"), /^\| program {2}.*integrals/m);
  expect(told.length).toBe(3);
  for (const [program = "", ...figures] of told) {
    const at = measured.findIndex(([name = ""]) => program.startsWith(name));
    const [[, integrals, met, wrong], own] = measured.slice(at, at + 2) as [string[], string[]];
    expect([program, ...figures]).toEqual([program, integrals, met, wrong, own[2], own[3], own.at(-1)]);
  }
});
