import { call, number, type Tree } from "../language/tree.ts";
import { UNIT } from "./sensitivity.ts";

/** Highest power of a polynomial, and most terms. */
const DEGREE = 12;
const TERMS = 64;
/** A coefficient that is this part of what it is made of is 0 but for rounding. */
const ROUNDED = 4e-16;

/** A sum of products of atoms, trees that vanish at a place, by the powers of these. */
export type Polynomial = ReadonlyMap<string, Term>;

interface Term {
  /** Of each atom. */
  readonly powers: readonly number[];
  readonly coefficient: number;
  /** The sum of the magnitudes that the coefficient is made of. */
  readonly size: number;
  /** By how much roundings may have changed the coefficient. */
  readonly error: number;
}

/** `size` is the magnitude of what it was made of. */
export function constant(value: number, size = Math.abs(value)): Polynomial {
  return polynomial([{ powers: [], coefficient: value, size, error: 0 }]);
}

/** One of the atoms. */
export function atom(index: number): Polynomial {
  const powers = Array.from({ length: index + 1 }, (_, k) => (k === index ? 1 : 0));
  return polynomial([{ powers, coefficient: 1, size: 1, error: 0 }]);
}

export function scaled(a: Polynomial, factor: number): Polynomial {
  return polynomial(
    [...a.values()].map(({ powers, coefficient, size, error }) => ({
      powers,
      coefficient: coefficient * factor,
      size: size * Math.abs(factor),
      error: error * Math.abs(factor) + lostBy(coefficient, factor),
    })),
  );
}

export const sum = (a: Polynomial, b: Polynomial): Polynomial => polynomial([...a.values(), ...b.values()]);

/** Null where it is too long. */
export function product(a: Polynomial, b: Polynomial): Polynomial | null {
  const terms = [...a.values()].flatMap((one) =>
    [...b.values()].map((other) => ({
      powers: Array.from(
        { length: Math.max(one.powers.length, other.powers.length) },
        (_, k) => (one.powers[k] ?? 0) + (other.powers[k] ?? 0),
      ),
      coefficient: one.coefficient * other.coefficient,
      size: one.size * other.size,
      error:
        one.error * Math.abs(other.coefficient) +
        other.error * (Math.abs(one.coefficient) + one.error) +
        lostBy(one.coefficient, other.coefficient),
    })),
  );
  if (terms.length > TERMS * TERMS || terms.some(({ powers }) => degree(powers) > DEGREE)) return null;
  const made = polynomial(terms);
  return made.size > TERMS ? null : made;
}

/** The value of a polynomial that is a number; null for others. */
export function constantIn(a: Polynomial): number | null {
  return [...a.keys()].every((key) => key === "") ? (a.get("")?.coefficient ?? 0) : null;
}

/** Its value at the place, and the size of what that is made of; exactly 0 if it is 0 but for rounding. */
export function atPlace(a: Polynomial): { value: number; size: number } {
  const { coefficient = 0, size = 0 } = a.get("") ?? {};
  return { value: isRounded(coefficient, size) ? 0 : coefficient, size };
}

/** Whether all that does not vanish at the place is a constant. */
export function isConstantAtPlace(a: Polynomial, free: ReadonlySet<number>): boolean {
  return leading(a, free).every(
    ({ powers, coefficient, size }) => !powers.length || isRounded(coefficient, size),
  );
}

/** Whether it vanishes at the place, and terms of it cancel. */
export function cancelsAtPlace(a: Polynomial, free: ReadonlySet<number>): boolean {
  const isGone = ({ coefficient, size }: Term) => isRounded(coefficient, size);
  return leading(a, free).every(isGone) && [...a.values()].some((term) => term.size > 0 && isGone(term));
}

/** The polynomial without what cancels in it. */
export function withoutCancelled(a: Polynomial): Polynomial {
  return polynomial([...a.values()].filter(({ coefficient, size }) => !isRounded(coefficient, size)));
}

const isRounded = (coefficient: number, size: number) => Math.abs(coefficient) <= ROUNDED * size;

const leading = (a: Polynomial, free: ReadonlySet<number>) =>
  [...a.values()].filter(({ powers }) => powers.every((power, k) => power === 0 || free.has(k)));

