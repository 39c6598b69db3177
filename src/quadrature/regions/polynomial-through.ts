import { compileValues } from "../../integrand/code/javascript.ts";
import type { Tree } from "../../integrand/language/tree.ts";
import type { Region, Segment } from "../coordinates/segments.ts";
import { interpolate } from "../rules/interpolant.ts";
import { COUNT, nodes } from "../rules/kronrod.ts";

/** The polynomial through f at the nodes of a region, whose values are taken when it is first asked for. */
export function makePolynomial(f: Tree, region: Region) {
  let values: Float64Array | null = null;
  return {
    at(point: readonly number[]): number {
      if (!values) {
        const [xs, ys = ZERO, zs = ZERO] = region.map(({ centre, length, from, to }) =>
          nodes.map((node) => centre + length * (from + (to - from) * node)),
        );
        values = new Float64Array(COUNT ** region.length);
        compileValues(f)(xs as Float64Array, ys, zs, values);
      }
      return interpolate(
        values,
        point.map((v, k) => {
          const { centre, length, from, to } = region[k] as Segment;
          return ((v - centre) / length - from) / (to - from);
        }),
      );
    },
    evaluations: () => values?.length ?? 0,
  };
}

const ZERO = [0];
