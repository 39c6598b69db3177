import { type Step, tapeOf } from "../language/tape.ts";
import { axesOf, type Tree } from "../language/tree.ts";
import { FIRST_FREE, MIDDLE, makePairs, type Pairs, SLOPES, set, settle, WILD } from "./bound-pairs.ts";
import { RULES } from "./bound-rules.ts";
import type { Rule } from "./bound-unary.ts";
import { MEAN_VALUE, middlesOf, tighten } from "./mean-value.ts";

/** What f64 intervals prove of a tree over a box: its range, and that of its derivative along each axis. */
export interface Bounds {
  low: number;
  high: number;
  /** 1 where it may be undefined, or infinite other than by overflow, within the box; 2 where it is undefined in all of it. */
  wild: number;
  readonly slopes: readonly { low: number; high: number }[];
}

/** Bounds a tree over boxes, each a pair of arrays with the ends along each axis. The next call overwrites the bounds. */
export type Bounder = (low: ArrayLike<number>, high: ArrayLike<number>) => Bounds;

/** Whether the tree is proven finite. */
export function isBounded({ low, high, wild }: Bounds): boolean {
  return !wild && Number.isFinite(high - low);
}

/** Whether the tree is proven undefined in all of the box. */
export function isUndefined({ wild }: Bounds): boolean {
  return wild === 2;
}

/** Bounds every step of a tree's tape. */
export interface StepBounder extends Bounder {
  /** The range of step k over the last box. */
  endsOf(k: number): readonly [low: number, high: number];
}

/** `axes` is the number of coordinates. */
export const bounder: (tree: Tree, axes: number) => Bounder = stepBounder;

export function stepBounder(tree: Tree, axes: number): StepBounder {
  const tape = tapeOf(tree);
  const stride = SLOPES + 2 * axes;
  const place = (k: number) => FIRST_FREE + stride * k;
  const s = makePairs(stride * tape.length);
  const leaves: { k: number; axis: number }[] = [];
  const calls: Call[] = [];
  const wanted = middlesOf(tape);
  for (const [index, step] of tape.entries()) {
    const k = place(index);
    const { tree: part } = step;
    if (part.kind === "call") calls.push(callOf(step, k, place, wanted[index] as boolean));
    else if (part.kind === "variable") {
      leaves.push({ k, axis: part.axis });
      set(s, k, Number.NaN, Number.NaN);
      set(s, k + SLOPES + 2 * part.axis, 1, 1);
    } else {
      set(s, k, part.value, part.value);
      settle(s, k, Number.isFinite(part.value) ? 0 : 1);
      s[k + MIDDLE] = part.value;
    }
  }
  const root = place(tape.length - 1);
  const slopes = Array.from({ length: axes }, () => ({ low: 0, high: 0 }));
  const bounds: Bounds = { low: 0, high: 0, wild: 0, slopes };
  let isFirst = true;
  const bound = (low: ArrayLike<number>, high: ArrayLike<number>) => {
    // The axes along which the box is another than the last one was: of other steps the bounds are known.
    let changed = 0;
    for (let n = 0; n < leaves.length; n++) {
      const { k, axis } = leaves[n] as (typeof leaves)[number];
      const from = low[axis] as number;
      const to = high[axis] as number;
      if (s[k] === from && s[k + 1] === to) continue;
      changed |= 1 << axis;
      set(s, k, from, to);
      s[k + MIDDLE] = (from + to) / 2;
    }
    for (let n = 0; n < calls.length; n++) {
      const { mask, rule, k, args, operate, tightened } = calls[n] as Call;
      if (!(mask & changed || isFirst)) continue;
      rule(s, k, args, stride);
      if (operate) s[k + MIDDLE] = middleOf(s, args, operate);
      if (tightened) tighten(s, k, args, axes, low, high);
    }
    isFirst = false;
    bounds.low = s[root] as number;
    bounds.high = s[root + 1] as number;
    bounds.wild = s[root + WILD] as number;
    for (let axis = 0; axis < axes; axis++) {
      const own = slopes[axis] as { low: number; high: number };
      own.low = s[root + SLOPES + 2 * axis] as number;
      own.high = s[root + SLOPES + 2 * axis + 1] as number;
    }
    return bounds;
  };
  const endsOf = (k: number) => [s[place(k)], s[place(k) + 1]] as [number, number];
  return Object.assign(bound, { endsOf });
}

interface Call {
  /** The axes that it depends on. */
  readonly mask: number;
  readonly rule: Rule;
  readonly k: number;
  readonly args: readonly number[];
  /** Null where the value in the middle of the box is not wanted. */
  readonly operate: Step["operate"];
  readonly tightened: boolean;
}

function callOf(
  { tree, args, operate }: Step,
  k: number,
  place: (k: number) => number,
  middle: boolean,
): Call {
  const { name } = tree as Extract<Tree, { kind: "call" }>;
  const rule = RULES[name];
  if (!rule) throw new Error(`${name} has no bounds`);
  return {
    mask: axesOf(tree),
    rule,
    k,
    args: args.map(place),
    operate: middle ? operate : null,
    tightened: MEAN_VALUE.has(name),
  };
}

function middleOf(s: Pairs, args: readonly number[], operate: NonNullable<Call["operate"]>): number {
  const a = s[(args[0] as number) + MIDDLE] as number;
  if (args.length === 1) return operate(a);
  const b = s[(args[1] as number) + MIDDLE] as number;
  if (args.length === 2) return operate(a, b);
  return operate(...args.map((arg) => s[arg + MIDDLE] as number));
}
