import { isOf } from "../../src/benchmark/fits.ts";
import { title } from "../../src/benchmark/labels.ts";
import { sideOf } from "../../src/benchmark/sizes.ts";
import type { Sweep } from "../../src/benchmark/sweep.ts";
import { referenceOf } from "../../src/output/sweep-errors.ts";
import { duration, exponent, grouped } from "../../src/output/units.ts";
import type { Result } from "../../src/run/result.ts";
import { table } from "./table.ts";

/** Times without setup and with it and, where it is known what they are measured from, errors by n. */
export function sweepTables(swept: Sweep): HTMLElement[] {
  const { known, value } = referenceOf(swept);
  const errors = value === null ? null : ({ integral }: Result) => exponent(Math.abs(integral - value), 1);
  const what = known ? "Errors" : "Distances from the extrapolated f64 sums";
  return [
    byN(swept, "Compute times, medians", ({ seconds }) => duration(seconds.compute)),
    byN(swept, "With setup", ({ seconds }) => duration(seconds.total)),
    ...(errors ? [byN(swept, what, errors)] : []),
  ];
}

function byN(
  { sizes, fits, results }: Sweep,
  caption: string,
  textOf: (result: Result) => string,
): HTMLElement {
  const contenders = fits.map(({ contender }) => contender);
  const rows = sizes.map((n) => ({
    kind: "",
    cells: [
      `n = ${grouped(n)}`,
      ...contenders.map((one) => {
        const found = results.find((result) => sideOf(result) === n && isOf(one, result));
        return found ? textOf(found) : "–";
      }),
    ],
  }));
  return table(["Cells a side", ...contenders.map(title)], rows, caption);
}
