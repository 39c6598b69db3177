import { describe, expect, it } from "vitest";
import { integral } from "./adapting.ts";

type Case = [f: string, limits: Record<string, string>, truth: number];
const UNIT = { x: "0,1" };
const SQUARE = { x: "0,1", y: "0,1" };
const LINE = { x: "-inf,inf" };

/** By quadrature in 110 digits (mpmath 1.3). */
const CANCELLING: Case[] = [
  ["(1-cos(x)-x^2/2)/x^4", UNIT, -0.04120862488448997],
  ["(sqrt(1+x^2)-1)/x^2", UNIT, 0.46716002464644796],
  ["(x-sin(x))/x^3", UNIT, 0.16392818052160962],
  ["(exp(x)-1-x)/x^2", UNIT, 0.5996203229953586],
  ["(tan(x)-x)/x^3", UNIT, 0.3931804682901843],
  ["(tan(x)-x)/x^3", { x: "-1,1" }, 2 * 0.3931804682901843],
  ["(1+1e-8*x)^1e8*exp(-2*x)", { x: "0,10" }, 0.999954590097932],
  ["acos(1-x^2/2)/x", UNIT, 1.0149416064096537],
  ["(1-cos(x-1))/(x-1)^2", { x: "1,2" }, 0.48638537623532274],
  ["(cosh(x)-1-x^2/2)/x^4", UNIT, 0.04213462954769929],
  ["(x-sin(x))/x^3*(1+y)", SQUARE, 1.5 * 0.16392818052160962],
  ["(log(1+x)-x+x^2/2-x^3/3)/x^3.5", { x: "0,0.5" }, -0.04795542435988759],
  ["(exp(x-2)-1-(x-2)-(x-2)^2/2-(x-2)^3/6)/(x-2)^3.5*(2+cos(x))", { x: "2,3" }, 0.036725415322311904],
];

/** Singular where a logarithm is 0: by Euler's integrals, and by x = exp(u^2). */
const LOGARITHMS: Case[] = [
  ["(-log(x))^-0.75", UNIT, 3.625609908221908],
  ["(-log(x))^-0.9", UNIT, 9.513507698668732],
  ["1/log(x)+1/(1-x)", UNIT, 0.5772156649015329],
  ["1/sqrt(abs(log(x)))", { x: "0,2" }, 3.9174914505411675],
  ["log10(x)^-0.5", { x: "1,2" }, 3.2549382472383317],
  ["1/sqrt(-log(x*y))", SQUARE, Math.sqrt(Math.PI) / 2],
];

const JUMPING: Case[] = [
  ["(abs(x-y)<1e-6)*1e6", SQUARE, 1.999999],
  ["(abs(x-0.3)<1e-9)*1e9", UNIT, 2],
  ["(abs(x-0.5)<1e-13)*1e13+1", UNIT, 3],
  ["(abs(x-5000.3)<1e-7)*1e7", { x: "5000,5001" }, 2],
  ["(abs(sqrt(x^2+y^2)-0.72)<1e-5)*1e5", { x: "0,2", y: "0,2" }, 0.72 * Math.PI],
];

/** Narrow, beside what nodes see. */
const FAR: Case[] = [
  ["1e3*exp(-1e6*(x-1e6)^2)+1/(1+x^2)", LINE, Math.PI + Math.sqrt(Math.PI)],
  ["1e12*exp(-1e8*abs(x-1e4))+1/(1+x^2)", LINE, Math.PI + 2e4],
  ["x^-3", { x: "1,1e50" }, 0.5],
  ["x^-3", { x: "1e-20,1" }, 5e39],
  ["exp(-x^2)", { x: "-1e20,1e20" }, Math.sqrt(Math.PI)],
  ["exp(-x^2-y^2)", { x: "-1e20,1e20", y: "-1e12,1e12" }, Math.PI],
];

