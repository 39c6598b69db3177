import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../src/integrand/language/tape.ts";
import type { Tree } from "../src/integrand/language/tree.ts";
import { bounder, isBounded } from "../src/integrand/reading/bounds.ts";
import { expressions, FUNCTIONS } from "./random.ts";
import { integrandOf } from "./trees.ts";

const OPERATORS = ["+", "-", "*", "/", "^", "<", "<=", "==", "&&", "||"];
const texts = expressions(FUNCTIONS, OPERATORS);
const unit = fc.integer({ min: 0, max: 2 ** 30 }).map((k) => k / 2 ** 30);
const side = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  unit.map((part) => 6 * part - 3),
);
const corner = fc.tuple(side, side);
const boxes = fc
  .tuple(corner, unit, unit, fc.integer({ min: 0, max: 7 }))
  .map(([low, a, b, digits]) => [low, [low[0] + a * 10 ** -digits, low[1] + b * 10 ** -digits]] as const);

function boundsOf(tree: Tree, low: readonly number[], high: readonly number[]) {
  const bound = bounder(tree, 2);
  const bounds = bound(low, high);
  return {
    low: bounds.low,
    high: bounds.high,
    wild: bounds.wild === 1,
    finite: isBounded(bounds),
    slopes: bounds.slopes.map(({ low, high }): [number, number] => [low, high]),
  };
}

/** Runs a check on random trees, boxes and points of them. */
function everywhere(
  check: (tree: Tree, bounds: ReturnType<typeof boundsOf>, point: number[], other: number[]) => void,
) {
  fc.assert(
    fc.property(
      texts,
      boxes,
      fc.array(fc.tuple(unit, unit), { minLength: 6, maxLength: 6 }),
      (text, [low, high], parts) => {
        const tree = treeOrNull(text);
        if (!tree) return;
        const bounds = boundsOf(tree, low, high);
        const at = (part: readonly number[]) =>
          low.map((from, k) => within(from, high[k] as number, part[k] as number));
        for (const [k, part] of parts.entries())
          check(tree, bounds, at(part), at(parts[(k + 1) % parts.length] as number[]));
      },
    ),
    { seed: 5, numRuns: 10_000 },
  );
}

function treeOrNull(text: string): Tree | null {
  try {
    return integrandOf(text);
  } catch {
    return null;
  }
}

const within = (from: number, to: number, part: number) =>
  Math.min(Math.max(from + (to - from) * part, from), to);

describe("bounds over a box", () => {
  it("hold every value of random expressions, and say where one may not be finite", () => {
    let judged = 0;
    everywhere((tree, { low, high, wild, finite }, point) => {
      const value = evaluate(tree, point);
      if (finite && !Number.isFinite(value)) throw new Error(`not finite at ${point}`);
      if (wild || !Number.isFinite(value)) return;
      judged++;
      if (!(value >= low && value <= high))
        throw new Error(`${value}, not from ${low} to ${high}, at ${point}`);
    });
    expect(judged).toBeGreaterThan(20_000);
  });

  it("do not depend on the boxes before", () => {
    fc.assert(
      fc.property(texts, boxes, boxes, (text, [low, high], [lowBefore, highBefore]) => {
        const tree = treeOrNull(text);
        if (!tree) return;
        const bound = bounder(tree, 2);
        bound(lowBefore, highBefore);
        expect(bound(low, high)).toEqual(bounder(tree, 2)(low, high));
      }),
      { seed: 6, numRuns: 3000 },
    );
  });

  it("hold every difference quotient", () => {
    let judged = 0;
    everywhere((tree, { wild, slopes }, point, other) => {
      if (wild) return;
      slopes.forEach(([least, most], axis) => {
        const moved = point.map((v, k) => (k === axis ? (other[k] as number) : v));
        const [a, b] = [evaluate(tree, point), evaluate(tree, moved)];
        const step = (moved[axis] as number) - (point[axis] as number);
        const quotient = (b - a) / step;
        // The rounding of both values, and of what cancels inside f.
        const room = (1e-13 * (Math.abs(a) + Math.abs(b) + 1e3)) / Math.abs(step);
        if (!Number.isFinite(quotient) || !(room < 1e-3)) return;
        judged++;
        if (!(quotient >= least - room && quotient <= most + room))
          throw new Error(`${quotient}, not from ${least} to ${most}, from ${point} to ${moved}`);
      });
    });
    expect(judged).toBeGreaterThan(10_000);
  });

  it.each([
    ["x^2", [-1, 0], [2, 1], 0, 4],
    ["x^2-2*x*y+y^2", [0.5, 0.5], [0.5 + 1e-6, 0.5 + 1e-6], -1e-11, 1e-11],
    ["sin(x)", [0, 0], [Math.PI, 1], 0, 1],
    ["abs(x-y)", [0, 2], [1, 3], 1, 3],
    ["x<y ? x : y", [0, 2], [1, 3], 0, 1],
    ["atan2(y,x)", [1, -1], [2, 1], -Math.PI / 4, Math.PI / 4],
  ])("of %s are tight", (text, low, high, least, most) => {
    const bounds = boundsOf(integrandOf(text), low, high);
    expect(bounds.low).toBeGreaterThan(least - 2e-11);
    expect(bounds.high).toBeLessThan(most + 2e-11);
  });

  it.each(["1/x", "log(x)", "sqrt(x)", "tan(x+pi/2)", "x^-1.5", "asin(x+1)", "(-1)^x"])(
    "of %s around 0 are wild",
    (text) => {
      expect(boundsOf(integrandOf(text), [-0.1, 0], [0.1, 1]).wild).toBe(true);
    },
  );
});
