import { type Bounds, RULES, type Rule } from "./bound-rules.ts";
import { run, type Step, tapeOf } from "./tape.ts";
import type { Tree } from "./tree.ts";

/** Bounds a tree over boxes, each a pair of arrays with the ends along each axis. */
export interface Bounder {
  (low: ArrayLike<number>, high: ArrayLike<number>): Bounds;
  /** The position of the tree itself in the arrays. */
  readonly root: number;
}

/** Whether the tree is proven finite. */
export function isBounded({ low, high, wild }: Bounds, root: number): boolean {
  return !wild[root] && Number.isFinite((high[root] as number) - (low[root] as number));
}

/** Whether the tree is proven undefined in all of the box. */
export function isUndefined({ wild }: Bounds, root: number): boolean {
  return wild[root] === 2;
}

/** `axes` is the number of coordinates. The bounds are overwritten by the next call. */
export function bounder(tree: Tree, axes: number): Bounder {
  const tape = tapeOf(tree);
  const steps = tape.map(compiled);
  const count = tape.length;
  const array = () => new Float64Array(count);
  const bounds: Bounds = {
    low: array(),
    high: array(),
    wild: new Uint8Array(count),
    slopes: Array.from({ length: axes }, () => ({ low: array(), high: array() })),
  };
  const middle = new Float64Array(axes);
  const values = array();
  const bound = (low: ArrayLike<number>, high: ArrayLike<number>): Bounds => {
    for (let axis = 0; axis < axes; axis++)
      middle[axis] = ((low[axis] as number) + (high[axis] as number)) / 2;
    run(tape, middle, values);
    for (let k = 0; k < count; k++) {
      const { tree: part, args } = tape[k] as Step;
      const rule = steps[k];
      if (rule) {
        rule(bounds, k, args);
        if (MEAN_VALUE.has((part as { name: string }).name))
          tighten(bounds, k, args, values[k] as number, low, high);
        continue;
      }
      const axis = part.kind === "variable" ? part.axis : -1;
      const constant = part.kind === "number" ? part.value : 0;
      bounds.low[k] = axis < 0 ? constant : (low[axis] as number);
      bounds.high[k] = axis < 0 ? constant : (high[axis] as number);
      bounds.wild[k] = Number.isFinite(constant) ? 0 : 1;
      for (const [own, slope] of bounds.slopes.entries()) slope.low[k] = slope.high[k] = own === axis ? 1 : 0;
    }
    return bounds;
  };
  return Object.assign(bound, { root: count - 1 });
}

function compiled({ tree }: Step): Rule | null {
  if (tree.kind !== "call") return null;
  const rule = RULES[tree.name];
  if (!rule) throw new Error(`${tree.name} has no bounds`);
  return rule;
}

/** Where terms may cancel: there the mean-value form is the tighter one on small boxes. */
const MEAN_VALUE = new Set(["+", "-", "*"]);

/** f(m) ± Σ |∂f| r, m being the middle of the box and r half its sides. */
function tighten(
  { low, high, wild, slopes }: Bounds,
  k: number,
  args: readonly number[],
  value: number,
  from: ArrayLike<number>,
  to: ArrayLike<number>,
): void {
  if (wild[k] || !Number.isFinite(value)) return;
  const [least, most] = [low[k] as number, high[k] as number];
  // The rounding of f(m): of terms that cancel, that of the terms.
  let spread = 2e-15 * Math.max(Math.abs(least), Math.abs(most));
  for (const arg of args)
    spread += 2e-15 * Math.max(Math.abs(low[arg] as number), Math.abs(high[arg] as number));
  for (let axis = 0; axis < slopes.length; axis++) {
    const slope = slopes[axis] as Bounds["slopes"][number];
    const steepest = Math.max(
      -(slope.low[k] as number),
      slope.high[k] as number,
      slope.low[k] as number,
      -(slope.high[k] as number),
    );
    if (steepest) spread += (steepest * ((to[axis] as number) - (from[axis] as number))) / 2;
  }
  if (!(spread < most - least)) return;
  low[k] = Math.max(least, value - spread);
  high[k] = Math.min(most, value + spread);
}
