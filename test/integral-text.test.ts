import { expect, it } from "vitest";
import { integralText } from "../src/output/integral.ts";
import { type ProblemOptions, prepare } from "../src/problem/problem.ts";

it.each<[ProblemOptions, string, string[]]>([
  [{}, "∫∫ sin(x+y) dx dy", ["x 0..3.14159", "y 0..3.14159"]],
  [{ f: "exp(-x^2-y^2)", y: "0,x", x: "0,inf" }, "∫∫ exp(-x^2-y^2) dy dx", ["x 0..inf", "y 0..x"]],
  [{ f: "1", x: "y,z", y: [0, 1], z: "y, 2*y" }, "∫∫∫ 1 dx dz dy", ["x y..z", "y 0..1", "z y..2*y"]],
  [{ f: "r", variables: { r: [-1e-9, 1e300] } }, "∫ r dr", ["r -1e-9..1e+300"]],
  [{ f: "1", x: "2/3,-inf" }, "∫ 1 dx", ["x 0.666667..-inf"]],
])("%j reads %s", (options, integral, limits) => {
  expect(integralText(prepare(options))).toEqual({ integral, limits });
});

it("fits a line, with the variables of the integration at its end", () => {
  const f = Array.from({ length: 50 }, (_, k) => `x^${k}`).join("+");
  const { integral } = integralText(prepare({ f, x: "0,1", y: "0,x" }), 40);
  expect(integral).toHaveLength(40);
  expect(integral).toMatch(/^∫∫ x\^0\+x.*… dy dx$/);
});
