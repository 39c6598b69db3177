import type { RegionWorker } from "../src/backend.ts";
import type { RegionPrecision } from "../src/gpu/region-shader.ts";
import { domainOf } from "../src/problem/domain.ts";
import { variablesOf } from "../src/problem/variables.ts";
import { halvesOf, type Region } from "../src/quadrature/coordinates/segments.ts";
import { costsOf } from "../src/quadrature/integrands/costs.ts";
import { firstRegions, piecesOfAxes } from "../src/quadrature/regions/first.ts";
import type { SumTask } from "../src/quadrature/sums/sum-task.ts";
import { blocksOf } from "../src/quadrature/sums/tensor.ts";
import { namesOf } from "./genz.ts";
import { integrandOf } from "./trees.ts";

export const UNIT: Readonly<Record<RegionPrecision, number>> = { f32: 1e-7, df64: 1e-12 };

/** An integral over n variables of Genz's names, all within these limits. */
export function manyDomain(n: number, f: string, limits: string) {
  const names = namesOf(n);
  const variables = variablesOf({ variables: Object.fromEntries(names.map((name) => [name, limits])) });
  return domainOf(integrandOf(f, names), variables, true);
}

type ManyDomain = ReturnType<typeof manyDomain>;

/** Sums of each kind that a device takes, and regions that are halved. */
export function workOf(integrand: ManyDomain): { sums: SumTask[][]; regions: Region[] } {
  const pieces = piecesOfAxes(integrand);
  const lattices = (["none", "tent", "smooth"] as const).map((transform) =>
    Array.from({ length: 32 }, (_, k): SumTask => {
      const first = (k % 2) * 4096;
      return { pieces, bits: 13, shift: k >> 1, transform, first, end: first + 4096 };
    }),
  );
  const first = firstRegions(integrand);
  const some = first.slice(0, 40);
  // Enough for a device, and not alike.
  const each = Math.ceil((2 ** 17 / some.length) ** (1 / integrand.box.length));
  const counts = integrand.box.map((_, axis) => each + (axis % 2));
  const { blocks } = blocksOf(counts);
  const cuts = [...new Set([0, Math.floor(blocks / 3), blocks])].sort((a, b) => a - b);
  const tensors = some.flatMap((region) =>
    cuts.slice(1).map((end, k): SumTask => ({ region, counts, first: cuts[k] as number, end })),
  );
  let regions = first;
  for (let k = 0; regions.length < 3000; k++)
    regions = regions.flatMap((region) => {
      const axis = k % region.length;
      return halvesOf(region[axis] as Region[number]).map((half) => region.with(axis, half));
    });
  return { sums: [...lattices, tensors], regions };
}

/** How far a device's sums of each kind are from f64's, and how far they may be; and what it had a part in. */
export async function offsOf(
  integrand: ManyDomain,
  precision: RegionPrecision,
  worker: RegionWorker,
  rest: RegionWorker,
) {
  const { relative, jumps, volume } = costsOf(integrand);
  const { sums, regions } = workOf(integrand);
  const offs: { kind: string; off: number; allowed: number; onDevice: number }[] = [];
  const add = async (kind: string, count: number, of: (one: RegionWorker) => Promise<readonly Part[]>) => {
    const before = worker.onDevice as number;
    const [own, other] = [await of(worker), await of(rest)];
    const all = (parts: readonly Part[], key: "value" | "size") =>
      parts.reduce((sum, part) => sum + part[key], 0);
    const range = Math.max(...own.map(({ high }) => high)) - Math.min(...own.map(({ low }) => low));
    offs.push({
      kind,
      off: Math.abs(all(own, "value") - all(other, "value")),
      allowed: UNIT[precision] * (relative * all(other, "size") + jumps * range * volume * count) + 1e-13,
      onDevice: (worker.onDevice as number) - before,
    });
  };
  for (const tasks of sums) {
    const [{ ...task }] = tasks as [SumTask];
    const isLattice = "bits" in task;
    await add(isLattice ? `lattice, ${task.transform}` : "tensor", isLattice ? 2 ** 13 * 16 : 1, (one) =>
      one.sums(tasks),
    );
  }
  await add("regions", 1, (one) => one.measure(regions));
  return offs;
}

interface Part {
  readonly value: number;
  readonly size: number;
  readonly low: number;
  readonly high: number;
}

const sum = (n: number, term: (name: string, k: number) => string) => namesOf(n).map(term).join("+");

/** Integrands of each kind that shaders know. */
export const MANY: readonly (readonly [name: string, axes: number, f: string, limits: string])[] = [
  ["a wave", 8, `cos(${sum(8, (x, k) => `${k + 1}*${x}`)})`, "0,1"],
  ["kinks, two pieces an axis", 5, `exp(-(${sum(5, (x) => `3*abs(${x}-0.5)`)}))`, "0,1"],
  ["jumps, three pieces an axis", 4, sum(4, (x) => `(${x}<0.3)+2*(${x}>0.6)`), "0,1"],
  ["a singular end, where nodes pile up", 4, "sqrt(x01)*exp(x02*x03)+x04^0.25", "0,1"],
  ["over all space", 4, `exp(-(${sum(4, (x) => `${x}^2`)}))`, "-inf,inf"],
  ["without the third variable", 4, "x01*exp(x02)+x04", "-1,2"],
];
