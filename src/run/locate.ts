import { evaluate } from "../integrand/simplify.ts";
import { type Plan, tileBounds } from "../quadrature/plan.ts";

/**
 * Why a tile's partial sum is not finite, for people: the first node of the tile where f is not finite in f64, or else
 * that a value is beyond the range of the run's precision.
 */
export function explainNotFinite(plan: Plan, tile: number, precision: string): string {
  const { column, row, columns, rows } = tileBounds(plan, tile);
  const xs = plan.x.nodes(column, columns);
  const ys = plan.y.nodes(row, rows);
  for (const b of ys) {
    for (const a of xs) {
      const value = evaluate(plan.f, a, b);
      if (!Number.isFinite(value)) return `f is ${nameOf(value)} at x = ${a}, y = ${b}`;
    }
  }
  const place = `x ${xs[0]}..${xs.at(-1)}, y ${ys[0]}..${ys.at(-1)}`;
  const subject = "the sum or an intermediate value of f is outside the range of";
  if (precision === "f64") return `${subject} f64 (up to 1.8e308) in ${place}`;
  // if_reducible makes such sines NaN.
  const sine = /\b(sin|cos|tan)\b/.test(plan.problem.f)
    ? ", or a sin, cos or tan has an argument above 1e7,"
    : "";
  return `${subject} f32 (1.2e-38 to 3.4e38)${sine} in ${place}; use -b threads (f64, up to 1.8e308)`;
}

function nameOf(value: number): string {
  return Number.isNaN(value) ? "NaN" : value > 0 ? "infinite" : "minus infinite";
}
