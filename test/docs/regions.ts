import { regionsAlone } from "../../src/cpu/regions.ts";
import { evaluate } from "../../src/integrand/tape.ts";
import { prepareAccuracy } from "../../src/problem/accuracy.ts";
import type { PreparedAccuracy } from "../../src/problem/problem.ts";
import type { Limits } from "../../src/problem/variables.ts";
import { pointAt } from "../../src/quadrature/chart.ts";
import { type Integrand, makeIntegrandRule } from "../../src/quadrature/integrand-rule.ts";
import { makeRule, makeVariants } from "../../src/quadrature/region.ts";
import { type Region, segmentsOf } from "../../src/quadrature/segments.ts";
import { separate } from "../../src/quadrature/separate.ts";
import type { Adapted } from "../../src/run/adapted.ts";
import { adapt } from "../../src/run/adaptive.ts";
import { adaptParts } from "../../src/run/separately.ts";

/** An integral whose regions are drawn. */
export interface Subject {
  readonly name: string;
  readonly f: string;
  readonly x: Limits;
  readonly y: Limits;
  readonly exact: number;
  /** Without reading the formula: the same rule and passes on squares, up to so many values of f. */
  readonly unread?: number;
}

/** A region by its corners in the coordinates of the box. */
export interface Polygon {
  /** The axes along which its integral is; the others it spans. */
  readonly axes: readonly number[];
  readonly corners: readonly (readonly [x: number, y: number])[];
}

/** The final regions. */
export interface Drawn {
  readonly prepared: PreparedAccuracy;
  readonly adapted: Adapted;
  readonly regions: readonly Polygon[];
  /** f in the coordinates of the box. */
  readonly value: (x: number, y: number) => number;
}

/** Integrates to 1e-8, on this thread, and keeps what the regions came to. */
export async function regionsOf({ f, x, y, unread }: Subject): Promise<Drawn> {
  const prepared = prepareAccuracy({ f, x, y, ...(unread && { maxEvaluations: unread }) });
  const { method } = prepared.problem;
  const groups: { axes: readonly number[]; seen: Region[] }[] = [];
  const watched = (axes: readonly number[], measure: (regions: readonly Region[]) => unknown) => {
    const group = { axes, seen: [] as Region[] };
    groups.push(group);
    return (regions: readonly Region[]) => {
      group.seen.push(...regions);
      return measure(regions);
    };
  };
  const parts = separate(prepared)?.map(({ axes }) => axes) ?? [[0, 1]];
  const open = (integrand: Integrand) => {
    const worker = regionsAlone(makeIntegrandRule(integrand), NO_PAUSES);
    const axes = parts[groups.length] as readonly number[];
    return { ...worker, measure: watched(axes, worker.measure) as typeof worker.measure };
  };
  const adapted = unread
    ? await adapt(prepared, squares(prepared), method, {
        measure: watched([0, 1], plainly(prepared)) as ReturnType<typeof plainly>,
        look: async (tasks) => tasks.map(() => ({ found: [], evaluations: 0 })),
      })
    : await adaptParts(prepared, method, open);
  const regions = groups.flatMap(({ axes, seen }) =>
    finalOf(seen).map((region) => ({ axes, corners: cornersOf(region, axes, prepared.box) })),
  );
  if (regions.length !== adapted.regions)
    throw new Error(`${f}: ${regions.length} regions were found of ${adapted.regions}`);
  return { prepared, adapted, regions, value: (a, b) => evaluate(prepared.f, [a, b]) };
}

const NO_PAUSES = { now: () => 0, pause: async () => {} };

/** Four by four. */
function squares({ box }: Integrand): Region[] {
  const quarters = (axis: number) => {
    const ends = box[axis] as readonly [number, number];
    return segmentsOf(
      ends.map((at) => ({ at, singular: false })),
      4,
    );
  };
  return quarters(0).flatMap((x) => quarters(1).map((y) => [x, y]));
}

function plainly({ f, box }: Integrand) {
  const rule = makeRule(makeVariants(f), box.length);
  return async (regions: readonly Region[]) => regions.map(rule);
}

const CORNERS = [
  ["from", "from"],
  ["to", "from"],
  ["to", "to"],
  ["from", "to"],
] as const;

/** Around the region; those of a triangle are two in one place. */
function cornersOf(region: Region, axes: readonly number[], box: Integrand["box"]): Polygon["corners"] {
  return CORNERS.map((ends) => {
    const own = pointAt(
      region,
      region.map((segment, k) => segment[ends[axes[k] as number] as "from" | "to"]),
    );
    const [x, y] = [0, 1].map((axis) => {
      const k = axes.indexOf(axis);
      return k < 0 ? (box[axis]?.[ends[axis] === "from" ? 0 : 1] as number) : (own[k] as number);
    });
    return [x as number, y as number];
  });
}

/** Those of which no part was made. */
function finalOf(seen: readonly Region[]): Region[] {
  const isPart = (inner: Region, outer: Region) =>
    inner.every((own, axis) => {
      const { centre, length, power, within, from, to } = outer[axis] as Region[number];
      const same = own.centre === centre && own.length === length && own.power === power;
      return same && own.within === within && own.from >= from && own.to <= to;
    });
  return seen.filter((one) => !seen.some((other) => other !== one && isPart(other, one)));
}
