import { describe, expect, it } from "vitest";
import { mathml } from "../src/integrand/mathml.ts";
import { parse } from "../src/integrand/parse.ts";

/** What a reader sees of the markup: its text, with a^{b}, {a}/{b} and √{a} for what stands higher, below or under a root. */
function seen(text: string): string {
  return mathml(parse(text, "f"))
    .replace(/<mfrac>/g, "FRAC(")
    .replace(/<msup>/g, "SUP(")
    .replace(/<msqrt>/g, "ROOT(")
    .replace(/<mroot>/g, "CUBE(")
    .replace(/<\/(mfrac|msup|msqrt|mroot)>/g, ")END")
    .replace(/\u2062/g, "")
    .replace(/<[^>]+>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll(")END", "}")
    .replace(/(FRAC|SUP|ROOT|CUBE)\(/g, "$1{");
}

describe("a printed formula", () => {
  it.each([
    ["sin(x+y)", "sin(x+y)"],
    ["2*x", "2x"],
    ["x*2", "x·2"],
    ["2*3*x", "2·3x"],
    ["2*pi*x", "2πx"],
    ["x*2^y", "x·SUP{2y}"],
    ["(x+1)*(y-1)", "(x+1)(y−1)"],
    ["x-(y+1)", "x−(y+1)"],
    ["x-(y-1)", "x−(y−1)"],
    ["x-y-1", "x−y−1"],
    ["x+(y+1)", "x+y+1"],
    ["x/(y*2)", "FRAC{xy·2}"],
    ["(x+1)/2*y", "FRAC{x+12}y"],
    ["x/y/2", "FRAC{FRAC{xy}2}"],
    ["-x^2", "−SUP{x2}"],
    ["(-x)^2", "SUP{(−x)2}"],
    ["2^-1", "SUP{2−1}"],
    ["x^2^3", "SUP{xSUP{23}}"],
    ["(x^2)^3", "SUP{(SUP{x2})3}"],
    ["sin(x)^2", "SUP{(sin(x))2}"],
    ["exp(-x^2-y^2)", "SUP{e−SUP{x2}−SUP{y2}}"],
    ["sqrt(x*y)", "ROOT{xy}"],
    ["cbrt(x)", "CUBE{x3}"],
    ["abs(x-y)", "|x−y|"],
    ["floor(x)", "⌊x⌋"],
    ["log(x)+log2(y)", "ln(x)+log2(y)"],
    ["atan2(y,x)", "atan2(y,x)"],
    ["1.5e-9*x", "1.5·SUP{10−9}x"],
    ["x^2+y^2 < 1 ? 1 : 0", "{1if SUP{x2}+SUP{y2}<10otherwise"],
    ["!(x<y && y>=1) || x!=2", "¬(x<y∧y≥1)∨x≠2"],
    ["x*(-y)", "x(−y)"],
    ["-(x+y)", "−(x+y)"],
    ["x-(-2)", "x−(−2)"],
  ])("%s", (text, printed) => expect(seen(text)).toBe(printed));
});
