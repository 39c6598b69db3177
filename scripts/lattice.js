// Generating vectors of rank-1 lattices with 2^m points by fast component-by-component construction (Nuyens and Cools
// 2006, J. Complexity 22, 4; Dick, Kuo and Sloan 2013, Acta Numerica 22, 5.5), for the worst-case error in the weighted
// Korobov space of smoothness 2 with product weights 1 / j. Writes src/quadrature/sums/lattice-table.ts: `npm run lattices`,
// a minute or two.
import { writeFileSync } from "node:fs";

const AXES = 12;
const [LEAST, MOST] = [8, 24];
const WEIGHTS = Array.from({ length: AXES }, (_, j) => 1 / (j + 1));

/** 2 pi^2 B_2(x): the kernel of smoothness 2. */
const kernel = (x) => 2 * Math.PI ** 2 * (x * x - x + 1 / 6);

/**
 * Points k of a lattice fall into classes by the power of 2 in them: those of class j are odd numbers modulo 2^(m-j). Up
 * to the sign, under which the kernel is even, odd numbers modulo n are the powers of 5, of which there are n / 4: in
 * their order the error of all candidates is a correlation.
 */
function vector(m) {
  const levels = [];
  for (let n = 2 ** m; n >= 8; n /= 2) levels.push(levelOf(n));
  // Of the few points that are left only the product counts.
  const size = levels[0].length;
  const z = [1];
  for (const level of levels) multiply(level, 1, WEIGHTS[0]);
  for (let axis = 1; axis < AXES; axis++) {
    const errors = new Float64Array(size);
    for (const level of levels) {
      const own = correlation(level.products, level.transform);
      for (let t = 0; t < size; t++) errors[t] += 2 * own[t % level.length];
    }
    let best = 0;
    for (let t = 1; t < size; t++) if (errors[t] < errors[best]) best = t;
    const generator = levels[0].powers[best];
    z.push(Math.min(generator, 2 ** m - generator));
    for (const level of levels) multiply(level, best, WEIGHTS[axis], true);
  }
  return z;
}

function levelOf(n) {
  const length = n / 4;
  const powers = new Uint32Array(length);
  for (let t = 0, power = 1; t < length; t++, power = (5 * power) % n) powers[t] = power;
  const values = Float64Array.from(powers, (power) => kernel(power / n));
  return {
    length,
    powers,
    values,
    transform: transformed(values),
    products: new Float64Array(length).fill(1),
  };
}

/** Takes a component into the products: the generator 5^t shifts the kernel's values by t. */
function multiply({ length, values, products }, t, weight, isPower = false) {
  const shift = isPower ? t : 0;
  for (let k = 0; k < length; k++) products[k] *= 1 + weight * values[(k + shift) % length];
}

/** Sums over k of a[k] b[(k + t) mod n], for all t. */
function correlation(a, b) {
  const n = a.length;
  const { re, im } = transformed(a);
  for (let k = 0; k < n; k++) {
    const [p, q] = [re[k], -im[k]];
    re[k] = p * b.re[k] - q * b.im[k];
    im[k] = p * b.im[k] + q * b.re[k];
  }
  // The inverse by the conjugate, of which the real part is the same.
  for (let k = 0; k < n; k++) im[k] = -im[k];
  fourier(re, im);
  return re.map((value) => value / n);
}

function transformed(values) {
  const [re, im] = [Float64Array.from(values), new Float64Array(values.length)];
  fourier(re, im);
  return { re, im };
}

/** In place, of a power of 2 (Cooley and Tukey 1965). */
function fourier(re, im) {
  const n = re.length;
  for (let k = 1, j = 0; k < n; k++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (k < j) {
      [re[k], re[j]] = [re[j], re[k]];
      [im[k], im[j]] = [im[j], im[k]];
    }
  }
  for (let size = 2; size <= n; size *= 2) {
    const half = size / 2;
    const cosines = Float64Array.from({ length: half }, (_, k) => Math.cos((2 * Math.PI * k) / size));
    const sines = Float64Array.from({ length: half }, (_, k) => -Math.sin((2 * Math.PI * k) / size));
    for (let start = 0; start < n; start += size)
      for (let k = 0; k < half; k++) {
        const [i, j] = [start + k, start + k + half];
        const p = re[j] * cosines[k] - im[j] * sines[k];
        const q = re[j] * sines[k] + im[j] * cosines[k];
        re[j] = re[i] - p;
        im[j] = im[i] - q;
        re[i] += p;
        im[i] += q;
      }
  }
}

const rows = [];
for (let m = LEAST; m <= MOST; m++) {
  rows.push(`  [${vector(m).join(", ")}],`);
  process.stderr.write(`2^${m}\n`);
}
writeFileSync(
  new URL("../src/quadrature/sums/lattice-table.ts", import.meta.url),
  `// Made by scripts/lattice.js: do not edit.

/** The binary logarithms of the numbers of points. */
export const LEAST_POINTS = ${LEAST};
export const MOST_POINTS = ${MOST};

/** Generating vectors of lattices with 2^${LEAST}, 2^${LEAST + 1}, … points in up to ${AXES} variables. */
export const VECTORS: readonly (readonly number[])[] = [
${rows.join("\n")}
];
`,
);
