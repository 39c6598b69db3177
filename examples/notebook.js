// Cells for Observable's runtime. The first is a range that readers may redefine, the second the Bessel function J0 over it,
// as rows for a chart: Plot.lineY(bessel, { x: "a", y: "integral" }).
import { integrateFamily } from "gpu-integrate";

/** Rows with a, J0(a) and the claimed error. */
export async function bessel(range) {
  const { family } = await integrateFamily({
    f: "cos(a*sin(t))/pi",
    variables: { t: [0, "pi"] },
    parameters: { a: range },
  });
  const { parameters, integrals, errors } = family;
  return Array.from(integrals, (integral, k) => ({ a: parameters.a[k], integral, error: errors[k] }));
}

export default function define(runtime, observer) {
  const main = runtime.module();
  main.variable(observer("range")).define("range", () => "0:10:101");
  main.variable(observer("bessel")).define("bessel", ["range"], bessel);
  return main;
}