/** Peaks and scales below what halving comes to. */
const TINY: Case[] = [
  ["1/(x^2+1e-60)", { x: "-1,1" }, Math.PI * 1e30],
  ["1/((x-0.3)^2+1e-60)", { x: "-1,1" }, Math.PI * 1e30],
  ["1/(x^2+1e-200)", LINE, Math.PI * 1e100],
  ["1/x", { x: "1e-300,1" }, 300 * Math.LN10],
  ["1/(1e-100+x)", UNIT, 100 * Math.LN10],
  ["1/(1e-30+x)", UNIT, 30 * Math.LN10],
  ["1/sqrt(1e-100+x^2)", UNIT, 50 * Math.LN10 + Math.LN2],
  ["1/x", { x: "1e-200,1e200" }, 400 * Math.LN10],
  ["sin(x)/1e-300", UNIT, (1 - Math.cos(1)) * 1e300],
  ["exp(-1e200*x)", { x: "0,inf" }, 1e-200],
  ["exp(-1e200*x*(1+y))", SQUARE, Math.LN2 * 1e-200],
];

const TAILS: Case[] = [
  ["1/(x*log(x)^1.1)", { x: "2,inf" }, 10 * Math.LN2 ** -0.1],
  ["1/(x*log(x)^1.5)", { x: "2,inf" }, 2 * Math.LN2 ** -0.5],
  ["1/(x*log(x)^3)", { x: "2,inf" }, 0.5 * Math.LN2 ** -2],
  ["exp(-x/1e14)", { x: "0,inf" }, 1e14],
  ["(1-exp(-x^2))/x^2", { x: "0,inf" }, Math.sqrt(Math.PI)],
];

/** Infinite along a limit that depends, and next to an end by a power of the logarithm alone. */
const AT_LIMITS: Case[] = [
  ["1/sqrt(x-y)", { x: "0,1", y: "0,x" }, 4 / 3],
  ["1/sqrt(y*(x-y)*(1-x))", { x: "0,1", y: "0,x" }, 2 * Math.PI],
  ["1/sqrt(1-x^2-y^2)", { x: "-1,1", y: "-sqrt(1-x^2),sqrt(1-x^2)" }, 2 * Math.PI],
  ["log(1-x^2-y^2)", { x: "-1,1", y: "-sqrt(1-x^2),sqrt(1-x^2)" }, -Math.PI],
  ["1/sqrt(x-x^2-y^2)", { x: "0,1", y: "0,sqrt(x-x^2)" }, Math.PI / 2],
  ["1/(x*log(x)^2)", { x: "0,1/2" }, 1 / Math.LN2],
  ["1/(x*log(x)^3)", { x: "0,1/2" }, -0.5 / Math.LN2 ** 2],
  ["1/(x*log(x)^2)", { x: "2,inf" }, 1 / Math.LN2],
  ["1/(x*log(x/3)^2)", UNIT, 1 / Math.log(3)],
  ["log(x)^3/x^1.1", { x: "1,inf" }, 6e4],
  ["(2+sin(x))/x^2", { x: "1,inf" }, 2.504067061906928],
  ["(1-cos(x))/x^2", { x: "0,inf" }, Math.PI / 2],
  // Infinite where they jump: the last by quadrature in x^2 = 1/2 + v^10.
  ["x>0.5 ? (x-0.5)^-0.99 : 0", UNIT, 100 * 0.5 ** 0.01],
  ["(3*x<0.9)*abs(x-0.3)^-0.9+1", UNIT, 10 * 0.3 ** 0.1 + 1],
  ["(x^2>=0.5)*abs(x^2-0.5)^-0.9", UNIT, 6.37478139815556],
  ["floor(2*x)*abs(x-0.5)^-0.9", UNIT, 10 * 0.5 ** 0.1],
  ["round(x+0.2)*abs(x-0.3)^-0.9", UNIT, 10 * 0.7 ** 0.1],
  ["x==0.5 ? 0 : abs(x-0.5)^-0.9", UNIT, 20 * 0.5 ** 0.1],
  ["(min(x,0.5)<0.5)*abs(x-0.5)^-0.9", UNIT, 10 * 0.5 ** 0.1],
];

