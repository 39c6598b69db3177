import { compileFamily, type MemberValues } from "../../integrand/code/family-code.ts";
import { PARAMETERS, substitute, type Tree, variable } from "../../integrand/language/tree.ts";
import { type Bounder, type Bounds, bounder } from "../../integrand/reading/bounds.ts";
import { withSquares } from "../../integrand/reading/squares.ts";
import { type Members, membersIn } from "../../problem/family.ts";
import { boxOf, type Line, lineOf, ONE } from "../coordinates/chart.ts";
import { type Region, type Segment, withoutSlivers } from "../coordinates/segments.ts";
import { beyondSingular, CALM, gapsOf, leastBend } from "../regions/hiding.ts";
import type { Integrand } from "./integrand-rule.ts";

/** What is known of a region for members whose parameters are in some ranges. */
export interface Known {
  /** The same object whenever it is met. */
  readonly region: Region;
  readonly lines: readonly [Line, Line, Line];
  readonly values: MemberValues;
  readonly bounds: Bounds;
  /** How far f bends between nodes at most. */
  bend(): number;
  /** The same bounds for other ranges; the next call overwrites them. */
  boundsWith(ranges: Ranges): Bounds;
}

export type Ranges = readonly (readonly [number, number])[];

/** What is known of regions, found when each is first met. Regions of the same segments are the same. */
export function makeRegions({ f, box }: Integrand, parameters: number): Regions {
  const axes = box.length;
  const values = compileFamily(f);
  const bound = bounder(withSquares(consecutive(f, axes)), axes + parameters);
  const boundFor = (own: Ranges): Bounder => {
    const [lows, highs] = [new Float64Array(axes + own.length), new Float64Array(axes + own.length)];
    own.forEach(([low, high], k) => {
      lows[axes + k] = low;
      highs[axes + k] = high;
    });
    return (low, high) => {
      lows.set(low);
      highs.set(high);
      return bound(lows, highs);
    };
  };
  const knownOf = (ranges: Ranges): ((region: Region) => Known) => {
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
      const boundHere = boundFor(ranges);
      let least: number | null = null;
      const bend = () => {
        const box = region.map(beyondSingular);
        least ??= leastBend(
          boundHere,
          box.map(([a]) => a),
          box.map(([, b]) => b),
          gapsOf(region),
          CALM * axes,
        );
        return least;
      };
      return { region, lines: [x, y, z], values: values(x.at, y.at, z.at), bounds, bend, boundsWith };
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
  return { boundFor, knownOf };
}

export interface Regions {
  /** Bounds over boxes for parameters in such ranges. */
  boundFor(own: Ranges): Bounder;
  knownOf(ranges: Ranges): (region: Region) => Known;
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
export function consecutive(tree: Tree, axes: number): Tree {
  return substitute(tree, (leaf) =>
    leaf.axis >= PARAMETERS ? variable(leaf.axis - PARAMETERS + axes) : leaf,
  );
}
