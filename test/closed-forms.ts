import { afterAll, expect } from "vitest";
import { nodeProvider } from "../node/devices/provider.ts";
import { host } from "../node/host.ts";
import { evaluate } from "../src/integrand/language/tape.ts";
import type { Runner } from "../src/problem/options.ts";
import { type Precision, type Prepared, type ProblemOptions, prepare } from "../src/problem/problem.ts";
import { integrate } from "../src/run/grid/integrate.ts";
import { makeSession } from "../src/run/session.ts";
import { meanOver, promised, unitCosine, volumeOf } from "./truth.ts";

/** An integral with a known value, and what its rule makes of it. */
export interface ClosedForm {
  readonly name: string;
  readonly options: ProblemOptions;
  readonly exact: number;
  /** By how much the sum over the nodes differs from it, and how well that is known; default: not at all. */
  readonly off?: number;
  readonly known?: number;
}

// sqrt(x) at an end of the range makes a midpoint sum too large by this times h^1.5: zeta(-1/2, 1/2) =
// (1/sqrt(2) - 1) zeta(-1/2) (Navot 1961).
const ROOT = (Math.SQRT1_2 - 1) * -0.2078862249773546;

/** What f32 promises of each form. */
const promises = new Map<ProblemOptions, number>();

/** The largest distance from the sum over the same nodes, where these are finite. */
function allowed(options: ProblemOptions, problem: Prepared, precision: Precision): number {
  if (precision === "fast") {
    const size = meanOver(problem, [0, 2500, 50, 14], (point) => Math.abs(evaluate(problem.f, point)));
    return 1e-3 * volumeOf(problem) * size;
  }
  const most = promises.get(options) ?? promised(problem);
  promises.set(options, most);
  return Number.isNaN(most) ? 0 : most * { f32: 1, df64: 1e-5, f64: 1e-7 }[precision];
}

/** A session whose integrals are held to closed forms. */
export function useClosedForms() {
  const session = makeSession(nodeProvider(), host);
  afterAll(() => session.close());
  return async (
    { options, exact, off = 0, known = 0 }: ClosedForm,
    backend: Runner,
    precision: Precision,
  ) => {
    const problem = prepare(options);
    const choice = { backend, precision, threads: 2 };
    const { integral } = await integrate(problem, (plan) => session.open(plan, choice), host);
    expect(Math.abs(integral - exact - off)).toBeLessThanOrEqual(
      known + allowed(options, problem, precision),
    );
    return integral;
  };
}

const GAUSSIAN = "exp(-x^2-y^2)";
/** The midpoint sum of sqrt(1-x^2) over n cells of [-1, 1] is pi / 2 plus this. */
const circle = (n: number) => 2 * Math.SQRT2 * ROOT * (2 / n) ** 1.5;
/** The midpoint sum of 1 - x^2 over [-1, 1] is 4/3 plus this, exactly. */
const parabola = (n: number) => (2 / n) ** 2 / 6;
const ballSum = (n: number) => 2 * (4 / 3 + parabola(n)) * (Math.PI / 2 + circle(n)) - (4 * Math.PI) / 3;

