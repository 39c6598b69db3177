import { GENZ, type Genz, genz, type Known, namesOf, PAGANI, randomFrom } from "../genz.ts";
import type { Published } from "./suite.ts";

type Class = "PAGANI" | Genz | "all space" | "box" | "ball, simplex";

/** The variables that the integrals have. */
const DIMENSIONS = [3, 4, 5, 6, 7, 8];

/** What the rounding of the closed forms may be, as a part of the value. */
export const CLOSED_FORM = 1e-13;

const one = (
  name: string,
  kind: Class,
  source: string,
  { f, names, exact }: Known,
  limits: readonly [string, string] | readonly (readonly [string, string])[] = ["0", "1"],
): Published => ({
  name,
  source,
  class: kind,
  f,
  variables: Object.fromEntries(
    names.map((own, k) => [own, (Array.isArray(limits[0]) ? limits[k] : limits) as [string, string]]),
  ),
  exact: "",
  value: exact,
});

const squares = (names: readonly string[]) => names.map((x) => `${x}^2`).join("+");

/** What a box integral is of: the distance from a corner, or that of two points, to a power. */
function distance(n: number, power: number, two: boolean): string {
  const names = namesOf(two ? 2 * n : n);
  const squared = two
    ? Array.from({ length: n }, (_, k) => `(${names[k]}-${names[n + k]})^2`).join("+")
    : squares(names);
  return power === 1 ? `sqrt(${squared})` : power === -2 ? `1/(${squared})` : `1/sqrt(${squared})`;
}

/**
 * Bailey, Borwein and Crandall, Box integrals, J. Comput. Appl. Math. 206 (2007): B_n(s) and Delta_n(s), by the integrals
 * over one variable of their section 3 with 30 digits; B_4(1), B_4(-2), Delta_2(1) and Delta_3(1) are those of their tables.
 */
const BOXES: readonly (readonly [n: number, power: number, two: boolean, exact: number])[] = [
  [4, 1, false, 1.121899618715861],
  [4, -1, false, 0.9674120212411648],
  [4, -2, false, 1.0717135155754605],
  [5, 1, false, 1.262406635036252],
  [6, 1, false, 1.3885740844573478],
  [6, -1, false, 0.7532864382141189],
  [8, 1, false, 1.6112735561015292],
  [2, 1, true, 0.5214054331647207],
  [2, -1, true, 2.9732095982473776],
  [3, 1, true, 0.6617071822671763],
  [3, -1, true, 1.882312644389659],
  [4, 1, true, 0.7776656535862672],
];

const boxes = BOXES.map(([n, power, two, exact]) => {
  const names = namesOf(two ? 2 * n : n);
  const name = `box-${two ? "delta" : "b"}${n}-${power < 0 ? `minus-${-power}` : power}`;
  const source = `Bailey, Borwein and Crandall 2007: ${two ? "Delta" : "B"}_${n}(${power})`;
  return one(name, "box", source, { names, f: distance(n, power, two), exact });
});

/** The ball's volume is pi^(n/2) / Gamma(n/2 + 1); the simplex' integrals are Dirichlet's. */
function bodies(): Published[] {
  const names = namesOf(5);
  const ball = (n: number, exact: number): Published => {
    const limits = names.slice(0, n).map((_, k): [string, string] => {
      const root = `sqrt(1-(${k ? squares(names.slice(0, k)) : "0"}))`;
      return [`-${root}`, root];
    });
    return one(
      `ball-${n}`,
      "ball, simplex",
      "Abramowitz and Stegun",
      { names: names.slice(0, n), f: "1", exact },
      limits,
    );
  };
  const below = names
    .slice(0, 4)
    .map((_, k): [string, string] => ["0", ["1", ...names.slice(0, k)].join("-")]);
  const simplex = (name: string, f: string, exact: number) =>
    one(name, "ball, simplex", "Dirichlet 1839", { names: names.slice(0, 4), f, exact }, below);
  const [a, b, c, d] = names;
  return [
    ball(4, Math.PI ** 2 / 2),
    ball(5, (8 * Math.PI ** 2) / 15),
    one("ball-4-step", "ball, simplex", "Abramowitz and Stegun", {
      names: names.slice(0, 4),
      f: `${squares(names.slice(0, 4))}<1 ? 1 : 0`,
      exact: Math.PI ** 2 / 32,
    }),
    simplex("simplex-4-exp", `exp(${a}+${b}+${c}+${d})`, 1 - Math.E / 3),
    simplex("simplex-4-roots", `sqrt(${a}*${b}*${c}*${d})`, Math.PI ** 2 / 16 / 720),
  ];
}

const gaussians = [4, 6].flatMap((n) => {
  const names = namesOf(n);
  const space = ["-inf", "inf"] as const;
  const coupled = `exp(-(${squares(names)}+(${names.join("+")})^2))`;
  return [
    one(
      `gaussian-${n}`,
      "all space",
      "",
      { names, f: `exp(-(${squares(names)}))`, exact: Math.PI ** (n / 2) },
      space,
    ),
    // Its form has the determinant 1 + n.
    one(
      `gaussian-${n}-coupled`,
      "all space",
      "",
      { names, f: coupled, exact: Math.PI ** (n / 2) / Math.sqrt(1 + n) },
      space,
    ),
  ];
});

const random = randomFrom(20261129);
const families = GENZ.flatMap((family) =>
  DIMENSIONS.map((n) =>
    one(`genz-${family.replace(" ", "-")}-${n}`, family, "Genz 1984", genz(family, n, random)),
  ),
);

export const many: readonly Published[] = [
  ...PAGANI.map(([name, known]) => one(`pagani-${name}`, "PAGANI", "Sakiotis et al. 2021", known)),
  ...families,
  ...gaussians,
  ...boxes,
  ...bodies(),
];
export const MANY_TOLERANCES = [1e-3, 1e-5, 1e-8] as const;
