import { describe, expect, it } from "vitest";
import { constantOf, integrandOf, limitsOf } from "../src/integrand/integrand.ts";
import { compileJavaScript } from "../src/integrand/javascript.ts";
import { parse, SyntaxProblem } from "../src/integrand/parse.ts";
import { evaluate } from "../src/integrand/simplify.ts";
import { makeProblem } from "../src/problem/problem.ts";
import { CompensatedSum } from "../src/quadrature/sum.ts";

/** The value by the tree, which must have the same bits as the compiled function's. */
function value(text: string, x = 3, y = 2): number {
  const tree = integrandOf(text);
  const sum = new CompensatedSum();
  compileJavaScript(tree)(Float64Array.of(x), Float64Array.of(y), sum);
  const walked = evaluate(tree, x, y);
  if (Number.isFinite(walked)) expect(sum.value + 0).toBe(walked + 0);
  expect(evaluate(parse(text), x, y)).toBeCloseTo(walked, 12);
  return walked;
}

describe("the language", () => {
  it.each<[string, number]>([
    ["1e-3 + .5 + 2.", 2.501],
    ["pi + e + tau", 3 * Math.PI + Math.E],
    ["-x^2", -9],
    ["(-x)^2", 9],
    ["2^-1", 0.5],
    ["2^3^2", 512],
    ["2**3**2", 512],
    ["-2^-2", -0.25],
    ["x - y - 1", 0],
    ["x / y / 2", 0.75],
    ["2*x^2*y", 36],
    ["+x - -y", 5],
    ["--x", 3],
    ["1 + 2 * 3 < 8", 1],
    ["x < y", 0],
    ["x >= 3 && y <= 2", 1],
    ["0 || 0.5", 1],
    ["2 && 3", 1],
    ["!x", 0],
    ["!0 + 1", 2],
    ["x > y ? 10 : 20", 10],
    ["x < y ? 1 : x == 3 ? 2 : 3", 2],
    ["x != 3 || y == 2 && 0", 0],
    ["min(x, y, -1)", -1],
    ["max(x, y, 7)", 7],
    ["hypot(x, y, 6)", 7],
    ["round(2.5) + 10*round(-2.5) + 100*round(0.49999999999999994)", -17],
    ["sign(-3) + sign(0)", -1],
    ["floor(-1.5) + ceil(-1.5)", -3],
    ["ln(e) + log(e) + log2(8) + log10(1000)", 8],
    ["cbrt(-8)", -2],
    ["(-8)^3", -512],
    ["pow(x, y)", 9],
    ["x^0.5", Math.sqrt(3)],
    ["x^-2", 1 / 9],
    ["atan2(y, x)", Math.atan2(2, 3)],
    ["abs(-x)", 3],
    ["1/(1/(x-3))", 0],
    ["x == 3 ? 1 : 1/(x-3)", 1],
    ["\tx\n+ y ", 5],
    ["1/(-0*x) < 0", 1],
    ["1/x*0 + min(1/0, x*2) - max(-1/0, x) + (x*1 == 3 ? 1/(1/0) : 1/(-1/0))", 3],
  ])("%s", (text, expected) => expect(value(text)).toBeCloseTo(expected, 12));

  it("has NaN outside the domains of its functions", () => {
    for (const text of ["log(-x)", "(-8)^(1/3)", "sqrt(-x)", "asin(x)", "0/(x-3)"]) {
      expect(evaluate(integrandOf(text), 3, 2)).toBeNaN();
    }
    expect(evaluate(integrandOf("1/(x-3)"), 3, 2)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("limits and constants", () => {
  it("are constant expressions", () => {
    expect(limitsOf("0,pi", "x")).toEqual([0, Math.PI]);
    expect(limitsOf("-1, 2*pi/3", "x")).toEqual([-1, (2 * Math.PI) / 3]);
    expect(limitsOf("max(1,2),-1", "x")).toEqual([2, -1]);
    expect(() => limitsOf("0, 2pi", "x")).toThrow(
      expect.objectContaining({ position: 4, advice: expect.stringContaining("multiplication: 2*pi") }),
    );
    expect(constantOf("-4", "exact")).toBe(-4);
  });

  it.each(["1", "1,2,3", "x,1", "0,pie", "inf,1", ",1", ""])("%s are refused as limits", (text) => {
    expect(() => limitsOf(text, "x")).toThrow(expect.objectContaining({ code: "usage" }));
  });
});

describe("an invalid text", () => {
  it.each<[string, number, string]>([
    ["2x", 1, "write the multiplication: 2*x"],
    ["2 (x)", 2, "write the multiplication: 2*("],
    ["x y", 2, "write the multiplication: x*y"],
    ["x(y)", 0, "x is not a function: write x*(…)"],
    ["sin", 0, "write sin(…)"],
    ["sni(x)", 0, "did you mean sin?"],
    ["z", 0, "did you mean"],
    ["frobnicate", 0, "use x, y, pi, e, tau or a function"],
    ["sin(x, y)", 0, "sin takes 1 argument, not 2"],
    ["min(x)", 0, "min takes 2 or more arguments, not 1"],
    ["sin()", 0, "sin takes 1 argument, not 0"],
    ["a < b < c", 0, "unknown"],
    ["x < y < 1", 6, "comparisons do not chain"],
    ["x = y", 2, "write =="],
    ["x & y", 2, "write &&"],
    ["x % y", 2, "x - n*floor(x/n)"],
    ["", 0, "unexpected end"],
    ["  ", 2, "unexpected end"],
    ["(x", 2, "expected )"],
    ["x)", 1, "unexpected "],
    ["x +", 3, "unexpected end"],
    ["* x", 0, "unexpected "],
    ["x ? 1", 5, "expected :"],
    ["sin(x", 5, "expected )"],
    ["1e999", 0, "1.8e308"],
    ["x − y", 2, "U+2212 means nothing here: write -"],
    ["x ≤ y", 2, "U+2264 means nothing here: write <="],
    ["siｎ(x)", 2, "U+FF4E"],
    ["х", 0, "U+0445"],
    ["process.exit()", 7, ". means nothing here"],
    ["constructor", 0, "unknown name constructor"],
    ["__proto__", 0, "unknown name __proto__"],
    ["toString(x)", 0, "unknown name toString"],
    ["neg(x)", 0, "unknown name neg"],
    ["pow2(x)", 0, "unknown name pow2: did you mean pow?"],
    ["`x`", 0, "` means nothing"],
    ["x; y", 1, "; means nothing"],
    ["x // y", 3, "unexpected "],
    ["x /* y */", 3, "unexpected "],
    ["fn", 0, "unknown name fn"],
    ["var<storage>", 0, "unknown name var"],
    ["this", 0, "unknown name this"],
    ["x[0]", 1, "write ("],
    ['"x"', 0, "means nothing"],
    ["$\u007bx}", 0, "means nothing"],
    ["x\u0000", 1, "U+0000"],
  ])("%j is wrong at %i: %s", (text, position, advice) => {
    let error: unknown;
    try {
      parse(text);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(SyntaxProblem);
    expect(error).toMatchObject({ code: "usage", position, advice: expect.stringContaining(advice) });
  });

  it("has more than 2,000 characters", () => {
    expect(value(`${"x+".repeat(999)}x`.padEnd(2000))).toBe(3000);
    expect(() => parse("x".padEnd(2001))).toThrow("at most 2000 characters");
  });

  it("nests more than 100 parentheses", () => {
    expect(value(`${"(".repeat(100)}x${")".repeat(100)}`)).toBe(3);
    expect(() => parse(`${"(".repeat(101)}x${")".repeat(101)}`)).toThrow("at most 100 deep");
    expect(value("x + 1 ".concat("+ (x)".repeat(150)))).toBe(454);
    expect(value(`${"x ? ".repeat(99)}1${" : 0".repeat(99)}`)).toBe(1);
    expect(() => parse("-".repeat(1999).concat("x"))).toThrow("at most 100 deep");
    expect(() => parse("2^".repeat(900).concat("x"))).toThrow("at most 100 deep");
  });
});

it("an error about a text with line breaks is one line", () => {
  for (const f of ["x +\n", "2x\n", "x\ny\u001b"]) expect(() => makeProblem({ f })).toThrow(/^\P{C}+$/u);
});
