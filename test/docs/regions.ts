import { evaluate } from "../../src/integrand/language/tape.ts";
import { cornersOf } from "../../src/output/region-shapes.ts";
import { prepareAccuracy } from "../../src/problem/accuracy.ts";
import type { PreparedAccuracy } from "../../src/problem/problem.ts";
import type { Limits } from "../../src/problem/variables.ts";
import { type Region, segmentsOf } from "../../src/quadrature/coordinates/segments.ts";
import type { Integrand } from "../../src/quadrature/integrands/integrand-rule.ts";
import type { Group } from "../../src/quadrature/reductions/separate.ts";
import { makeNoise } from "../../src/quadrature/regions/noise.ts";
import { makeRule, makeVariants } from "../../src/quadrature/regions/region.ts";
import type { Adapted } from "../../src/run/accuracy/adapted.ts";
import { adapt } from "../../src/run/accuracy/adaptive.ts";
import { adaptAlone } from "../../src/run/accuracy/separately.ts";

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
  const regions: Polygon[] = [];
  const onRegions = (integrand: Integrand, own: readonly Region[]) => {
    const { axes = [0, 1] } = integrand as Partial<Group>;
    regions.push(
      ...own.map((region) => ({
        axes,
        corners: cornersOf(region, axes, prepared.box) as Polygon["corners"],
      })),
    );
  };
  const adapted = unread
    ? await adapt(
        prepared,
        squares(prepared),
        method,
        {
          measure: plainly(prepared),
          look: async (tasks) => tasks.map(() => ({ found: [], evaluations: 0 })),
        },
        { onRegions },
      )
    : await adaptAlone(prepared, method, { onRegions });
  if (regions.length !== adapted.regions)
    throw new Error(`${f}: ${regions.length} regions were found of ${adapted.regions}`);
  return { prepared, adapted, regions, value: (a, b) => evaluate(prepared.f, [a, b]) };
}

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
  const rule = makeRule(makeVariants(f), box.length, makeNoise(f, box.length));
  return async (regions: readonly Region[]) => regions.map(rule);
}
