import { failures } from "./failures.ts";
import type { OnGpu } from "./gpu.ts";
import { judged, MOST, published, reachless, TOLERANCES } from "./suite.ts";
import { besides, beyond, bothWays, byClass, figures, HEAD, isReachable, type Measured } from "./tables.ts";
import { exponent, table } from "./text.ts";

function gpuRow({ precision, tolerance, outcomes, share }: OnGpu["runs"][number]): string[] {
  const rows = judged(outcomes, tolerance).filter(isReachable);
  return [precision, `${Math.round(100 * share)} %`, exponent(tolerance), ...figures(rows)];
}

/** docs/honesty.md. `whole` has the products again, not taken apart. */
export function report(
  own: Measured,
  whole: Measured,
  gpu: OnGpu | string,
  peers: readonly Measured[],
  machine: string,
): string {
  const all = new Map(own.runs.map(({ tolerance, outcomes }) => [tolerance, judged(outcomes, tolerance)]));
  return `# Are the claimed errors true?

${published.length} integrals from publications, in one, two and three variables, each with its source and its known value in
\`test/published/integrals.json\`. Every program is asked for relative errors of ${TOLERANCES.map(exponent).join(", ")} with at most
${exponent(MOST)} values of f, all in f64 on one core. Times are CPU times; this program's include parsing and compiling f, the others'
do not. Written by \`npm run honesty\` on ${machine}. More variables follow [at the end](#many-variables).

- **Met**: the program says that the accuracy was reached, the true error confirms it, and the limit on values was kept. For the
  two integrals that are 0, the error is relative to the integral of |f|, as it is where rounding stops the refinement and the
  program says that the integral is 0 to that accuracy.
- **Claim held**: the true error is at most the claimed one, whether or not the accuracy was reached. A difference of 1e-15 of the
  value is not counted against any program, since the known values are rounded.
- **Wrong**: the program says that the accuracy was reached, and it was not.
- **Worst**: the largest ratio of true error to claim.

## In short

${table([HEAD, ...[...all].map(([tolerance, rows]) => [exponent(tolerance), ...figures(rows)])])}

The ${reachless.length} of these integrals are beyond what f64 can reach; they are listed [below](#beyond-f64). Without them:

${table([HEAD, ...[...all].map(([tolerance, rows]) => [exponent(tolerance), ...figures(rows.filter(isReachable))])])}

${[...all].map(([tolerance, rows]) => byClass(tolerance, rows.filter(isReachable))).join("\n\n")}

## Not reached

${failures(new Map([...all].map(([tolerance, rows]) => [tolerance, rows.filter(isReachable)])))}

## Beyond f64

Here f64 itself is the limit: the singularity is not at a number that f64 can represent, or the values of f near it are lost in
rounding if f is evaluated as written. The column _limit_ has the relative error that even the best rule would have. The program does
better where it rewrites f in terms of the distance to the singularity; elsewhere the table has the true error (claim). To do better by
hand, move the singularity to 0, as in x = 1 − u, where f64 represents distances exactly; for the slowest decays towards 0, substitute
x = exp(−u).

${table([["integral", "f", "limit", ...TOLERANCES.map(exponent)], ...reachless.map((one) => beyond(one, all))])}

## Split products

An integral of a product such as \`exp(-x^2-y^2)\` over limits that do not couple its factors is a product of integrals in fewer
variables, and is computed as such unless \`--no-separation\` is given. The ${whole.runs[0]?.outcomes.length ?? 0} products among the integrals, both ways:

${table([["how", ...HEAD], ...whole.runs.flatMap((run) => bothWays(run, all.get(run.tolerance) ?? []))])}

## On a GPU

${
  typeof gpu === "string"
    ? `Not measured: ${gpu}.`
    : `On ${gpu.adapter}. Regions that a curve crosses, those next to a singularity, and those where f32 or df64 would lose digits or
overflow are computed on the CPU, in f64; the table has the GPU's share of the values.

${table([["precision", "GPU's part", ...HEAD], ...gpu.runs.map(gpuRow)])}`
}

## Other programs

They get the same integrands, compiled from the same trees by a C compiler, over the same boxes: infinite and dependent limits are mapped
as this program maps them. Values of f that are not finite count as 0.

${peers.map(({ name, version, missing }) => (missing ? `- ${name}: not measured, ${missing}.` : `- ${name}: ${version}.`)).join("\n")}

${TOLERANCES.map((tolerance) => besides(tolerance, all.get(tolerance) ?? [], peers)).join("\n\n")}
`;
}
