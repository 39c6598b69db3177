import { type Query, START, variablesIn } from "../form/query.ts";

/** An integral to try, by what people call it. */
export type Example = Pick<Query, "f" | "variables"> & Partial<Query> & { readonly title: string };

/** 2 atan(1/r)/r - log(1 + 1/r^2) with r^2 = 0.001. */
const RIDGE = "2*atan(1/sqrt(0.001))/sqrt(0.001)-log(1+1/0.001)";

const DISC = { x: "-1,1", y: "-sqrt(1-x^2),sqrt(1-x^2)" };

/** The program knows the value of the lesson's integral by itself. */
export const EXAMPLES: readonly Example[] = [
  { title: "The lesson", f: START.f, variables: START.variables, exact: "", method: "accuracy" },
  example("Gaussian", "exp(-x^2-y^2)", { x: "-inf,inf", y: "-inf,inf" }, "pi"),
  example("Half a ball", "sqrt(1-x^2-y^2)", DISC, "2*pi/3"),
  example("Narrow peak", "exp(-10000*((x-0.31)^2+(y-0.77)^2))", { x: "0,1", y: "0,1" }, "pi/10000"),
  example("Ridge", "1/(0.001+(x-y)^2)", { x: "0,1", y: "0,1" }, RIDGE),
  example("Pole", "1/sqrt(x^2+y^2)", { x: "0,1", y: "0,1" }, "2*log(1+sqrt(2))"),
  example("Crease", "abs(x-y)", { x: "0,1", y: "0,1" }, "1/3"),
  example("Waves", "cos(40*x)*cos(30*y)", { x: "0,1", y: "0,1" }, "sin(40)/40*sin(30)/30"),
  {
    ...example("Bessel J₀", "cos(a*sin(t))/pi", { t: "0,pi" }),
    parameters: [{ name: "a", values: "0:20:201" }],
  },
  example("Ball", "x^2+y^2+z^2", { ...DISC, z: "-sqrt(1-x^2-y^2),sqrt(1-x^2-y^2)" }, "4*pi/5"),
  example("Pi", "4/(1+t^2)", { t: "0,1" }, "pi"),
];

function example(title: string, f: string, limits: Record<string, string>, exact = ""): Example {
  return { title, f, variables: variablesIn(limits), exact, parameters: [], method: "accuracy" };
}