/** The polynomial with another in place of two powers of an atom. Null where it is too long. */
export function replaced(a: Polynomial, index: number, square: Polynomial): Polynomial | null {
  const [rest, times] = [[] as Term[], [] as Term[]];
  for (const term of a.values()) {
    const twice = (term.powers[index] ?? 0) > 1;
    if (!twice) rest.push(term);
    else times.push({ ...term, powers: term.powers.map((power, k) => (k === index ? power - 2 : power)) });
  }
  const made = product(polynomial(times), square);
  return made && sum(polynomial(rest), made);
}

/** All but its value at the place, as a tree in which nothing is lost to rounding at the place; null if it is constant. */
export function beyondPlace(a: Polynomial, atoms: readonly Tree[]): Tree | null {
  const terms = [...a.values()].filter(
    ({ powers, coefficient, size }) => powers.length > 0 && !isRounded(coefficient, size),
  );
  if (!terms.length) return null;
  const least = atoms.map((_, k) => Math.min(...terms.map(({ powers }) => powers[k] ?? 0)));
  const rest = terms.map(({ powers, coefficient }) => ({
    coefficient,
    powers: atoms.map((_, k) => (powers[k] ?? 0) - (least[k] as number)),
  }));
  const used = [...atoms.keys()].filter((k) => rest.some(({ powers }) => powers[k]));
  const inner = used.length === 1 ? nested(rest, used[0] as number, atoms) : spelledOut(rest, atoms);
  const factor = monomial(least, atoms) as Tree;
  return monomial(least, atoms) ? call("*", factor, inner) : inner;
}

function polynomial(terms: readonly Term[]): Polynomial {
  const made = new Map<string, Term>();
  for (const { powers, coefficient, size, error } of terms) {
    const last = powers.findLastIndex((power) => power > 0);
    const own = powers.slice(0, last + 1);
    const key = own.join();
    const before = made.get(key);
    made.set(key, {
      powers: own,
      coefficient: coefficient + (before?.coefficient ?? 0),
      size: size + (before?.size ?? 0),
      error: error + (before ? before.error + lostIn(before.coefficient, coefficient) : 0),
    });
  }
  return made;
}

/** What rounding a product may lose: nothing where both factors are short, or one is 1. */
const lostBy = (a: number, b: number) =>
  Math.abs(a) === 1 || Math.abs(b) === 1 || (Math.fround(a) === a && Math.fround(b) === b)
    ? 0
    : UNIT * Math.abs(a * b);

/** What rounding a sum loses (Knuth's TwoSum). */
function lostIn(a: number, b: number): number {
  const sum = a + b;
  const other = sum - a;
  return Math.abs(a - (sum - other) + (b - other));
}

type Bare = Pick<Term, "powers" | "coefficient">;

const degree = (powers: readonly number[]) => powers.reduce((total, power) => total + power, 0);

/** By Horner's scheme in the only atom. */
function nested(terms: readonly Bare[], k: number, atoms: readonly Tree[]): Tree {
  const most = Math.max(...terms.map(({ powers }) => powers[k] as number));
  const coefficients = Array.from(
    { length: most + 1 },
    (_, power) => terms.find(({ powers }) => powers[k] === power)?.coefficient ?? 0,
  );
  return coefficients.reduceRight<Tree | null>(
    (tail, one) => (tail ? call("+", number(one), call("*", atoms[k] as Tree, tail)) : number(one)),
    null,
  ) as Tree;
}

function spelledOut(terms: readonly Bare[], atoms: readonly Tree[]): Tree {
  return terms
    .toSorted((a, b) => degree(a.powers) - degree(b.powers))
    .map(({ powers, coefficient }) => {
      const own = monomial(powers, atoms);
      return own ? (coefficient === 1 ? own : call("*", number(coefficient), own)) : number(coefficient);
    })
    .reduce((all, one) => call("+", all, one));
}

function monomial(powers: readonly number[], atoms: readonly Tree[]): Tree | null {
  return powers.reduce<Tree | null>((all, power, k) => {
    if (!power) return all;
    const own = power === 1 ? (atoms[k] as Tree) : call("^", atoms[k] as Tree, number(power));
    return all ? call("*", all, own) : own;
  }, null);
}
