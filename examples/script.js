// Integrals in Node: node examples/script.js
import { openSession } from "gpu-integrate";

const session = openSession();

// How far two random points in a unit square are apart on average: (2 + sqrt(2) + 5 log(1 + sqrt(2)))/15.
const square = { x: [0, 1], y: [0, 1] };
const mean = await session.integrate({ f: "4*(1-x)*(1-y)*hypot(x,y)", ...square, tolerance: 1e-10 });
console.log(`square      ${mean.integral.toFixed(9)}  in ${mean.evaluations} values of f`);

// The same in a cube.
const cube = { f: "8*(1-x)*(1-y)*(1-z)*hypot(x,y,z)", ...square, z: [0, 1] };
const robbins = await session.integrate(cube);
console.log(`cube        ${robbins.integral.toFixed(9)}  in ${robbins.evaluations} values of f`);

// In rectangles of sides 1 and b, together.
const { family } = await session.integrateFamily({
  f: "4*(1-x)*(b-y)*hypot(x,y)/b^2",
  variables: { x: [0, 1], y: [0, "b"] },
  parameters: { b: [0.5, 1, 2] },
});
for (const [k, b] of family.parameters.b.entries()) {
  console.log(`1 by ${String(b).padEnd(5)}  ${family.integrals[k].toFixed(9)}`);
}

await session.close();
