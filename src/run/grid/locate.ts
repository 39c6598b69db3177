import { evaluate } from "../../integrand/language/tape.ts";
import { placeOf } from "../../problem/place.ts";
import { type Plan, tileBounds } from "../../quadrature/grid/plan.ts";

/**
 * Why a tile's partial sum is not finite, for people: the first node of the tile where f is not finite in f64, or else
 * that a value is beyond the range of the run's precision.
 */
export function explainNotFinite(plan: Plan, tile: number, precision: string): string {
  const { column, row, layer, columns, rows } = tileBounds(plan, tile);
  const xs = plan.x.nodes(column, columns);
  const ys = plan.y.nodes(row, rows);
  const [z = 0] = plan.z.nodes(layer, 1);
  for (const y of ys) {
    for (const x of xs) {
      const value = evaluate(plan.f, [x, y, z]);
      if (!Number.isFinite(value)) return `${subjectOf(plan, [x, y, z], nameOf(value))}`;
    }
  }
  const place = `between ${placeOf(plan, [xs[0] as number, ys[0] as number, z])} and ${placeOf(plan, [xs.at(-1) as number, ys.at(-1) as number, z])}`;
  const subject = "the sum or an intermediate value of f is outside the range of";
  if (precision === "f64") return `${subject} f64 (up to 1.8e308) ${place}`;
  // if_reducible makes such sines NaN.
  const sine = /\b(sin|cos|tan)\b/.test(plan.problem.f)
    ? ", or a sin, cos or tan has an argument above 1e7,"
    : "";
  return `${subject} f32 (1.2e-38 to 3.4e38)${sine} ${place}; use -b threads (f64, up to 1.8e308)`;
}

/** What is not finite at a node: a limit of an inner variable, or f itself. */
function subjectOf(plan: Plan, node: readonly number[], value: string): string {
  const { at, order, problem } = plan;
  const outermost = [...order].reverse();
  const lost = outermost.find((axis) => !Number.isFinite(evaluate(at[axis] as (typeof at)[0], node)));
  if (lost === undefined) return `f is ${value} at ${placeOf(plan, node)}`;
  const outer = outermost.slice(0, outermost.indexOf(lost));
  return `the limits of ${problem.variables[lost]?.name} are not finite at ${placeOf(plan, node, outer)}`;
}

function nameOf(value: number): string {
  return Number.isNaN(value) ? "NaN" : value > 0 ? "infinite" : "minus infinite";
}