const RIDGES: Case[] = [
  // By quadrature of the error function of both ends, in polar coordinates, and by its determinant.
  ["exp(-1e8*(y-x^2)^2)", SQUARE, 1.7663017668393674e-4],
  ["exp(-abs(x^2+y^2-1/2)*1e5)", SQUARE, (Math.PI / 2) * 1e-5],
  ["exp(-x^2-y^2-1.9999999*x*y)", { x: "-inf,inf", y: "-inf,inf" }, 9934.588389978457],
];

/** On an axis without length, whatever f is. */
const EMPTY: Case[] = [
  ["1/x", { x: "0,0" }, 0],
  ["sin(x*y)", { x: "1,1", y: "0,1" }, 0],
  ["sin(a*b*c*d)", { a: "2,2", b: "0,1", c: "0,1", d: "0,1" }, 0],
];

const close = (a: number, b: number) => Math.abs(a - b) - 2 ** -52 * Math.abs(b);

describe.each([1e-6, 1e-12])("at a tolerance of %s", (relative) => {
  it.each([
    ...CANCELLING,
    ...LOGARITHMS,
    ...JUMPING,
    ...FAR,
    ...TINY,
    ...TAILS,
    ...AT_LIMITS,
    ...RIDGES,
    ...EMPTY,
  ])("the claim holds for %s over %o", async (f, limits, truth) => {
    const { integral: value, error, status } = await integral(f, limits, { relative, maxEvaluations: 3e5 });
    expect(["converged", "rounding", "evaluations"]).toContain(status);
    expect(close(value, truth)).toBeLessThanOrEqual(error);
  });
});

it.each([...CANCELLING, ...LOGARITHMS, ...FAR, ...TINY, ...AT_LIMITS, ...EMPTY])(
  "reaches 1e-5 for %s over %o",
  async (f, limits) => {
    expect((await integral(f, limits, { relative: 1e-5 })).status).toBe("converged");
  },
);

it.each<[string, Record<string, string>]>([
  ["1/sqrt(x)", UNIT],
  ["log(x)", UNIT],
  ["x^-0.9", UNIT],
  ["1/sqrt(1-x)", UNIT],
  ["log(x)/sqrt(x)", UNIT],
  ["1/sqrt(x*y)*exp(x*y)", SQUARE],
])("reaches 1e-13 for %s, which cancels nothing", async (f, limits) => {
  expect((await integral(f, limits, { relative: 1e-13 })).status).toBe("converged");
});

it("claims enough where a power is so near to -1 that halving ends", async () => {
  const { integral: value, error, status } = await integral("x^(y-0.999)", SQUARE, { maxEvaluations: 3e5 });
  expect(status).toBe("rounding");
  expect(close(value, Math.log(1001))).toBeLessThanOrEqual(error);
});

// Gaussians far inside their boxes: erf is 1 there to all digits.
it.each<[string, Record<string, string>, number, number]>([
  ["1+1e6*exp(-1e8*((x-0.41)^2+(y-0.44)^2))", SQUARE, 1 + Math.PI / 100, 600],
  [
    "1+1e9*exp(-500*((a-0.3141)^2+(b-0.5772)^2+(c-0.6931)^2+(d-0.4142)^2+(g-0.7321)^2+(h-0.2361)^2+(k-0.618)^2+(l-0.3819)^2))",
    Object.fromEntries([..."abcdghkl"].map((name) => [name, "0,1"])),
    1 + 1e9 * (Math.PI / 500) ** 4,
    1e6,
  ],
])(
  "the claim holds where values run out once a peak is seen: %s",
  async (f, limits, truth, maxEvaluations) => {
    const { integral: value, error, status } = await integral(f, limits, { maxEvaluations });
    expect(status).toBe("evaluations");
    expect(close(value, truth)).toBeLessThanOrEqual(error);
  },
);

