import type { Tree } from "../../integrand/language/tree.ts";
import { type Bounder, bounder } from "../../integrand/reading/bounds.ts";
import { withSquares } from "../../integrand/reading/squares.ts";
import { chartOf } from "../coordinates/chart.ts";
import type { Region } from "../coordinates/segments.ts";
import { makeLook } from "./look.ts";

/** Bounds of f and looks in the coordinates of a region, made when such a region is first met. */
export function makeInCharts(f: Tree, axes: number) {
  const known = new Map<string, { bound: Bounder; look: ReturnType<typeof makeLook> }>();
  return (region: Region) => {
    const { key, tree } = chartOf(f, region);
    const found = known.get(key);
    if (found) return found;
    const own = tree();
    const bound = bounder(withSquares(own), axes);
    let look: ReturnType<typeof makeLook> | null = null;
    const made = {
      bound,
      look: (...task: Parameters<ReturnType<typeof makeLook>>) => {
        look ??= makeLook(() => own, axes, bound);
        return look(...task);
      },
    };
    known.set(key, made);
    return made;
  };
}
