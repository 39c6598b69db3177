import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { OPTIONS } from "../node/options/table.ts";

it("the README has a row for every option there is, and for no other", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const table = readme.slice(readme.search(/^\| option/m)).split("\n\n", 1)[0] as string;
  const rows = table.split("\n").slice(2);
  const named = rows.flatMap((row) =>
    [...(row.split("|")[1] ?? "").matchAll(/`--?([a-z-]+)/gi)].map(([, name]) => name),
  );
  const existing = OPTIONS.flatMap(({ name, short }) => (short && short !== name ? [short, name] : [name]));
  expect(new Set(named)).toEqual(new Set(existing));
});
