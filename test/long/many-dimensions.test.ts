import { describe, expect, it } from "vitest";
import { regionsAlone } from "../../src/cpu/regions.ts";
import { domainOf } from "../../src/problem/domain.ts";
import { variablesOf } from "../../src/problem/variables.ts";
import { makeIntegrandRule } from "../../src/quadrature/integrands/integrand-rule.ts";
import { firstRegions } from "../../src/quadrature/regions/first.ts";
import { LEAST_POINTS, VECTORS } from "../../src/quadrature/sums/lattice-table.ts";
import type { Adapted, Wanted } from "../../src/run/accuracy/adapted.ts";
import { gaussLadder } from "../../src/run/accuracy/ladder.ts";
import { adaptParts, NO_PAUSES } from "../../src/run/accuracy/separately.ts";
import type { AccuracyResult } from "../../src/run/result.ts";
import { cli, useCli } from "../cli.ts";
import { corner, GENZ, genz, genzWith, type Known, namesOf, PAGANI, randomFrom } from "../genz.ts";
import { integrandOf } from "../trees.ts";

interface Choice extends Partial<Wanted> {
  readonly limits?: string;
  readonly apart?: boolean;
  readonly by?: "regions" | "lattice";
}

/** On this thread; products are kept whole unless they are to be taken apart. */
function integral(
  { f, names }: Pick<Known, "f" | "names">,
  relative: number,
  { limits = "0,1", apart = false, by, ...wanted }: Choice = {},
): Promise<Adapted> {
  const variables = variablesOf({ variables: Object.fromEntries(names.map((name) => [name, limits])) });
  return adaptParts(
    domainOf(integrandOf(f, names), variables, true),
    { relative, absolute: 0, maxEvaluations: 1e7, ...wanted },
    (part) => regionsAlone(makeIntegrandRule(part), NO_PAUSES),
    {},
    apart,
    undefined,
    by,
  );
}

/** A claim holds, but for the rounding of a closed form. */
function expectClaim({ integral, error }: Adapted, exact: number) {
  expect(Math.abs(integral - exact)).toBeLessThanOrEqual(error + 1e-13 * Math.abs(exact));
}

const sum = (n: number, term: (name: string, k: number) => string) => namesOf(n).map(term).join("+");
const halves = (n: number) => Array.from({ length: n }, () => 0.5);
const tens = (n: number, first: number) => Array.from({ length: n }, (_, k) => first + k);

/** What is wanted of PAGANI's integrals. */
const CHOICES: Readonly<Record<string, Choice>> = {
  f2: { maxEvaluations: 2e6 },
  f3: { maxEvaluations: 2e6 },
  f5: { maxEvaluations: 2.5e7 },
};
const pagani = PAGANI.map(([name, known]) => [name, known, CHOICES[name] ?? {}] as const);

describe("PAGANI's integrals", () => {
  it("have the closed forms that its authors give", () => {
    const exact = Object.fromEntries(pagani.map(([name, { exact }]) => [name, exact]));
    // Theirs has six digits: (100 atan 25)^6 is 1.2868879901e13.
    expect((exact.f2 as number) / 1.286889807581113e13).toBeCloseTo(1, 5);
    expect((exact.f6 as number) / 154773678.85091206).toBeCloseTo(1, 13);
    expect(corner([1])).toBe(1 / 2);
  });

  it.each(pagani)("%s, kept whole: the claim holds", async (_, known, choice) => {
    const adapted = await integral(known, 1e-4, choice);
    expectClaim(adapted, known.exact);
    if (!choice.maxEvaluations) expect(adapted.status).toBe("converged");
  });

  it.each(pagani.filter(([name]) => !["f1", "f3"].includes(name)))(
    "%s, which is a product, is done at once",
    async (_, known) => {
      const adapted = await integral(known, 1e-10, { apart: true });
      expect([adapted.status, adapted.evaluations < 2e4]).toEqual(["converged", true]);
      expectClaim(adapted, known.exact);
    },
  );
});

describe("Genz's six families in 4 to 8 variables", () => {
  const random = randomFrom(12345);
  it.each(GENZ)("%s: of 30 claims none is broken", async (family) => {
    const broken: string[] = [];
    for (const n of [4, 5, 6, 7, 8])
      for (const tolerance of [1e-3, 1e-4, 1e-6])
        for (let k = 0; k < 2; k++) {
          const known = genz(family, n, random);
          const { integral: value, error } = await integral(known, tolerance, { maxEvaluations: 1e5 });
          if (!(Math.abs(value - known.exact) <= error + 1e-12 * known.exact)) broken.push(known.f);
        }
    expect(broken).toEqual([]);
  });
});

