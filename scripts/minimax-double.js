// Makes src/integrand/wasm/polynomials.ts, for minimax.js: polynomials in f64, each relative to its function.
import { all, create } from "mathjs";
import { bestDoublePolynomial } from "./remez-double.js";

const math = create(all, { number: "BigNumber", precision: 60 });
const big = math.bignumber;
const { sin, cos, atan, asin, exp, log, sinh, tanh, sqrt, add, subtract, multiply, divide, cbrt } = math;

/** (g(x) - x) / x^3 in z = x^2. */
const odd = (name, g, most, degree, called = name) => ({
  name: called,
  about: `(${name} x - x) / x^3 in x^2`,
  interval: [0, most ** 2],
  degree,
  target: (z) => divide(subtract(g(sqrt(z)), sqrt(z)), multiply(sqrt(z), z)),
  weight: (z) => divide(multiply(sqrt(z), z), g(sqrt(z))),
});
const ratio = (s) => log(divide(add(1, s), subtract(1, s)));
/** log((1 + s) / (1 - s)) without the terms below s^(2 k + 1), over that power. */
const logarithm = (name, most, degree, k) => ({
  name,
  about: `log((1 + s) / (1 - s)) from 2 s^${2 * k + 1} / ${2 * k + 1} on, over s^${2 * k + 1}, in s^2`,
  interval: [0, most ** 2],
  degree,
  target(z) {
    const s = sqrt(z);
    let rest = ratio(s);
    for (let j = 0; j < k; j++) rest = subtract(rest, divide(multiply(2, math.pow(s, 2 * j + 1)), 2 * j + 1));
    return divide(rest, math.pow(s, 2 * k + 1));
  },
  weight: (z) => divide(math.pow(sqrt(z), 2 * k + 1), ratio(sqrt(z))),
});

const FITS = [
  odd("sin", sin, Math.PI / 2 + 1e-3, 7, "SIN"),
  odd("sin", sin, Math.PI / 4 + 1e-3, 6, "SIN_QUARTER"),
  {
    name: "COS_QUARTER",
    about: "(cos x - 1 + x^2 / 2) / x^4 in x^2",
    interval: [0, (Math.PI / 4 + 1e-3) ** 2],
    degree: 5,
    target: (z) => divide(add(subtract(cos(sqrt(z)), 1), divide(z, 2)), multiply(z, z)),
    weight: (z) => divide(multiply(z, z), cos(sqrt(z))),
  },
  odd("atan", atan, 0.601, 13, "ATAN"),
  odd("asin", asin, 0.5, 12, "ASIN"),
  odd("sinh", sinh, 1, 6, "SINH"),
  odd("tanh", tanh, 0.55, 10, "TANH"),
  {
    name: "EXP",
    about: "(e^r - 1 - r) / r^2 in r",
    interval: [-0.3467, 0.3467],
    degree: 9,
    target: (r) => divide(subtract(subtract(exp(r), 1), r), multiply(r, r)),
    weight: (r) => divide(multiply(r, r), exp(r)),
  },
  logarithm("LOG", 0.1716, 6, 1),
  logarithm("LOG_TAIL", 0.1716, 6, 3),
  {
    name: "CBRT",
    about: "cbrt m in m",
    interval: [1, 2],
    degree: 7,
    target: (m) => cbrt(m),
    weight: (m) => divide(1, cbrt(m)),
  },
];

/** The text of polynomials.ts. */
export function doublePolynomials() {
  const head =
    "// Written by scripts/minimax.js: coefficients, lowest first; `npm run polynomials` writes it again.\n";
  return head + FITS.map(text).join("");
}

function text(fit) {
  const { coefficients, error } = bestDoublePolynomial(pointsOf(fit), fit.degree);
  const range = fit.interval.map((v) => Number(v.toPrecision(4))).join(", ");
  const lines = filled(coefficients.map((c) => `${c},`));
  return `
/** ${fit.about} on [${range}]: relative to the function within 2^${Math.ceil(Math.log2(error))}. */
export const ${fit.name} = [
${lines}];
`;
}

/** Values and weights at 200 Chebyshev points of the interval. */
function pointsOf({ interval: [a, b], target, weight }) {
  return Array.from({ length: 200 }, (_, k) => {
    const x = big((a + b) / 2 - ((b - a) / 2) * Math.cos((Math.PI * (k + 0.5)) / 200));
    return { x, y: target(x), w: math.abs(weight(x)) };
  });
}

/** As many words on a line as a formatted file has. */
function filled(words) {
  const lines = [];
  for (const word of words) {
    const longer = `${lines.at(-1) ?? ""} ${word}`;
    if (lines.length && longer.length + 1 <= 110) lines[lines.length - 1] = longer;
    else lines.push(` ${word}`);
  }
  return lines.map((line) => ` ${line}\n`).join("");
}
