import { expect, it } from "vitest";
import { paragraph, table } from "../node/commands/table.ts";

const rows = [
  ["", "setup", "compute", "ratio"],
  ["gpu f32", "1.00 ms", "352 ms ± 2 %", "2.00"],
];

it.each([
  [120, "gpu f32   1.00 ms   352 ms ± 2 %    2.00"],
  [36, "gpu f32 1.00 ms 352 ms ± 2 %  2.00"],
  // Too narrow for all: the setup is spared first, and then the compute time.
  [30, "gpu f32   352 ms ± 2 %    2.00"],
  [20, "gpu f32    2.00"],
])("a table on %d characters", (width, line) => {
  const lines = table(rows, width, ["setup", "compute"]);
  expect(lines[1]).toBe(line);
  expect(Math.max(...lines.map((one) => one.length))).toBeLessThanOrEqual(width);
});

it("a paragraph breaks between words, and a word that is too long stands by itself", () => {
  expect(paragraph("one two three", 7)).toEqual(["one two", "  three"]);
  expect(paragraph("a sin(x+y)*cos(x+y) b", 8)).toEqual(["a", "  sin(x+y)*cos(x+y)", "  b"]);
});