describe("over all space", () => {
  it.each([4, 5, 6])("a Gaussian in %i variables, kept whole, is found to 1e-4", async (n) => {
    const known = { names: namesOf(n), f: `exp(-(${sum(n, (x) => `${x}^2`)}))`, exact: Math.PI ** (n / 2) };
    const adapted = await integral(known, 1e-4, { limits: "-inf,inf" });
    expect(adapted.status).toBe("converged");
    expectClaim(adapted, known.exact);
  });
});

it("Gauss's rule claims no less where its values swing about the integral from level to level", async () => {
  const [f, names] = ["x^4*y^4*exp(-hypot(x,y,z,w))", [..."xyzw"]] as const;
  const variables = variablesOf({ variables: Object.fromEntries(names.map((name) => [name, "0,inf"])) });
  const domain = domainOf(integrandOf(f, names), variables, true);
  const worker = regionsAlone(makeIntegrandRule(domain), NO_PAUSES);
  const way = gaussLadder(firstRegions(domain), worker, (value) => 1e-8 * Math.abs(value));
  // An orthant's share of 11! times the integral of x^4 y^4 over the sphere.
  const exact = ((3 * Math.PI ** 2) / 320 / 16) * 39916800;
  for (let level = 0; level < 22; level++) {
    const { value, error } = await way.step();
    expect(Math.abs(value - exact)).toBeLessThanOrEqual(error);
  }
});

describe("box integrals", () => {
  const norm = (n: number) => `sqrt(${sum(n, (x) => `${x}^2`)})`;
  const apart = (n: number) =>
    `sqrt(${Array.from({ length: n }, (_, k) => `(${namesOf(2 * n)[k]}-${namesOf(2 * n)[n + k]})^2`).join("+")})`;
  it.each([
    // Bailey, Borwein and Crandall, Advances in the theory of box integrals, Math. Comp. 79 (2010), table 2: B_4(1).
    ["distance from a corner, 4", norm(4), 4, 1.121899618715861, 1e-6],
    // Weisstein, Hypercube line picking, MathWorld: Delta_n(1), in 2 n variables.
    ["distance of two points, 8", apart(4), 8, 0.7776656535, 1e-4],
    ["distance of two points, 10", apart(5), 10, 0.8785309152, 1e-4],
    ["distance of two points, 12", apart(6), 12, 0.968942083, 1e-4],
  ] as const)("%s: as published", async (_, f, n, exact, tolerance) => {
    const adapted = await integral({ f, names: namesOf(n) }, tolerance);
    expect(adapted.status).toBe("converged");
    expect(Math.abs(adapted.integral - exact)).toBeLessThanOrEqual(adapted.error + 1e-10);
  });
});

describe("a rule that is named", () => {
  const known = genzWith("Gaussian", [1, 2, 3, 2], [0.3, 0.5, 0.2, 0.9]);
  it.each(["regions", "lattice"] as const)("%s does the work, and its claim holds", async (by) => {
    const adapted = await integral(known, 1e-5, { by });
    expect([adapted.status, adapted.by]).toEqual(["converged", by]);
    expectClaim(adapted, known.exact);
  });
});

describe("a lattice whose points miss nothing", () => {
  // Irwin and Hall: the volume of the unit cube below x1 + … + xn = s.
  const below = (n: number, s: number) => {
    let [sum, term] = [0, 1];
    for (let k = 0; k < s; k++) {
      sum += term * (s - k) ** n;
      term *= -(n - k) / (k + 1);
    }
    return Array.from({ length: n }, (_, k) => k + 1).reduce((part, k) => part / k, sum);
  };

  it.each([
    [6, 2.17],
    [9, 4.249615],
    [12, 5.1],
  ])("a jump along a plane in %i variables: most points are not next to the box's ends", async (n, s) => {
    const known = { f: `${sum(n, (x) => x)}<${s}`, names: namesOf(n) };
    const adapted = await integral(known, 1e-2, { by: "lattice", maxEvaluations: 3e5 });
    expectClaim(adapted, below(n, s));
    expect(adapted.error).toBeLessThan(below(n, s) / 4);
  });

  it("a product of jumps: no point is where f is 0", async () => {
    const ends = [0.39, 0.54, 0.26, 0.94, 0.87, 0.5, 0.8, 0.81, 0.46, 0.62, 0.33, 0.71];
    const known = {
      f: ends.map((end, k) => `(${namesOf(12)[k]}<${end})`).join("*"),
      names: namesOf(12),
    };
    const adapted = await integral(known, 1e-10, { by: "lattice", maxEvaluations: 1e5 });
    expect(adapted.status).toBe("converged");
    expectClaim(
      adapted,
      ends.reduce((product, end) => product * end),
    );
  });
});

