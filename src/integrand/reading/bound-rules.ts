import { FUNCTION_RULES } from "./bound-functions.ts";
import {
  ALL,
  excludesZero,
  highOf,
  holdsZero,
  hull,
  inverse,
  isUnbounded,
  lowOf,
  MINUS_ONE,
  minus,
  negative,
  ONE,
  P,
  type Pairs,
  plus,
  Q,
  SLOPES,
  set,
  settle,
  squared,
  times,
} from "./bound-pairs.ts";
import { power, raise } from "./bound-powers.ts";
import {
  both,
  comparison,
  conditional,
  either,
  equal,
  less,
  lessOrEqual,
  opposite,
  truthOf,
} from "./bound-truths.ts";
import { end, type Rule, unary, worst } from "./bound-unary.ts";

/** Whether a product may be 0 times infinity. */
function undefinedProduct(s: Pairs, a: number, b: number): boolean {
  return (isUnbounded(s, a) && holdsZero(s, b)) || (isUnbounded(s, b) && holdsZero(s, a));
}

const product: Rule = (s, k, args, stride) => {
  const a = args[0] as number;
  const b = args[1] as number;
  if (a === b) squared(s, k, a);
  else times(s, k, a, b);
  settle(s, k, worst(s, args) || Number(undefinedProduct(s, a, b)));
  end(s, k, args, b, a, stride);
};

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
