import { FUNCTION_RULES } from "./bound-functions.ts";
import {
  ALL,
  above,
  addSlopes,
  below,
  clearSlopes,
  EITHER,
  excludesZero,
  highOf,
  inverse,
  isPoint,
  isUnbounded,
  isZero,
  lowOf,
  MINUS_ONE,
  minus,
  negative,
  ONE,
  P,
  type Pairs,
  plus,
  Q,
  R,
  SLOPES,
  set,
  setOutwards,
  settle,
  squared,
  times,
  WILD,
  ZERO,
} from "./bound-pairs.ts";
import { type Rule, setWhole, unary, worst } from "./bound-unary.ts";

const holdsZero = (s: Pairs, a: number) => !excludesZero(s, a);

/** Whether a product may be 0 times infinity. */
function undefinedProduct(s: Pairs, a: number, b: number): boolean {
  return (isUnbounded(s, a) && holdsZero(s, b)) || (isUnbounded(s, b) && holdsZero(s, a));
}

/** Ends a step of two arguments, with the derivatives by them. */
function end(s: Pairs, k: number, args: readonly number[], da: number, db: number, stride: number): void {
  clearSlopes(s, k, stride);
  addSlopes(s, k, args[0] as number, da, stride);
  addSlopes(s, k, args[1] as number, db, stride);
}

const product: Rule = (s, k, args, stride) => {
  const a = args[0] as number;
  const b = args[1] as number;
  if (a === b) squared(s, k, a);
  else times(s, k, a, b);
  settle(s, k, worst(s, args) || Number(undefinedProduct(s, a, b)));
  end(s, k, args, b, a, stride);
};

/** Writes v^p at `at` for a constant p. */
function setPower(s: Pairs, at: number, a: number, p: number): void {
  if (Number.isInteger(p)) {
    setWhole(s, at, a, Math.abs(p));
    if (p >= 0) return;
    if (excludesZero(s, a)) inverse(s, at, at);
    else if (p % 2) set(s, at, lowOf(s, ALL), highOf(s, ALL));
    else set(s, at, 1 / highOf(s, at), highOf(s, ALL));
    return;
  }
  const [low, high] = [Math.max(lowOf(s, a), 0) ** p, Math.max(highOf(s, a), 0) ** p];
  // Rising for p > 0, falling otherwise.
  const rises = p > 0;
  set(s, at, Math.max(0, below(rises ? low : high)), above(rises ? high : low));
}

/** Writes the derivative of v^p, and says where. */
function slopeOfPower(s: Pairs, a: number, k: number, p: number): number {
  const smooth = Number.isInteger(p) ? p >= 0 || excludesZero(s, a) : lowOf(s, a) > 0;
  if (!smooth) return ALL;
  if (p === 0) return ZERO;
  set(s, P, p, p);
  if (Number.isInteger(p) && p < 0) {
    inverse(s, Q, a);
    times(s, Q, k, Q);
  } else setPower(s, Q, a, p - 1);
  times(s, P, P, Q);
  return P;
}

const raise: Rule = (s, k, args, stride) => {
  const [a, b] = args as readonly [number, number];
  if (isPoint(s, b)) {
    const p = lowOf(s, b);
    setPower(s, k, a, p);
    const whole = Number.isInteger(p);
    const wild = whole ? p < 0 && holdsZero(s, a) : p < 0 ? lowOf(s, a) <= 0 : lowOf(s, a) < 0;
    const never = highOf(s, a) < 0 && !whole && Number.isFinite(p);
    // Anything to the power of 0 is 1.
    settle(s, k, p === 0 ? 0 : never ? 2 : worst(s, args) || Number(wild));
    end(s, k, args, slopeOfPower(s, a, k, p), ALL, stride);
    return;
  }
  const wild = Math.min(1, worst(s, args));
  if (lowOf(s, a) <= 0) {
    // A base of exactly 0 or below it: defined for some exponents only.
    if (lowOf(s, b) > 0 && lowOf(s, a) >= 0) {
      const most = Math.max(highOf(s, a) ** lowOf(s, b), highOf(s, a) ** highOf(s, b));
      set(s, k, 0, Math.max(1, above(most)));
      settle(s, k, wild);
    } else {
      set(s, k, lowOf(s, ALL), highOf(s, ALL));
      settle(s, k, 1);
    }
    end(s, k, args, ALL, ALL, stride);
    return;
  }
  setOutwards(s, R, Math.log(lowOf(s, a)), Math.log(highOf(s, a)));
  times(s, P, b, R);
  setOutwards(s, k, Math.exp(lowOf(s, P)), Math.exp(highOf(s, P)));
  settle(s, k, wild);
  inverse(s, P, a);
  times(s, P, b, P);
  times(s, P, k, P);
  times(s, Q, k, R);
  end(s, k, args, P, Q, stride);
};

/** A pair of truths: whether it may be true, as 0 or 1, at least and at most. */
type Truth = (s: Pairs, a: number, b: number) => number;

const truthOf: Truth = (s, a) => (excludesZero(s, a) ? ONE : isZero(s, a) ? ZERO : EITHER);
const opposite = (truth: number) => (truth === ONE ? ZERO : truth === ZERO ? ONE : EITHER);
const less: Truth = (s, a, b) =>
  highOf(s, a) < lowOf(s, b) ? ONE : lowOf(s, a) >= highOf(s, b) ? ZERO : EITHER;