describe("generating vectors", () => {
  /** The squared worst-case error in the Korobov space of smoothness 2 with product weights 1 / j, by its definition. */
  const errorOf = (z: readonly number[], count: number) => {
    let sum = 0;
    for (let k = 0; k < count; k++)
      sum += z.reduce((product, own, j) => {
        const x = ((k * own) % count) / count;
        return product * (1 + (2 * Math.PI ** 2 * (x * x - x + 1 / 6)) / (j + 1));
      }, 1);
    return sum / count - 1;
  };
  it.each([8, 10, 12])("of 2^%i points is better than 50 at random", (bits) => {
    const count = 2 ** bits;
    const z = (VECTORS[bits - LEAST_POINTS] as readonly number[]).slice(0, 8);
    const others = Array.from({ length: 50 }, (_, k) =>
      z.map((_, j) => (2 * (((k + 1) * 7919 * (j + 3) ** 3) % (count / 2)) + 1) % count),
    );
    expect(errorOf(z, count)).toBeLessThan(Math.min(...others.map((one) => errorOf(one, count))));
  });
});

describe("what hides", () => {
  it("a peak between the nodes is found, or not claimed to be absent", async () => {
    const [n, w] = [5, 1e4];
    const known = genzWith("Gaussian", Array(n).fill(Math.sqrt(w)), [0.31, 0.72, 0.55, 0.13, 0.64]);
    const adapted = await integral(known, 1e-3);
    expectClaim(adapted, known.exact);
  });

  it.each([
    [8, 500, 1e9, 1e6],
    [8, 2000, 1e9, 3e6],
    [6, 1e4, 1e11, 1e6],
  ])(
    "a peak on a plain is found in %i variables: exp(-%i r^2), %f high",
    async (n, w, high, maxEvaluations) => {
      const places = [0.71, 0.3183, 0.577, 0.3679, 0.732, 0.123, 0.91, 0.444].slice(0, n);
      const { f, names, exact } = genzWith("Gaussian", Array(n).fill(Math.sqrt(w)), places);
      const adapted = await integral({ f: `1+${high}*(${f})`, names }, 1e-3, {
        by: "regions",
        maxEvaluations,
      });
      expectClaim(adapted, 1 + high * exact);
    },
  );

  it.each([
    [
      "a wave beside a peak",
      genzWith("oscillatory", [2.1311765, 2.5654492, 5.8102489, 3.2431254], [0.1160473]),
      -0.3680051,
      genzWith(
        "Gaussian",
        [0.93403, 8.612484, 9.42279, 6.030304],
        [0.71009245, 0.40036423, 0.46910389, 0.35096678],
      ),
    ],
    [
      "two waves",
      genzWith("oscillatory", [4.5458100109, 1.1013572611, 6.237676906, 1.8651558223], [0.6757083]),
      -0.003601034353,
      genzWith("oscillatory", [2.8840985032, 4.0144400153, 2.8952534209, 3.9562080605], [0.0986643]),
    ],
  ])("%s: axes of which few nodes show nothing", async (_, one, factor, other) => {
    const adapted = await integral({ f: `(${one.f})+(${factor})*(${other.f})`, names: one.names }, 1e-4);
    expect(adapted.status).toBe("converged");
    expectClaim(adapted, one.exact + factor * other.exact);
  });

  it.each([
    [8, 1000, 5000],
    [8, 1000, 20_000],
    [6, 300, 5000],
    [6, 300, 20_000],
    [5, 1000, 50_000],
  ])(
    "a peak in %i variables, exp(-%i r^2), that %i values of f do not find is claimed",
    async (n, w, maxEvaluations) => {
      const places = [0.5, 0.623, 0.316, 0.362, 0.642, 0.62, 0.15, 0.858].slice(0, n);
      const known = genzWith("Gaussian", Array(n).fill(Math.sqrt(w)), places);
      const adapted = await integral(known, 1e-4, { maxEvaluations });
      expect(adapted.status).toBe("evaluations");
      expectClaim(adapted, known.exact);
    },
  );

  it("f undefined on a part of the box is an error", async () => {
    const adapted = await integral({ f: "log(a+b+c+d-1)", names: ["a", "b", "c", "d"] }, 1e-3);
    expect(adapted.status).toBe("undefined");
  });
});

