import {
  ALL,
  above,
  addSlopes,
  below,
  clearSlopes,
  highOf,
  leastOf,
  lowOf,
  mostOf,
  P,
  type Pairs,
  set,
  setOutwards,
  settle,
  WILD,
} from "./bound-pairs.ts";

/** Bounds the step at k from those of its arguments; `stride` is how many numbers a step has. */
export type Rule = (s: Pairs, k: number, args: readonly number[], stride: number) => void;

/** A function of one argument a, whose value is the pair k. */
interface Unary {
  readonly range: (s: Pairs, k: number, a: number) => void;
  /** Where the derivative is, once this has written it; default: it is not known. */
  readonly slope?: (s: Pairs, a: number, k: number) => number;
  /** Whether it is finite over the range of the argument; default: always. */
  readonly tame?: (low: number, high: number) => boolean;
  /** Whether it is undefined over all of it; default: never. */
  readonly never?: (low: number, high: number) => boolean;
}

export function unary({ range, slope = () => ALL, tame, never }: Unary): Rule {
  return (s, k, args, stride) => {
    const a = args[0] as number;
    range(s, k, a);
    const low = s[a] as number;
    const high = s[a + 1] as number;
    const wild = s[a + WILD] as number;
    settle(s, k, never?.(low, high) ? 2 : wild || (!tame || tame(low, high) ? 0 : 1));
    clearSlopes(s, k, stride);
    addSlopes(s, k, a, slope(s, a, k), stride);
  };
}

/** The worst of the arguments: nearly all that is done with what is undefined is undefined. */
export function worst(s: Pairs, args: readonly number[]): number {
  let found = 0;
  for (let n = 0; n < args.length; n++) found = Math.max(found, s[(args[n] as number) + WILD] as number);
  return found;
}

type Real = (v: number) => number;

/** Ranges of a function that grows, and of functions that fall or grow with |v|. */
export const rising = (f: Real) => (s: Pairs, at: number, a: number) =>
  setOutwards(s, at, f(lowOf(s, a)), f(highOf(s, a)));
export const sloping = (f: Real) => (s: Pairs, at: number, a: number) =>
  setOutwards(s, at, f(mostOf(s, a)), f(leastOf(s, a)));
export const steepening = (f: Real) => (s: Pairs, at: number, a: number) =>
  setOutwards(s, at, f(leastOf(s, a)), f(mostOf(s, a)));

/** v^m for a whole m >= 0. */
export function setWhole(s: Pairs, at: number, a: number, m: number): void {
  const least = leastOf(s, a);
  if (m === 0) set(s, at, 1, 1);
  else if (m % 2) setOutwards(s, at, raised(lowOf(s, a), m), raised(highOf(s, a), m));
  else set(s, at, least > 0 ? below(raised(least, m)) : 0, above(raised(mostOf(s, a), m)));
}

const raised = (v: number, m: number) => (m === 2 ? v * v : m === 3 ? v * v * v : v ** m);

/** Ends a step of two arguments, with the derivatives by them. */
export function end(
  s: Pairs,
  k: number,
  args: readonly number[],
  da: number,
  db: number,
  stride: number,
): void {
  clearSlopes(s, k, stride);
  addSlopes(s, k, args[0] as number, da, stride);
  addSlopes(s, k, args[1] as number, db, stride);
}

/** Writes the derivative at P. */
export const written = (write: (s: Pairs, at: number, a: number) => void) => (s: Pairs, a: number) => {
  write(s, P, a);
  return P;
};

export const clamp = (v: number, low: number, high: number) => Math.max(low, Math.min(high, v));
