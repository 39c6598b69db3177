import { describe, expect, it } from "vitest";
import { compileJavaScript } from "../src/integrand/code/javascript.ts";
import { constantOf, limitOf, splitAtCommas } from "../src/integrand/language/integrand.ts";
import { parse, SyntaxProblem } from "../src/integrand/language/parse.ts";
import { evaluate } from "../src/integrand/language/tape.ts";
import { makeProblem, prepare } from "../src/problem/problem.ts";
import { CompensatedSum } from "../src/quadrature/grid/sum.ts";
import { integrandOf } from "./trees.ts";

const parsed = (text: string) => parse(text, ["x", "y"]);
const at = (value: number) => ({ nodes: Float64Array.of(value) });

/** The value by the tree, which must have the same bits as the compiled function's. */
function value(text: string, x = 3, y = 2): number {
  const tree = integrandOf(text);
  const sum = new CompensatedSum();
  compileJavaScript(tree)(at(x), at(y), at(0), sum);
  const walked = evaluate(tree, [x, y]);
  if (Number.isFinite(walked)) expect(sum.value + 0).toBe(walked + 0);
  expect(evaluate(parsed(text), [x, y])).toBeCloseTo(walked, 12);
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
      expect(evaluate(integrandOf(text), [3, 2])).toBeNaN();
    }
    expect(evaluate(integrandOf("1/(x-3)"), [3, 2])).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("limits and constants", () => {
  it.each<[string, string[]]>([
    ["0,pi", ["0", "pi"]],
    ["max(1,2),-1", ["max(1,2)", "-1"]],
    ["-sqrt(1-x^2),hypot(x,(1,2),3)", ["-sqrt(1-x^2)", "hypot(x,(1,2),3)"]],
    ["1", ["1"]],
    [",", ["", ""]],
  ])("%s is cut at the commas outside of parentheses", (text, parts) =>
    expect(splitAtCommas(text)).toEqual(parts),
  );

  it("are constants, infinite, or expressions in other variables", () => {
    const limit = (text: string) => evaluate(limitOf(text, ["x", "t"], "y"), [3, 5]);
    expect(["pi", "2*pi/3", "max(1,2)", "-t^x"].map(limit)).toEqual([Math.PI, (2 * Math.PI) / 3, 2, -125]);
    expect(["inf", " +inf", "-inf", "- inf "].map(limit)).toEqual([1, 1, -1, -1].map((sign) => sign / 0));
    expect(() => limitOf(" 2pi", [], "x")).toThrow(
      expect.objectContaining({ position: 2, advice: expect.stringContaining("multiplication: 2*pi") }),
    );
    expect(constantOf("-4", "exact")).toBe(-4);
  });

  it.each([
    ["1", "takes two limits, as in x=0,1"],
    ["1,2,3", "takes two limits"],
    [",1", "takes two limits"],
    ["", "takes two limits"],
    ["0,pie", "unknown name pie: did you mean pi?"],
    ["0,2*inf", "inf can only be a whole limit"],
    ["0,1/0", "the limit is Infinity; it must be finite, inf or -inf"],
    ["0,sqrt(-1)", "the limit is NaN"],
    ["inf,inf", "both limits are the same infinity"],
    ["-inf,-inf", "both limits are the same infinity"],
    ["0,x", "a limit of x cannot depend on x"],
    ["0,Inf", "unknown name Inf: write inf"],
    ["0,Infinity", "unknown name Infinity: write inf"],
    ["0,u", "u needs limits, as in u=0,1"],
  ])("%s are refused as limits: %s", (text, advice) => {
    const wrong = expect.objectContaining({
      code: "usage",
      argument: "x",
      advice: expect.stringContaining(advice),
    });
    expect(() => prepare({ f: "x", x: text })).toThrow(wrong);
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
    ["z", 0, "z needs limits, as in z=0,1"],
    ["frobnicate", 0, "frobnicate needs limits, as in frobnicate=0,1"],
    ["sin(x, y)", 0, "sin takes 1 argument, not 2"],
    ["min(x)", 0, "min takes 2 or more arguments, not 1"],
    ["sin()", 0, "sin takes 1 argument, not 0"],
    ["a < b < c", 0, "a needs limits"],
    ["x < y < 1", 6, "comparisons do not chain"],
    ["x = y", 2, "write =="],
    ["x & y", 2, "write &&"],
    ["x % y", 2, "x - n*floor(x/n)"],
    ["", 0, "enter an expression"],
    ["  ", 2, "enter an expression"],
    ["(x", 2, "expected )"],
    ["x)", 1, "unexpected "],
    ["x +", 3, "unexpected end"],
    ["* x", 0, "unexpected "],
    ["x ? 1", 5, "expected :"],
    ["sin(x", 5, "expected )"],
    ["1e999", 0, "1.8e308"],
    ["x − y", 2, "unexpected − (U+2212): write -"],
    ["x ≤ y", 2, "unexpected ≤ (U+2264): write <="],
    ["siｎ(x)", 2, "U+FF4E"],
    ["х", 0, "U+0445"],
    ["process.exit()", 7, "unexpected ."],
    ["constructor", 0, "constructor needs limits"],
    ["__proto__", 0, "unknown name __proto__: a variable's name is a letter"],
    ["toString(x)", 0, "unknown function toString"],
    ["neg(x)", 0, "unknown function neg"],
    ["pow2(x)", 0, "unknown function pow2: did you mean pow?"],
    ["`x`", 0, "unexpected `"],
    ["x; y", 1, "unexpected ;"],
    ["x // y", 3, "unexpected "],
    ["x /* y */", 3, "unexpected "],
    ["fn", 0, "unknown name fn: did you mean ln?"],
    ["var<storage>", 0, "var needs limits"],
    ["this", 0, "this needs limits"],
    ["x[0]", 1, "write ("],
    ['"x"', 0, 'unexpected "'],
    ["$\u007bx}", 0, "unexpected $"],
    ["x\u0000", 1, "unexpected character U+0000"],
    ["x – y ⋅ 2", 2, "write -"],
    ["2⋅x", 1, "write *"],
    ["sinx", 0, "unknown name sinx: write sin(x)"],
    ["xy", 0, "unknown name xy: write x*y"],
    ["xpi", 0, "unknown name xpi: write x*pi"],
    ["sin^2(x)", 0, "write sin(…)^2"],
    ["x and y", 2, "write &&"],
    ["x toString", 2, "write the multiplication: x*toString"],
    ["1,5*x", 1, "unexpected ,: decimals take a point"],
    ["min(1,5)+x,y", 10, "unexpected ,"],
    ["mod(x,2)", 0, "write x - n*floor(x/n)"],
    ["if(x,1,2)", 0, "unknown function if: write c ? a : b"],
    ["x if y else 1", 2, "write c ? a : b"],
    ["sec(x)", 0, "unknown function sec: write 1/cos(x)"],
    ["sgn(x)", 0, "unknown function sgn: write sign(x)"],
    ["lg(x)", 0, "unknown function lg: write log10(x)"],
    ["asinh(x)", 0, "unknown function asinh: write log(x + sqrt(x^2 + 1))"],
    ["valueOf(x)", 0, "unknown function valueOf"],
    ["sin^-1(x)", 0, "write asin(…), or sin(…)^-1"],
    ["exp^-1(x)", 0, "write exp(…)^-1"],
    ["sin^-2(x)", 0, "write sin(…)^-2"],
    ["np.sin(x)", 2, "unexpected .: write sin alone"],
    ["math.pi*x", 4, "unexpected .: write pi alone"],
    ["x^2 dx", 4, "leave out dx"],
    ["x^2 dz", 4, "write the multiplication: 2*dz"],
    ["'x'", 0, "unexpected ': leave out the quotes"],
    ["“x”", 0, "unexpected “ (U+201C): leave out the quotes"],
    ["α*x", 0, "unexpected α (U+03B1): names have plain letters, a to z"],
    ["x∗y", 1, "write *"],
    ["x‐y", 1, "write -"],
    ["90°", 2, "write *pi/180"],
  ])("%j is wrong at %i: %s", (text, position, advice) => {
    let error: unknown;
    try {
      parsed(text);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(SyntaxProblem);
    expect(error).toMatchObject({ code: "usage", position, advice: expect.stringContaining(advice) });
  });

  it("has more than 2,000 characters", () => {
    expect(value(`${"x+".repeat(999)}x`.padEnd(2000))).toBe(3000);
    expect(() => parsed("x".padEnd(2001))).toThrow("at most 2000 characters");
  });

  it("nests more than 100 parentheses", () => {
    expect(value(`${"(".repeat(100)}x${")".repeat(100)}`)).toBe(3);
    expect(() => parsed(`${"(".repeat(101)}x${")".repeat(101)}`)).toThrow("at most 100 deep");
    expect(value("x + 1 ".concat("+ (x)".repeat(150)))).toBe(454);
    expect(value(`${"x ? ".repeat(99)}1${" : 0".repeat(99)}`)).toBe(1);
    expect(() => parsed("-".repeat(1999).concat("x"))).toThrow("at most 100 deep");
    expect(() => parsed("2^".repeat(900).concat("x"))).toThrow("at most 100 deep");
  });
});

it("an error about a text with line breaks is one line", () => {
  for (const f of ["x +\n", "2x\n", "x\ny\u001b"]) expect(() => makeProblem({ f })).toThrow(/^\P{C}+$/u);
});