export const CLOSED_FORMS: readonly ClosedForm[] = [
  // One variable.
  { name: "a half-line", options: { f: "exp(-x)", x: "0,inf", n: 30, rule: "gauss8" }, exact: 1 },
  {
    name: "the other half-line",
    options: { f: "t^2*exp(t)", variables: { t: "-inf,0" }, n: 40, rule: "gauss8" },
    exact: 2,
  },
  {
    name: "a half-line from 1",
    options: { f: "1/s^2", variables: { s: "1,inf" }, n: 10, rule: "gauss8" },
    exact: 1,
  },
  {
    name: "a half-line to -1",
    options: { f: "-1/s^3", variables: { s: "-inf,-1" }, n: 10, rule: "gauss8" },
    exact: 0.5,
  },
  { name: "a half-line, reversed", options: { f: "exp(-x)", x: "inf,0", n: 30, rule: "gauss8" }, exact: -1 },
  { name: "the line", options: { f: "exp(-x^2)", x: "-inf,inf", n: 160 }, exact: Math.sqrt(Math.PI) },
  {
    name: "the line, reversed",
    options: { f: "exp(-x^2)", x: "inf,-inf", n: 160 },
    exact: -Math.sqrt(Math.PI),
  },
  // In terms of u the integrand is constant.
  { name: "Witch of Agnesi", options: { f: "1/(1+x^2)", x: "-inf,inf", n: 5 }, exact: Math.PI },
  {
    // Near infinity it is 3 (pi/2)^1.5 sqrt(1-u), and at 0 it has the slope -1.5 (pi/2)^2.
    name: "a slow tail",
    options: { f: "1/(1+x)^1.5", x: "0,inf", n: 10_000 },
    exact: 2,
    off: 3 * (Math.PI / 2) ** 1.5 * ROOT * 1e-6 - (1.5 * (Math.PI / 2) ** 2 * 1e-8) / 24,
    known: 1e-10,
  },
  { name: "reversed limits", options: { f: "exp(x)", x: [1, 0], n: 3, rule: "gauss8" }, exact: 1 - Math.E },
  { name: "a point", options: { f: "exp(x)", x: [1, 1], n: 3, rule: "simpson" }, exact: 0 },
  {
    name: "Chebyshev's trapezoids",
    options: { f: "exp(cos(t))", variables: { t: "-pi,pi" }, n: 24, rule: "trapezoid" },
    exact: 2 * Math.PI * 1.2660658777520084,
  },

  // Two.
  {
    name: "disc",
    options: { f: "1", x: [-1, 1], y: "-sqrt(1-x^2),sqrt(1-x^2)", n: 1000 },
    exact: Math.PI,
    off: 2 * circle(1000),
    known: 1e-7,
  },
  { name: "triangle", options: { f: "x*y", x: [0, 1], y: "0,x", n: 3, rule: "gauss2" }, exact: 1 / 8 },
  { name: "triangle, upper", options: { f: "x*y", x: "y,1", y: [0, 1], n: 2, rule: "gauss3" }, exact: 1 / 8 },
  {
    name: "quarter Gaussian",
    options: { f: GAUSSIAN, x: "0,inf", y: "0,x", n: 40, rule: "gauss4" },
    exact: Math.PI / 8,
  },
  {
    name: "Gaussian over the plane",
    options: { f: GAUSSIAN, x: "-inf,inf", y: "-inf,inf", n: 160 },
    exact: Math.PI,
  },
  {
    name: "Gaussian, polar",
    options: { f: "r*exp(-r^2)", variables: { r: "0,inf", t: "0,2*pi" }, nx: 60, ny: 1, rule: "gauss4" },
    exact: Math.PI,
  },
  { name: "limits that cross", options: { f: "1", x: [0, 1], y: "x,1-x", n: 40 }, exact: 0 },
  {
    name: "limits that cross, weighted",
    options: { f: "x", x: [0, 1], y: "x,1-x", n: 4, rule: "gauss2" },
    exact: -1 / 6,
  },
  { name: "an empty range", options: { f: "1/y", x: [0, 1], y: "0*x,0*x", n: 40 }, exact: 0 },
  {
    name: "parabolas",
    options: { f: "x+y", x: [-1, 1], y: "x^2,2-x^2", n: 2, rule: "gauss4" },
    exact: 8 / 3,
  },
  {
    name: "a rectangle",
    options: { f: "exp(x-y)", x: [0, 1], y: [0, 2], nx: 2, ny: 3, rule: "gauss8" },
    exact: (Math.E - 1) * (1 - Math.exp(-2)),
  },

  // Three.
  {
    name: "ball",
    options: { f: "1", ...ellipsoid(1, 1, 1), n: 60 },
    exact: (4 * Math.PI) / 3,
    off: ballSum(60),
    known: 1e-5,
  },
  {
    name: "ellipsoid",
    options: { f: "1", ...ellipsoid(2, 3, 1), n: 60 },
    exact: 8 * Math.PI,
    off: 6 * ballSum(60),
    known: 6e-5,
  },
  {
    name: "simplex",
    options: { f: "x*y*z", x: [0, 1], y: "0,1-x", z: "0,1-x-y", n: 2, rule: "gauss3" },
    exact: 1 / 720,
  },
  {
    name: "simplex in another order",
    options: { f: "x*y*z", z: [0, 1], x: "0,1-z", y: "0,1-x-z", n: 2, rule: "gauss3" },
    exact: 1 / 720,
  },
  {
    name: "a product",
    options: { f: "exp(-x-y-z)", x: [0, 1], y: [0, 1], z: [0, 1], n: 2, rule: "gauss8" },
    exact: (1 - 1 / Math.E) ** 3,
  },
  {
    // Midpoints of cos over [0, 1]: sin(1) (h/2) / sin(h/2).
    name: "a product, by midpoints",
    options: { f: "cos(x)*cos(y)*cos(z)", x: [0, 1], y: [0, 1], z: [0, 1], nx: 20, ny: 30, nz: 10 },
    exact: Math.sin(1) ** 3,
    off: unitCosine(20) * unitCosine(30) * unitCosine(10) - Math.sin(1) ** 3,
  },
  {
    name: "Gaussian over space",
    options: { f: "exp(-x^2-y^2-z^2)", x: "-inf,inf", y: "-inf,inf", z: "-inf,inf", n: 64 },
    exact: Math.PI ** 1.5,
    known: 3e-9,
  },
  {
    name: "an octant of infinity",
    options: { f: "exp(-x-y-z)", x: "0,inf", y: "x,inf", z: "y,inf", n: 12, rule: "gauss5" },
    exact: 1 / 6,
    known: 6e-8,
  },
];

/** The limits of an ellipsoid with these half-axes. */
function ellipsoid(a: number, b: number, c: number) {
  const [y, z] = [`${b}*sqrt(1-(x/${a})^2)`, `${c}*sqrt(1-(x/${a})^2-(y/${b})^2)`];
  return { x: [-a, a] as const, y: `-(${y}),${y}`, z: `-(${z}),${z}` };
}
