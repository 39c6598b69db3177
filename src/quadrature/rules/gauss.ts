/**
 * Gauss's rule with n nodes on [0, 1]: the roots of Legendre's polynomial P_n by Newton's method, from Tricomi's
 * approximation, and weights 2 / ((1 - x^2) P_n'(x)^2) on [-1, 1] (Davis and Rabinowitz, Methods of Numerical
 * Integration, 2.7).
 */
export function gaussLegendre(n: number): { nodes: number[]; weights: number[] } {
  // Of the upper half, so that the rule is symmetric to the last bit.
  const upper = Array.from({ length: Math.ceil(n / 2) }, (_, k) => {
    let x = 2 * k + 1 === n ? 0 : Math.cos((Math.PI * (k + 0.75)) / (n + 0.5));
    for (let step = 0; step < 6; step++) {
      const { value, slope } = legendre(n, x);
      x -= value / slope;
    }
    // (1 - x)(1 + x) keeps its digits near 1.
    const { slope } = legendre(n, x);
    return { x, weight: 1 / ((1 - x) * (1 + x) * slope * slope) };
  });
  const lower = upper.slice(0, Math.floor(n / 2)).map(({ x, weight }) => ({ x: -x, weight }));
  const all = [...lower, ...upper.reverse()];
  return { nodes: all.map(({ x }) => 0.5 + 0.5 * x), weights: all.map(({ weight }) => weight) };
}

/** P_n and its derivative at x, |x| < 1, by the three-term recurrence. */
function legendre(n: number, x: number): { value: number; slope: number } {
  let [before, value] = [1, x];
  for (let k = 2; k <= n; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
  return { value, slope: (n * (before - x * value)) / ((1 - x) * (1 + x)) };
}
