import { compileFamily, type MemberValues } from "../../integrand/code/family-code.ts";
import { PARAMETERS, substitute, type Tree, variable } from "../../integrand/language/tree.ts";
import { type Bounds, bounder } from "../../integrand/reading/bounds.ts";
import { withSquares } from "../../integrand/reading/squares.ts";
import { type Members, membersIn } from "../../problem/family.ts";
import { boxOf, type Line, lineOf, ONE } from "../coordinates/chart.ts";
import { type Region, type Segment, withoutSlivers } from "../coordinates/segments.ts";
import type { Integrand } from "./integrand-rule.ts";

/** What is known of a region for members whose parameters are in some ranges. */
export interface Known {
  /** The same object whenever it is met. */
  readonly region: Region;
  readonly lines: readonly [Line, Line, Line];
  readonly values: MemberValues;
  readonly bounds: Bounds;
  /** The same bounds for other ranges; the next call overwrites them. */
  boundsWith(ranges: Ranges): Bounds;
}

type Ranges = readonly (readonly [number, number])[];

/** What is known of regions, found when each is first met. Regions of the same segments are the same. */
export function makeRegions(
  { f, box }: Integrand,
  parameters: number,
): (ranges: Ranges) => (region: Region) => Known {
  const axes = box.length;
  const values = compileFamily(f);
  const bound = bounder(withSquares(consecutive(f, axes)), axes + parameters);
  return (ranges) => {
    const make = (region: Region): Known => {
      const [x = ONE, y = ONE, z = ONE] = region.map((_, axis) => lineOf(region, axis));
      const ends = boxOf(region).map(withoutSlivers);
      const lows = ends.map(([a]) => a);
      const highs = ends.map(([, b]) => b);
      const boundsWith = (own: Ranges) => {
        for (let k = 0; k < own.length; k++) [lows[axes + k], highs[axes + k]] = own[k] as Ranges[number];
        return bound(lows, highs);
      };
      const { low, high, wild, slopes } = boundsWith(ranges);
      const own = slopes.slice(0, axes).map(({ low, high }) => ({ low, high }));
      const bounds = { low, high, wild, slopes: own };
      return { region, lines: [x, y, z], values: values(x.at, y.at, z.at), bounds, boundsWith };
    };
    const known = new Map<Segment, Branch>();
    return (region) => {
      let [level, branch]: [Map<Segment, Branch>, Branch | undefined] = [known, undefined];
      for (const segment of region) {
        branch = level.get(segment);
        if (!branch) {
          branch = { next: new Map(), known: null };
          level.set(segment, branch);
        }
        level = branch.next;
      }
      const own = branch as Branch;
      own.known ??= make(region);
      return own.known;
    };
  };
}

interface Branch {
  readonly next: Map<Segment, Branch>;
  known: Known | null;
}

/** The ranges of the parameters of members from `first` up to `end`. */
export function rangesOf(members: Members, first: number, end: number): Ranges {
  return membersIn(members, first, end).map((values) => [
    values.reduce((a, b) => Math.min(a, b)),
    values.reduce((a, b) => Math.max(a, b)),
  ]);
}

/** The tree with its parameters as the axes that follow the variables'. */
function consecutive(tree: Tree, axes: number): Tree {
  return substitute(tree, (leaf) =>
    leaf.axis >= PARAMETERS ? variable(leaf.axis - PARAMETERS + axes) : leaf,
  );
}
