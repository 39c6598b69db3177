// What .ci/run asks of the installed package: an accuracy, a grid on workers, a family; exits with 1 where one is wrong.
import { integrate, integrateFamily } from "gpu-integrate";

const gaussian = await integrate({ f: "exp(-x^2-y^2)", x: [0, Infinity], y: [0, "x"], exact: "pi/8" });
const cosine = await integrate({ f: "cos(x+y)", n: 500, backend: "threads", exact: -4 });
const { family } = await integrateFamily({
  f: "t^a",
  variables: { t: [0, 1] },
  parameters: { a: [1, 2] },
});
const errors = [gaussian.error, cosine.error, family.integrals[0] - 1 / 2, family.integrals[1] - 1 / 3];
console.log(gaussian.host.runtime, ...errors);
// The midpoint sum of cos(x+y) is off by (pi / 500)^2 / 3.
if (!errors.every((error, k) => Math.abs(error) < [1e-8, 1.4e-5, 1e-14, 1e-14][k])) process.exit(1);
