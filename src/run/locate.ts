import { evaluate } from "../integrand/simplify.ts";
import { type Plan, tileBounds } from "../quadrature/plan.ts";

/**
 * Why a tile's partial sum is not finite, for people: the first node of the tile where f is not, in
 * f64, or else that f leaves the range of the arithmetic that was used.
 */
export function explainNotFinite(plan: Plan, tile: number, precision: string): string {
  const { column, row, columns, rows } = tileBounds(plan, tile);
  const xs = plan.x.nodes(column, columns);
  const ys = plan.y.nodes(row, rows);
  for (const b of ys) {
    for (const a of xs) {
      const value = evaluate(plan.f, a, b);
      if (!Number.isFinite(value)) return `f is not finite at x = ${a}, y = ${b}: it is ${words(value)}`;
    }
  }
  const place = `x ${xs[0]}..${xs.at(-1)}, y ${ys[0]}..${ys.at(-1)}`;
  if (precision === "f64") return `f, or its sum, leaves the range of f64 somewhere in ${place}`;
  const range = precision === "df64" ? "f32, as df64 has it" : precision;
  // What has no value on the GPU though it is finite: see if_reducible.
  const sine = /\b(sin|cos|tan)\b/.test(plan.problem.f)
    ? ", or takes a sine or the like of more than 1e7,"
    : "";
  return `f, or its sum, leaves the range of ${range}${sine} somewhere in ${place}; -b threads, in f64, has room to 1.8e308`;
}

function words(value: number): string {
  return Number.isNaN(value) ? "undefined" : value > 0 ? "infinite" : "minus infinite";
}
