// Writes shaders/f32/polynomials.wgsl and src/integrand/wasm/polynomials.ts: `npm run polynomials`. Each polynomial has the least maximum error of its
// degree (Remez 1934); its coefficients, rounded to f32, are then changed ulp by ulp as long as the error falls.
// Functions are evaluated to 40 digits, so that cancellation does no harm.
import { writeFileSync } from "node:fs";
import { all, create } from "mathjs";
import { doublePolynomials } from "./minimax-double.js";
import { bestPolynomial } from "./remez.js";

const math = create(all, { number: "BigNumber", precision: 40 });
const big = math.bignumber;
const { sin, tan, atan, asin, exp, log, sinh, tanh, sqrt } = math;

/** (g(x) - x) / x^3 as a function of x^2, for an odd g. */
const oddRest = (g) => (z) => {
  const x = sqrt(z);
  return math.divide(math.subtract(g(x), x), math.multiply(x, z));
};
/** The factor from the error of oddRest to the relative error of g. */
const oddWeight = (g) => (z) => {
  const x = sqrt(z);
  return math.divide(math.multiply(x, z), g(x));
};
const odd = (name, g, most, degree) => ({
  name,
  about: `(${name} x - x) / x^3 in z = x^2`,
  interval: [0, most ** 2],
  degree,
  target: oddRest(g),
  weight: oddWeight(g),
});
const LN2 = log(big(2));
const half = big(0.5);
const log2Ratio = (s) => math.divide(log(math.divide(math.add(1, s), math.subtract(1, s))), LN2);

/** Each weight makes the error relative to the function itself, not to the polynomial's target. */
const FITS = [
  odd("sin", sin, Math.PI / 2 + 1e-3, 3),
  odd("tan", tan, Math.PI / 4 + 1e-3, 6),
  odd("atan", atan, 1, 8),
  odd("asin", asin, 0.5, 4),
  odd("sinh", sinh, 1, 3),
  odd("tanh", tanh, 0.6, 4),
  {
    name: "exp",
    about: "(e^r - 1 - r) / r^2 in r",
    interval: [-0.3467, 0.3467],
    degree: 4,
    target: (r) => math.divide(math.subtract(math.subtract(exp(r), 1), r), math.square(r)),
    weight: (r) => math.divide(math.square(r), exp(r)),
  },
  {
    name: "exp2",
    about: "(2^r - 1) / r in r",
    interval: [-0.501, 0.501],
    degree: 5,
    target: (r) => math.divide(math.subtract(exp(math.multiply(r, LN2)), 1), r),
    weight: (r) => math.divide(r, exp(math.multiply(r, LN2))),
  },
  {
    name: "log",
    about: "(log(1 + r) - r + r^2 / 2) / r^3 in r",
    interval: [Math.SQRT1_2 - 1, Math.SQRT2 - 1],
    degree: 8,
    target: (r) =>
      math.divide(
        math.add(math.subtract(log(math.add(1, r)), r), math.multiply(half, math.square(r))),
        math.cube(r),
      ),
    weight: (r) => math.divide(math.cube(r), log(math.add(1, r))),
  },
  {
    name: "log2_ratio",
    about: "(log2((1 + s) / (1 - s)) - 2 s / ln 2) / s^3 in z = s^2",
    interval: [0, 0.1716 ** 2],
    degree: 3,
    target: (z) => {
      const s = sqrt(z);
      return math.divide(
        math.subtract(log2Ratio(s), math.divide(math.multiply(2, s), LN2)),
        math.multiply(s, z),
      );
    },
    weight: (z) => math.divide(math.multiply(sqrt(z), z), log2Ratio(sqrt(z))),
  },
];

/** The text of polynomials.wgsl. */
export function polynomials() {
  const head = "// Written by scripts/minimax.js; `npm run polynomials` writes it again.\n";
  return head + FITS.map(wgsl).join("");
}

function wgsl(fit) {
  const { coefficients, error } = bestPolynomial(pointsOf(fit), fit.degree);
  const x = fit.about.at(-1) === "r" ? "r" : "z";
  const power = Math.ceil(Math.log2(error));
  const horner = coefficients.map(String).reduceRight((inner, c) => `(${inner}) * ${x} + ${c}`);
  return `
/// ${fit.about} on [${fit.interval.map((v) => Number(v.toPrecision(4)))}]; ${fit.name === "log2_ratio" ? "the logarithm" : fit.name} is off by less than 2^${power}.
fn ${fit.name}_polynomial(${x}: f32) -> f32 {
  return ${horner
    .replace(/^\((-?[\d.e-]+)\)/, "$1")
    .replace(/\((-?[\d.e-]+)\) \*/, "$1 *")
    .replaceAll("+ -", "- ")};
}
`;
}

/** Values and weights at 600 Chebyshev points of the interval. */
function pointsOf({ interval: [a, b], target, weight }) {
  return Array.from({ length: 600 }, (_, k) => {
    const x = (a + b) / 2 - ((b - a) / 2) * Math.cos((Math.PI * (k + 0.5)) / 600);
    return { x, y: Number(target(big(x))), w: Math.abs(Number(weight(big(x)))) };
  });
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const write = (path, text) => writeFileSync(new URL(`../${path}`, import.meta.url), text);
  write("shaders/f32/polynomials.wgsl", polynomials());
  write("src/integrand/wasm/polynomials.ts", doublePolynomials());
}