const lessOrEqual: Truth = (s, a, b) =>
  highOf(s, a) <= lowOf(s, b) ? ONE : lowOf(s, a) > highOf(s, b) ? ZERO : EITHER;
const equal: Truth = (s, a, b) =>
  highOf(s, a) < lowOf(s, b) || highOf(s, b) < lowOf(s, a)
    ? ZERO
    : isPoint(s, a) && isPoint(s, b)
      ? ONE
      : EITHER;
const both: Truth = (s, a, b) => {
  const [p, q] = [truthOf(s, a, a), truthOf(s, b, b)];
  return p === ZERO || q === ZERO ? ZERO : p === ONE && q === ONE ? ONE : EITHER;
};
const either: Truth = (s, a, b) => {
  const [p, q] = [truthOf(s, a, a), truthOf(s, b, b)];
  return p === ONE || q === ONE ? ONE : p === ZERO && q === ZERO ? ZERO : EITHER;
};

/** `decided` says which outcome the ranges settle. */
function comparison(decided: Truth): Rule {
  return (s, k, args, stride) => {
    const [a, b = a] = args as readonly [number, number];
    const truth = worst(s, args) ? EITHER : decided(s, a, b);
    set(s, k, lowOf(s, truth), highOf(s, truth));
    s[k + WILD] = 0;
    clearSlopes(s, k, stride);
    // Its jumps are found by themselves.
    if (truth === EITHER) for (const arg of args) addSlopes(s, k, arg, ALL, stride);
  };
}

/** max; min is its mirror image. */
function extreme(pick: (a: number, b: number) => number): Rule {
  return (s, k, args, stride) => {
    const first = args[0] as number;
    for (let i = 0; i < stride; i++) s[k + i] = s[first + i] as number;
    for (let n = 1; n < args.length; n++) {
      const arg = args[n] as number;
      set(s, k, pick(lowOf(s, k), lowOf(s, arg)), pick(highOf(s, k), highOf(s, arg)));
      for (let i = SLOPES; i < stride; i += 2) hull(s, k + i, arg + i);
    }
    settle(s, k, worst(s, args));
  };
}

function hull(s: Pairs, at: number, a: number): void {
  set(s, at, Math.min(lowOf(s, at), lowOf(s, a)), Math.max(highOf(s, at), highOf(s, a)));
}

const conditional: Rule = (s, k, args, stride) => {
  const [c, a, b] = args as readonly [number, number, number];
  const truth = s[c + WILD] ? EITHER : truthOf(s, c, c);
  const taken = truth === ZERO ? b : a;
  for (let i = 0; i < stride; i++) s[k + i] = s[taken + i] as number;
  if (truth !== EITHER) return;
  hull(s, k, b);
  const [p, q] = [s[a + WILD] as number, s[b + WILD] as number];
  s[k + WILD] = p === 2 && q === 2 ? 2 : Math.min(1, Math.max(p, q));
  // Across the jump between different branches there is no slope.
  for (let i = SLOPES; i < stride; i += 2)
    if (!isZero(s, a + i) || !isZero(s, b + i) || !isZero(s, c + i))
      set(s, k + i, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
};

const power = (n: number) =>
  unary({
    range: (s, k, a) => setWhole(s, k, a, n),
    slope: (s, a) => {
      setWhole(s, P, a, n - 1);
      set(s, Q, n, n);
      times(s, P, Q, P);
      return P;
    },
  });

/** One rule an operation of the language. */
export const RULES: Readonly<Record<string, Rule>> = {
  ...FUNCTION_RULES,
  "+": (s, k, args, stride) => {
    const a = args[0] as number;
    const b = args[1] as number;
    plus(s, k, a, b);
    settle(s, k, worst(s, args) || Number(isUnbounded(s, a) && isUnbounded(s, b)));
    end(s, k, args, ONE, ONE, stride);
  },
  "-": (s, k, args, stride) => {
    const a = args[0] as number;
    const b = args[1] as number;
    minus(s, k, a, b);
    settle(s, k, worst(s, args) || Number(isUnbounded(s, a) && isUnbounded(s, b)));
    end(s, k, args, ONE, MINUS_ONE, stride);
  },
  "*": product,
  times_jacobian: product,
  "/": (s, k, args, stride) => {
    const a = args[0] as number;
    const b = args[1] as number;
    const defined = excludesZero(s, b);
    if (defined) {
      inverse(s, P, b);
      times(s, k, a, P);
      times(s, Q, k, P);
      negative(s, Q, Q);
    } else set(s, k, lowOf(s, ALL), highOf(s, ALL));
    settle(s, k, worst(s, args) || Number(!defined || (isUnbounded(s, a) && isUnbounded(s, b))));
    end(s, k, args, defined ? P : ALL, defined ? Q : ALL, stride);
  },
  neg: unary({ range: negative, slope: () => MINUS_ONE }),
  "^": raise,
  pow: raise,
  ...Object.fromEntries([2, 3, 4, 5, 6].map((n) => [`pow${n}`, power(n)])),
  "<": comparison(less),
  "<=": comparison(lessOrEqual),
  ">": comparison((s, a, b) => less(s, b, a)),
  ">=": comparison((s, a, b) => lessOrEqual(s, b, a)),
  "==": comparison(equal),
  "!=": comparison((s, a, b) => opposite(equal(s, a, b))),
  "&&": comparison(both),
  "||": comparison(either),
  "!": comparison((s, a) => opposite(truthOf(s, a, a))),
  "?:": conditional,
  min: extreme(Math.min),
  max: extreme(Math.max),
};