describe("the command line", () => {
  const run = useCli();

  it("claims at least what f64 rounds, where all shifts of a lattice agree", async () => {
    const { out } = await run(["-f", "x", "-x", "0,1", "--rule", "lattice", "--json"]);
    const { integral, estimate } = JSON.parse(out) as AccuracyResult;
    expect(Math.abs(integral - 0.5)).toBeLessThanOrEqual(estimate.total);
    expect(estimate.total).toBeGreaterThan(2 ** -54);
    expect(estimate.total).toBeLessThan(1e-13);
  });
  const limits = (n: number) => namesOf(n).flatMap((name) => ["-v", `${name}=0,1`]);

  it.each([
    ["tensor", "1e-4", genzWith("oscillatory", tens(8, 1), [0]).f, 8, ["--no-separation"]],
    ["regions", "1e-3", genzWith("Gaussian", Array(5).fill(25), halves(5)).f, 5, ["--no-separation"]],
    ["lattice", "1e-4", `sqrt(${sum(9, (x) => `${x}^2`)})`, 9, ["--rule", "lattice"]],
  ] as const)("%s: the same bits on any number of threads", async (by, tolerance, f, n, more) => {
    const results = [];
    for (const choice of [
      ["-b", "serial"],
      ["-b", "threads", "-t", "2"],
      ["-b", "threads", "-t", "3"],
    ]) {
      const { code, out } = await run([
        "-f",
        f,
        ...limits(n),
        "--tol",
        tolerance,
        ...more,
        ...choice,
        "--json",
      ]);
      expect(code).toBe(0);
      const { integral, estimate, evaluations, regions, by } = JSON.parse(out) as AccuracyResult;
      results.push({ integral, estimate, evaluations, regions, by });
    }
    expect(results[0]?.by).toBe(by);
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });

  it.each([
    [["-n", "10"], "-v a,b,c,d: a grid takes one, two or three variables; for more, ask for an accuracy"],
    [["--rule", "gauss4", "--tol", "1e-3"], "--rule gauss4: an accuracy takes regions or lattice"],
    [["--rule", "simpson2", "--tol", "1e-3"], "--rule simpson2: an accuracy takes regions or lattice"],
    [["--rule", "lattice", "-n", "5"], "--rule lattice: is for an accuracy, and -n is for a grid"],
    [["--rule", "regions", "--nx", "5"], "--rule regions: is for an accuracy, and --nx is for a grid"],
    [
      ["--rule", "gauss4"],
      "-v a,b,c,d: a grid takes one, two or three variables; for more, ask for an accuracy",
    ],
    [
      ["--shard", "1/2"],
      "-v a,b,c,d: a grid takes one, two or three variables; for more, ask for an accuracy",
    ],
  ])("%j is one clear line", async (more, line) => {
    const all = ["a", "b", "c", "d"].flatMap((name) => ["-v", `${name}=0,1`]);
    const { code, out, err } = await run(["-f", "cos(a*b+c*d)", ...all, ...more]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(line);
  });

  it("takes up to eight variables by regions, and says so", async () => {
    const f = `cos(${namesOf(9).join("+")})`;
    const { code, err } = await run(["-f", f, ...limits(9), "--tol", "1e-3", "--rule", "regions"]);
    expect(code).toBe(2);
    expect(err).toContain(
      "--rule regions: takes at most 8 variables that belong together, not 9: use lattice",
    );
  });

  it("takes up to twelve variables, and says so", async () => {
    const { code, err } = await cli(["-f", "1", ...limits(13), "--tol", "1e-3"]);
    expect(code).toBe(2);
    expect(err).toContain("at most 12 variables, not 13");
  });

  it("prints what it has when the time is up", async () => {
    const f = genzWith("corner peak", tens(8, 1), []).f;
    const more = ["--no-separation", "--tol", "1e-9", "--timeout", "1", "--json"];
    const { code, out } = await cli(["-f", f, ...limits(8), ...more]);
    const result = JSON.parse(out) as AccuracyResult;
    expect([code, result.status]).toEqual([1, "timeout"]);
    expect(Math.abs(result.integral - corner(tens(8, 1)))).toBeLessThanOrEqual(result.estimate.total);
  });
});
