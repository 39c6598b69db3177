import { run, type Step, tapeOf } from "../../integrand/language/tape.ts";
import type { Tree } from "../../integrand/language/tree.ts";
import { STEPWISE, sensitivity } from "../../integrand/reading/sensitivity.ts";
import { piecesOfAxes } from "../regions/first.ts";
import { setPoints } from "../sums/lattice.ts";
import type { Integrand } from "./integrand-rule.ts";

/** What evaluating f costs over a whole box, in unit roundoffs, as seen at a sample of points. */
export interface BoxCosts {
  /** As a part of the integral of |f|. */
  readonly relative: number;
  /** The part of the box in which f may be on the wrong side of a jump. */
  readonly jumps: number;
  /** The most at a point, and the volume of the box. */
  readonly most: number;
  readonly volume: number;
}

/** The binary logarithm of the points of the sample. */
const POINTS = 8;
/** They jump at distances of 1. */
const ROUNDING: ReadonlySet<string> = new Set(["floor", "ceil", "round"]);
/** Jumps may lie closer together than a sample shows. */
const JUMPS = 4;

const known = new WeakMap<Integrand, BoxCosts>();

export function costsOf(domain: Integrand): BoxCosts {
  const found = known.get(domain) ?? sampled(domain);
  known.set(domain, found);
  return found;
}

function sampled(domain: Integrand): BoxCosts {
  const { f } = domain;
  const pieces = piecesOfAxes(domain);
  const count = 2 ** POINTS;
  const all = new Float64Array(pieces.length * count);
  const weights = new Float64Array(count);
  setPoints({ pieces, bits: POINTS, shift: 0, transform: "none" }, 0, count, all, weights);
  const steps = stepsOf(f);
  let [cost, size, most, volume] = [0, 0, 0, 0];
  for (let k = 0; k < count; k++) {
    const point = pieces.map((_, axis) => all[axis * count + k] as number);
    const value = run(tapeOf(f), point).at(-1) as number;
    const weight = weights[k] as number;
    const own = sensitivity(f, point, STEPWISE).sum;
    volume += weight / count;
    for (const step of steps) step.see(point);
    if (!Number.isFinite(value + own)) continue;
    cost += weight * own;
    size += weight * Math.abs(value);
    most = Math.max(most, own);
  }
  const jumps = steps.reduce((sum, { part }) => sum + part(), 0);
  // Where all values are 0, or next to it, every step of f is taken to count.
  const relative = size > 0 && cost > size ? cost / size : tapeOf(f).length;
  return { relative, jumps: JUMPS * jumps, most, volume };
}

/** Of every jump of f, what is compared there: how it varies over the box, and what evaluating it costs. */
function stepsOf(f: Tree) {
  const found = tapeOf(f).filter(({ tree }: Step) => tree.kind === "call" && STEPWISE.has(tree.name));
  return found.map(({ tree }) => {
    const { name, args } = tree as Extract<Tree, { kind: "call" }>;
    const apart = ROUNDING.has(name) ? 1 : Number.POSITIVE_INFINITY;
    let [low, high, cost, count] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
    return {
      see(point: readonly number[]) {
        const [a = 0, b = 0] = args.map((arg) => run(tapeOf(arg), point).at(-1) as number);
        const own = args.reduce((sum, arg) => sum + sensitivity(arg, point, STEPWISE).sum, 0);
        if (!Number.isFinite(own + a + b)) return;
        [low, high] = [Math.min(low, a - b), Math.max(high, a - b)];
        cost += own;
        count++;
      },
      part: () => (high > low ? cost / count / Math.min(apart, high - low) : 0),
    };
  });
}