// Integrated over x or y in closed form, and over the other by mpmath.
it.each<[string, Record<string, string>, number]>([
  ["tanh(1e5*(y-x^2))", SQUARE, 0.3333333181912546],
  ["exp(-1e4*abs(y-x^2))", SQUARE, 1.991087728245097e-4],
  ["1/(1+1e8*(x-y^2)^2)", SQUARE, 3.118898409126386e-4],
  ["1/(1+exp(-1e4*(x*y-0.3)))", SQUARE, 0.3388082135333688],
  ["atan(1e6*(x^2+y^2-1))", SQUARE, -0.8966029430272154],
  // Pieces of x next to 1 are so short that a slope is taken beyond them.
  ["exp(-abs(2610*(x-(1.2*sin(3*y)-0.1))))", SQUARE, 5.349417900847628e-4],
])("600,000 values are enough for a step or a ridge along a curve: %s", async (f, limits, truth) => {
  const { integral: value, error, status } = await integral(f, limits, { maxEvaluations: 6e5 });
  expect(status).toBe("converged");
  expect(close(value, truth)).toBeLessThanOrEqual(error);
});

// An order of n variables has 1/n! of the cube; x y z w u v is less than c in c times the sum of log(1/c)^k / k!, k < n.
it.each<[string, string, number]>([
  ["x<y && y<z && z<w && w<u && u<v", "xyzwuv", 1 / 720],
  ["x<y && y<z && z<w && w<u", "xyzwu", 1 / 120],
  ["x*y*z*w*u*v<0.802", "xyzwuv", 1 - 1.3270254e-7],
  ["x*y*z*w*u<0.761", "xyzwu", 1 - 1.00944287e-5],
])("the claim holds where nodes are on one side of a jump: %s", async (f, names, truth) => {
  for (const maxEvaluations of [22_000, 1e5]) {
    const limits = Object.fromEntries([...names].map((name) => [name, "0,1"]));
    const { integral: value, error } = await integral(f, limits, { maxEvaluations });
    expect(close(value, truth)).toBeLessThanOrEqual(error);
  }
});

it("a jump at which an axis is cut leaves nothing unseen", async () => {
  const limits = Object.fromEntries([..."xyzw"].map((name) => [name, "0,1"]));
  const {
    integral: value,
    error,
    status,
  } = await integral("x<1/2 ? x+y*z*w : 0", limits, { maxEvaluations: 1e5 });
  expect(status).toBe("converged");
  expect(close(value, 3 / 16)).toBeLessThanOrEqual(error);
});

it("is done if the values that any integral takes are enough", async () => {
  expect((await integral("x", UNIT, { maxEvaluations: 1 })).status).toBe("converged");
});

describe("integrals without a value are told from others", () => {
  it.each<[string, Record<string, string>, string]>([
    ["1/((x-y)^2+z^2)", { ...SQUARE, z: "0,1" }, "diverges"],
    ["1/sqrt((x-y)^2+z^2)", { ...SQUARE, z: "0,1" }, "converged"],
    ["exp(x)-1", { x: "0,inf" }, "diverges"],
    // Both have a value, but exp and cosh exceed the largest number.
    ["log(1+exp(x))-max(x,0)", LINE, "undefined"],
    ["log(cosh(x))-abs(x)+log(2)+1/(1+x^2)", LINE, "undefined"],
    ["sin(x)*sin(x^2)", { x: "0,inf" }, "diverges"],
    ["log(x-1e-3)/sqrt(x)", UNIT, "undefined"],
    ["1/(x*log(x))", { x: "0,1/2" }, "diverges"],
    ["1/(x*sqrt(log(1/x)))", { x: "0,1/2" }, "diverges"],
    ["1/(x*log(x))", { x: "2,inf" }, "diverges"],
    ["log(log(x))/x", { x: "20,inf" }, "diverges"],
    ["log(x)^3/x^1.1", { x: "1,inf" }, "converged"],
    ["(1-cos(x))/x^2", { x: "0,inf" }, "converged"],
  ])("%s over %o: %s", async (f, limits, status) => {
    expect((await integral(f, limits, { relative: 1e-8, maxEvaluations: 3e5 })).status).toBe(status);
  });
});
