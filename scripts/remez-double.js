import { all, create } from "mathjs";
import { extrema } from "./remez.js";

const math = create(all, { number: "BigNumber", precision: 40 });
const { add, subtract, multiply, divide, bignumber } = math;

/**
 * As `bestPolynomial`, with coefficients in f64 and arithmetic of 40 digits, at points { x, y, w } of them. Where all x
 * are positive each coefficient is rounded in turn, lowest first, and the others are fitted anew to what it leaves.
 */
export function bestDoublePolynomial(points, degree) {
  const onOneSide = points.every(({ x }) => Number(x) > 0);
  const coefficients = onOneSide ? roundedInTurn(points, degree) : remez(points, degree).map(Number);
  const exact = coefficients.map((c) => bignumber(c));
  const error = points.reduce((most, point) => Math.max(most, Math.abs(Number(weighted(point, exact)))), 0);
  return { coefficients, error };
}

function roundedInTurn(points, degree) {
  const coefficients = [];
  let left = points;
  for (let rest = degree; rest >= 0; rest--) {
    const rounded = Number(remez(left, rest)[0]);
    coefficients.push(rounded);
    // y = c + x q(x): from now on q is fitted.
    left = left.map(({ x, y, w }) => ({
      x,
      y: divide(subtract(y, bignumber(rounded)), x),
      w: multiply(w, x),
    }));
  }
  return coefficients;
}

function remez(points, degree) {
  const count = degree + 2;
  let at = Array.from({ length: count }, (_, k) =>
    Math.round(((1 - Math.cos((Math.PI * k) / (count - 1))) / 2) * (points.length - 1)),
  );
  for (let round = 0; ; round++) {
    const rows = at.map((index, k) => {
      const { x, y, w } = points[index];
      const powers = [bignumber(1)];
      for (let j = 0; j < degree; j++) powers.push(multiply(powers[j], x));
      return [...powers, divide(bignumber(k % 2 ? -1 : 1), w), y];
    });
    const coefficients = solve(rows).slice(0, -1);
    const next = extrema(
      points.map((point) => Number(weighted(point, coefficients))),
      count,
    );
    if (round === 20 || next.every((index, k) => index === at[k])) return coefficients;
    at = next;
  }
}

function weighted({ x, y, w }, coefficients) {
  const value = coefficients.reduceRight((sum, c) => add(multiply(sum, x), c), bignumber(0));
  return multiply(subtract(y, value), w);
}

/** Gauss's elimination with the largest pivot, of rows with the right-hand side last. */
function solve(rows) {
  const n = rows.length;
  for (let k = 0; k < n; k++) {
    const size = (row) => Math.abs(Number(rows[row][k]));
    let pivot = k;
    for (let row = k + 1; row < n; row++) if (size(row) > size(pivot)) pivot = row;
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    for (let row = k + 1; row < n; row++) {
      const factor = divide(rows[row][k], rows[k][k]);
      for (let j = k; j <= n; j++) rows[row][j] = subtract(rows[row][j], multiply(factor, rows[k][j]));
    }
  }
  const solution = [];
  for (let k = n - 1; k >= 0; k--) {
    let sum = rows[k][n];
    for (let j = k + 1; j < n; j++) sum = subtract(sum, multiply(rows[k][j], solution[j]));
    solution[k] = divide(sum, rows[k][k]);
  }
  return solution;
}
