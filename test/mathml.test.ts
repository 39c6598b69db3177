import { describe, expect, it } from "vitest";
import { mathml } from "../src/integrand/code/mathml.ts";
import { limitOf } from "../src/integrand/language/integrand.ts";
import { OPERATIONS } from "../src/integrand/language/operations.ts";
import { parse } from "../src/integrand/language/parse.ts";
import { call, number, type Tree, variable } from "../src/integrand/language/tree.ts";
import { meaning, readMathml } from "./mathml-reader.ts";

/** What a reader sees of the markup: its text, with a^{b}, {a}/{b} and √{a} for what stands higher, below or under a root. */
function seen(text: string, names: readonly string[] = ["x", "y"]): string {
  return seenIn(mathml(parse(text, names), names));
}

function seenIn(markup: string): string {
  return markup
    .replace(/<mfrac>/g, "FRAC(")
    .replace(/<msup>/g, "SUP(")
    .replace(/<msub>(?=<mi>(?!log))/g, "SUB(")
    .replace(/<msqrt>/g, "ROOT(")
    .replace(/<mroot>/g, "CUBE(")
    .replace(/<msub>(.*?)<\/msub>/g, "$1")
    .replace(/<\/(mfrac|msup|msub|msqrt|mroot)>/g, ")END")
    .replace(/\u2062/g, "")
    .replaceAll("\u00a0", " ")
    .replace(/<[^>]+>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll(")END", "}")
    .replace(/(FRAC|SUP|SUB|ROOT|CUBE)\(/g, "$1{");
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
    ["(x<y)==1", "(x<y)=1"],
    ["x/y*2", "FRAC{xy}·2"],
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

  it.each([
    ["theta*phi + Omega", "θφ+Ω"],
    ["r_1^2", "SUP{SUB{r1}2}"],
    ["theta_max*r_1", "SUB{θmax}·SUB{r1}"],
    ["rate*(x+1)", "rate·(x+1)"],
    ["x*rate", "x·rate"],
    ["-rate*x", "−rate·x"],
    ["rate^2*x", "SUP{rate2}x"],
    ["x*sin(theta)", "xsin(θ)"],
    ["xi+eta", "ξ+η"],
    ["x1*x", "x1·x"],
  ])("%s in other variables", (text, printed) =>
    expect(seen(text, ["theta", "phi", "Omega", "r_1", "theta_max", "rate", "x", "xi", "eta", "x1"])).toBe(
      printed,
    ),
  );

  it("has infinite limits", () => {
    expect(["inf", "-inf"].map((text) => seenIn(mathml(limitOf(text, [], "x"))))).toEqual(["∞", "−∞"]);
  });

  it("reads back as the same tree, whichever three operations lie in each other and in which place", () => {
    const names = /^(\W.*|neg|sin|log2?|exp|sqrt|cbrt|abs|floor|pow|max)$/;
    const operations = [...OPERATIONS].filter(([name]) => names.test(name));
    const leaves = [variable(0), number(2), number(1.5e-9)];
    /** Every operation with the tree in one place and leaves in the others. */
    const around = (inner: Tree): Tree[] =>
      operations.flatMap(([name, { arity }]) =>
        Array.from({ length: arity[0] }, (_, place) =>
          call(
            name,
            ...Array.from({ length: arity[0] }, (_, k) => (k === place ? inner : (leaves[k] as Tree))),
          ),
        ),
      );
    const wrong: string[] = [];
    for (const [names, deep] of [
      [["x", "y"], true],
      // What a name is counts beside its neighbours only.
      [["theta", "r_1"], false],
      [["ab", "c"], false],
    ] as const) {
      for (const leaf of [variable(1), number(3)]) {
        const two = around(leaf).flatMap(around);
        for (const tree of deep ? two.flatMap(around) : two) {
          try {
            if (meaning(readMathml(mathml(tree, names), names)) === meaning(tree)) continue;
          } catch {}
          wrong.push(seenIn(mathml(tree, names)));
        }
      }
    }
    expect(wrong.length, wrong.slice(0, 20).join("\n")).toBe(0);
  });
});
