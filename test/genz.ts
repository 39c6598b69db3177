/** An integral over the unit cube of n variables, and its value. */
export interface Known {
  readonly f: string;
  readonly names: readonly string[];
  readonly exact: number;
}

export const GENZ = ["oscillatory", "product peak", "corner peak", "Gaussian", "kinks", "jumps"] as const;
export type Genz = (typeof GENZ)[number];

/** How hard each family is: the factors of the variables add up to a number over a power of n (Genz 1984). */
const DIFFICULTY: Readonly<Record<Genz, readonly [number, number]>> = {
  oscillatory: [110, 1.5],
  "product peak": [600, 2],
  "corner peak": [600, 2],
  Gaussian: [100, 1],
  kinks: [150, 2],
  jumps: [100, 2],
};

export const namesOf = (n: number) =>
  Array.from({ length: n }, (_, k) => `x${String(k + 1).padStart(2, "0")}`);

/** Genz's test integral with random parameters, which `random` gives in [0, 1]. */
export function genz(family: Genz, n: number, random: () => number): Known {
  const [total, power] = DIFFICULTY[family];
  const raw = Array.from({ length: n }, () => 0.05 + random());
  const scale = total / n ** power / raw.reduce((sum, one) => sum + one);
  return genzWith(
    family,
    raw.map((one) => one * scale),
    Array.from({ length: n }, random),
  );
}

/** The same with these factors and places. */
export function genzWith(family: Genz, a: readonly number[], u: readonly number[]): Known {
  const names = namesOf(a.length);
  const sum = (term: (name: string, k: number) => string) => names.map(term).join("+");
  const product = (factor: (a: number, u: number) => number) =>
    a.reduce((all, own, k) => all * factor(own, u[k] as number), 1);
  switch (family) {
    case "oscillatory":
      return {
        names,
        f: `cos(${2 * Math.PI * (u[0] as number)}+${sum((x, k) => `${a[k]}*${x}`)})`,
        exact: oscillation(a, 2 * Math.PI * (u[0] as number)),
      };
    case "product peak":
      return {
        names,
        f: names.map((x, k) => `1/(${(a[k] as number) ** -2}+(${x}-${u[k]})^2)`).join("*"),
        exact: product((a, u) => a * (Math.atan(a * (1 - u)) + Math.atan(a * u))),
      };
    case "corner peak":
      return { names, f: `(1+${sum((x, k) => `${a[k]}*${x}`)})^-${a.length + 1}`, exact: corner(a) };
    case "Gaussian":
      return {
        names,
        f: `exp(-(${sum((x, k) => `${(a[k] as number) ** 2}*(${x}-${u[k]})^2`)}))`,
        exact: product((a, u) => (Math.sqrt(Math.PI) / (2 * a)) * (erf(a * (1 - u)) + erf(a * u))),
      };
    case "kinks":
      return {
        names,
        f: `exp(-(${sum((x, k) => `${a[k]}*abs(${x}-${u[k]})`)}))`,
        exact: product((a, u) => (2 - Math.exp(-a * u) - Math.exp(-a * (1 - u))) / a),
      };
    case "jumps":
      return {
        names,
        f: `${names[0]}<${u[0]} && ${names[1]}<${u[1]} ? exp(${sum((x, k) => `${a[k]}*${x}`)}) : 0`,
        exact: a.reduce((all, own, k) => (all * Math.expm1(own * (k < 2 ? (u[k] as number) : 1))) / own, 1),
      };
  }
}

/** Random numbers in [0, 1]: xorshift32 (Marsaglia 2003). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Re e^(ip) Π (e^(ia) − 1) / (ia). */
function oscillation(a: readonly number[], phase: number): number {
  const half = a.reduce((sum, own) => sum + own / 2, phase);
  return a.reduce((all, own) => (all * Math.sin(own / 2)) / (own / 2), Math.cos(half));
}

/** Σ ± 1 / (1 + the sum of a subset of a), over n! Π a. */
export function corner(a: readonly number[]): number {
  let sum = 0;
  for (let set = 0; set < 2 ** a.length; set++) {
    const own = a.filter((_, k) => (set >> k) & 1);
    sum += (-1) ** own.length / own.reduce((all, one) => all + one, 1);
  }
  return a.reduce((all, own, k) => all / (own * (k + 1)), sum);
}

/** By its series, or by the continued fraction of erfc where that is small (Abramowitz and Stegun 7.1.6, 7.1.14). */
export function erf(x: number): number {
  if (x < 2.5) {
    let [term, sum] = [x, x];
    for (let k = 1; Math.abs(term) > 1e-17 * Math.abs(sum); k++) {
      term *= (2 * x * x) / (2 * k + 1);
      sum += term;
    }
    return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
  }
  let tail = 0;
  for (let k = 60; k >= 1; k--) tail = k / 2 / (x + tail);
  return 1 - Math.exp(-x * x) / (Math.sqrt(Math.PI) * (x + tail));
}

const repeated = (n: number, value: number) => Array.from({ length: n }, () => value);
const from = (first: number, n: number) => Array.from({ length: n }, (_, k) => first + k);

/** Of Sakiotis, Arumugam, Paterno, Ranjan, Terzić and Zubair, PAGANI, 2021 (arXiv 2104.06494), section 4. */
export const PAGANI: readonly (readonly [name: string, Known])[] = [
  ["f1", genzWith("oscillatory", from(1, 8), [0])],
  ["f2", genzWith("product peak", repeated(6, 50), repeated(6, 0.5))],
  ["f3", genzWith("corner peak", from(1, 8), [])],
  ["f4", genzWith("Gaussian", repeated(5, 25), repeated(5, 0.5))],
  ["f5", genzWith("kinks", repeated(8, 10), repeated(8, 0.5))],
  ["f6", allJumps(from(5, 6), from(4, 6))],
];

/** f6: 0 from a place on every axis on. */
function allJumps(a: readonly number[], tenths: readonly number[]): Known {
  const names = namesOf(a.length);
  const inside = names.map((x, k) => `${x}<${(tenths[k] as number) / 10}`).join(" && ");
  return {
    names,
    f: `${inside} ? exp(${names.map((x, k) => `${a[k]}*${x}`).join("+")}) : 0`,
    exact: a.reduce((all, own, k) => (all * Math.expm1((own * (tenths[k] as number)) / 10)) / own, 1),
  };
}
