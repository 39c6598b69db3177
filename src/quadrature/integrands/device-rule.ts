import { evaluate, tapeOf } from "../../integrand/language/tape.ts";
import { bounder, isBounded, stepBounder } from "../../integrand/reading/bounds.ts";
import { STEPWISE, sensitivity } from "../../integrand/reading/sensitivity.ts";
import { isApart, lineOf } from "../coordinates/chart.ts";
import { insideOf, type Region } from "../coordinates/segments.ts";
import { CompensatedSum } from "../grid/sum.ts";
import { breaksOf } from "../places/breaks.ts";
import { type Costs, makeRounding, volumeOf } from "../regions/rounding.ts";
import { COUNT, kronrod } from "../rules/kronrod.ts";
import { type Measure, measureOf, type Sums, withErrors } from "../rules/measure.ts";
import type { Integrand } from "./integrand-rule.ts";

/** What a device's arithmetic can hold. */
export interface DeviceArithmetic {
  /** Its unit roundoff, with what its functions add. */
  readonly unit: number;
  /** The smallest magnitude that keeps its digits, and what has to be reached where smaller ones occur. */
  readonly least: number;
  readonly floor: number;
  /** The largest magnitude, and that of an angle. */
  readonly most: number;
  readonly angle: number;
}

/** What a device needs to know of an integrand's regions: which it may measure, and what its sums are worth. */
export interface DeviceRule {
  /** Whether the tensor rule alone will do, and every step of f keeps its digits in the device's arithmetic. */
  suits(region: Region): boolean;
  measure(region: Region, sums: Sums): Measure;
  /** Kronrod's sum in f64, interpreted, and the most that the device's may be away from it. */
  reference(region: Region): { readonly value: number; readonly rounding: number };
}

/** What bounds that are rounded outwards make of an exact 0, at most. */
const ZERO = 1e-315;
/** A device may take a smaller f32 for 0, as a value times its weight. */
const FLUSHED = 2 ** -126;
/** The distance of the outermost node from a region's end, as a part of its side, with room. */
const MARGIN = 5e-4;
/** The range of atan2 on one side of its cut, with room for bounds. */
const HALF_TURN = 3.2;
const ANGLES = new Set(["sin", "cos", "tan"]);

export function makeDeviceRule(
  integrand: Integrand,
  { unit, least, floor, most, angle }: DeviceArithmetic,
  costs?: Costs,
): DeviceRule {
  const { f, box } = integrand;
  const axes = box.length;
  const bound = stepBounder(f, axes);
  const tape = tapeOf(f);
  const curves = breaksOf(integrand).curves.map(({ g }) => bounder(g, axes));
  const withRounding = makeRounding(f, costs);
  const flushed = (region: Region) => FLUSHED * COUNT ** axes * volumeOf(region);
  return {
    suits(region) {
      if (region.some(isApart)) return false;
      const inside = region.map(insideOf);
      const [from, to] = [inside.map(([a]) => a), inside.map(([, b]) => b)];
      const crossed = curves.some((own) => {
        const { low, high } = own(from, to);
        return !(low > 0 || high < 0);
      });
      if (crossed) return false;
      if (!isBounded(bound(from, to))) return false;
      return tape.every(({ tree, args }, k) => {
        const [low, high] = bound.endsOf(k);
        const size = Math.max(-low, high);
        if (!(size <= most)) return false;
        if (size > ZERO && size < floor && !(low >= least || high <= -least)) return false;
        if (tree.kind !== "call") return true;
        const ends = args.map((arg) => bound.endsOf(arg));
        const sizes = ends.map(([a, b]) => Math.max(-a, b));
        if (ANGLES.has(tree.name)) return sizes.every((one) => one <= angle);
        if (!STEPWISE.has(tree.name) && tree.name !== "atan2") return true;
        // Where f jumps at the region's end, rounding must not take the outermost nodes beyond it.
        const change = ends.reduce((sum, [a, b]) => sum + b - a, 0);
        const jumps = high - low > (tree.name === "atan2" ? HALF_TURN : 0.5);
        return change === 0 || (!jumps && change * MARGIN > unit * Math.max(...sizes));
      });
    },
    measure(region, sums) {
      const plain = measureOf(sums, unit, COUNT ** axes, null);
      const own = sums.size > 0 ? flushed(region) : 0;
      const rounded = withRounding(plain, region, unit);
      const measure = withErrors(rounded, rounded.error + own, rounded.rounding + own);
      // The nodes' values are rounded, too.
      const room = measure.rounding / volumeOf(region);
      return { ...measure, low: measure.low - room, high: measure.high + room };
    },
    reference(region) {
      const [value, cost] = [new CompensatedSum(), new CompensatedSum()];
      const lines = region.map((_, axis) => lineOf(region, axis).at);
      for (let k = 0; k < COUNT ** axes; k++) {
        const place = lines.map((_, axis) => Math.floor(k / COUNT ** axis) % COUNT);
        const point = lines.map((at, axis) => at[place[axis] as number] as number);
        const weight = place.reduce((product, node) => product * (kronrod[node] as number), volumeOf(region));
        value.add(weight * evaluate(f, point));
        cost.add(weight * sensitivity(f, point).sum);
      }
      return { value: value.value, rounding: unit * cost.value + flushed(region) };
    },
  };
}
