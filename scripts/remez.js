import { lusolve } from "mathjs";

/**
 * The polynomial of this degree with the least maximum of |w (y - p(x))| over the points { x, y, w }: its coefficients in
 * f32, lowest first, and that maximum.
 */
export function bestPolynomial(points, degree) {
  let best = remez(points, degree).map(Math.fround);
  let error = largest(points, best);
  for (let better = true; better; ) {
    better = false;
    for (let j = 0; j <= degree; j++) {
      for (const step of [1, -1]) {
        const moved = best.with(j, nextFloat(best[j], step));
        const e = largest(points, moved);
        if (e < error) {
          [best, error, better] = [moved, e, true];
        }
      }
    }
  }
  return { coefficients: best, error };
}

/** The Remez exchange algorithm on a grid of points. */
function remez(points, degree) {
  const count = degree + 2;
  let at = Array.from({ length: count }, (_, k) => {
    return Math.round(((1 - Math.cos((Math.PI * k) / (count - 1))) / 2) * (points.length - 1));
  });
  for (let round = 0; ; round++) {
    // Unknowns: the coefficients, and the equioscillating error.
    const rows = at.map((index, k) => {
      const { x, y, w } = points[index];
      return [...Array.from({ length: degree + 1 }, (_, j) => x ** j), (k % 2 ? -1 : 1) / w, y];
    });
    const solution = solve(rows);
    const coefficients = solution.slice(0, -1);
    const next = extrema(
      points.map((point) => weighted(point, coefficients)),
      count,
    );
    if (round === 50 || next.every((index, k) => index === at[k])) return coefficients;
    at = next;
  }
}

/** The indices of `count` consecutive extrema of the error, with alternating signs. */
export function extrema(errors, count) {
  const places = [];
  errors.forEach((error, k) => {
    const last = places.at(-1);
    if (last === undefined || Math.sign(error) !== Math.sign(errors[last])) places.push(k);
    else if (Math.abs(error) > Math.abs(errors[last])) places[places.length - 1] = k;
  });
  while (places.length > count) {
    if (Math.abs(errors[places[0]]) < Math.abs(errors[places.at(-1)])) places.shift();
    else places.pop();
  }
  return places;
}

function largest(points, coefficients) {
  return points.reduce((most, point) => Math.max(most, Math.abs(weighted(point, coefficients))), 0);
}

function weighted({ x, y, w }, coefficients) {
  return (y - coefficients.reduceRight((sum, c) => sum * x + c, 0)) * w;
}

/** The next f32 away from zero (step 1) or towards it (step -1). */
function nextFloat(v, step) {
  const word = new Uint32Array(Float32Array.of(v).buffer);
  word[0] += step;
  return new Float32Array(word.buffer)[0];
}

/** Solves a linear system given by its rows, right-hand side last. */
function solve(rows) {
  return lusolve(
    rows.map((row) => row.slice(0, -1)),
    rows.map((row) => row.at(-1)),
  ).map(Number);
}
