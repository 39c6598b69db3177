import {
  ALL,
  above,
  addSlopes,
  below,
  clearSlopes,
  EITHER,
  highOf,
  inverse,
  leastOf,
  lowOf,
  mostOf,
  negative,
  ONE,
  P,
  plus,
  Q,
  R,
  SIGNED,
  set,
  setOutwards,
  settle,
  squared,
  times,
  WILD,
} from "./bound-pairs.ts";
import { type Rule, unary, worst } from "./bound-unary.ts";

/** Of the second argument, the size of the terms, nothing is wanted. */
const positivePart = unary({
  range: (s, k, a) => set(s, k, Math.max(lowOf(s, a), 0), Math.max(highOf(s, a), 0)),
  slope: (s, a) => (lowOf(s, a) >= 0 ? ONE : EITHER),
});

const atan2: Rule = (s, k, args, stride) => {
  const [y, x] = args as readonly [number, number];
  if (lowOf(s, x) > 0) {
    // y/x is least over the least or the most of x.
    const [low, high] = [lowOf(s, y), highOf(s, y)];
    const least = low / (low >= 0 ? highOf(s, x) : lowOf(s, x));
    const most = high / (high >= 0 ? lowOf(s, x) : highOf(s, x));
    setOutwards(s, k, Math.atan(below(least)), Math.atan(above(most)));
  } else setOutwards(s, k, lowOf(s, y) >= 0 ? 0 : -Math.PI, highOf(s, y) < 0 ? 0 : Math.PI);
  settle(s, k, worst(s, args));
  squared(s, P, x);
  squared(s, Q, y);
  plus(s, R, P, Q);
  clearSlopes(s, k, stride);
  const cut = lowOf(s, x) <= 0 && lowOf(s, y) <= 0 && highOf(s, y) >= 0;
  const smooth = !cut && lowOf(s, R) > 0;
  if (smooth) {
    inverse(s, R, R);
    times(s, P, x, R);
    times(s, Q, y, R);
    negative(s, Q, Q);
  }
  addSlopes(s, k, y, smooth ? P : ALL, stride);
  addSlopes(s, k, x, smooth ? Q : ALL, stride);
};

const hypot: Rule = (s, k, args, stride) => {
  set(
    s,
    k,
    Math.hypot(...args.map((arg) => leastOf(s, arg))),
    Math.hypot(...args.map((arg) => mostOf(s, arg))),
  );
  setOutwards(s, k, lowOf(s, k), highOf(s, k));
  settle(s, k, worst(s, args));
  clearSlopes(s, k, stride);
  for (const arg of args) {
    if (lowOf(s, k) > 0) {
      inverse(s, P, k);
      times(s, P, arg, P);
    }
    addSlopes(s, k, arg, lowOf(s, k) > 0 ? P : SIGNED, stride);
  }
};

const edge: Rule = (s, k, args, stride) => {
  const [w, size] = args as readonly [number, number];
  positivePart(s, k, args, stride);
  // By more than rounding may make it negative.
  if (highOf(s, w) < -1e-12 * highOf(s, size)) s[k + WILD] = 2;
};

/** Functions of several arguments. */
export const SEVERAL_RULES: Readonly<Record<string, Rule>> = { atan2, hypot, edge };
