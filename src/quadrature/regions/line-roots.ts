/** The root of a monotone g by the Illinois method (Dowell and Jarratt 1971); the nearer end if it has none. */
export function crossed(g: (v: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  let [below, above] = [g(low), g(high)];
  if (!opposite(below, above)) return Math.abs(below) < Math.abs(above) ? low : high;
  for (let side = 0, k = 0; k < 100; k++) {
    const guess = (low * above - high * below) / (above - below);
    const near = 2e-16 * Math.max(Math.abs(low), Math.abs(high));
    // A guess at an end is one next to it, which either has the root between or moves on.
    const next = Math.min(Math.max(guess, low + near), high - near);
    const at = next > low && next < high ? next : (low + high) / 2;
    const value = g(at);
    if (value === 0 || high - low <= 2 * near || at === low || at === high) return at;
    if (value * above > 0) {
      [high, above] = [at, value];
      if (side === 1) below /= 2;
      side = 1;
    } else {
      [low, below] = [at, value];
      if (side === -1) above /= 2;
      side = -1;
    }
  }
  return (low + high) / 2;
}

/** A root of g beyond the nearer end of a line, at most its length away, by the secant method; null where there is none. */
export function rootBeyond(g: (v: number) => number, near: number, far: number): number | null {
  const inwards = Math.sign(far - near);
  let [before, at] = [far, near];
  let [old, value] = [g(before), g(at)];
  for (let k = 0; k < 30; k++) {
    if (value === 0) return at;
    const next = at - (value * (at - before)) / (value - old);
    const away = (near - next) * inwards;
    if (!(away >= 0 && away <= Math.abs(far - near))) return null;
    if (Math.abs(next - at) <= 2e-16 * Math.abs(next)) return next;
    [before, old, at] = [at, value, next];
    value = g(at);
  }
  return null;
}

/** Whether two values have different signs. */
export const opposite = (a: number, b: number) => a * b < 0;
