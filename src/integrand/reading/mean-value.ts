import type { Step } from "../language/tape.ts";
import { isZero, MIDDLE, type Pairs, SLOPES, set, WILD } from "./bound-pairs.ts";

/** Where terms may cancel: there the mean-value form is the tighter one on small boxes. */
export const MEAN_VALUE = new Set(["+", "-", "*"]);

/** Of which steps it needs the value in the middle. */
export function middlesOf(tape: readonly Step[]): boolean[] {
  const wanted = tape.map(({ tree }) => tree.kind === "call" && MEAN_VALUE.has(tree.name));
  for (let k = tape.length - 1; k >= 0; k--)
    if (wanted[k]) for (const arg of (tape[k] as Step).args) wanted[arg] = true;
  return wanted;
}

/** f(m) ± Σ |∂f| r, m being the middle of the box and r half its sides. */
export function tighten(
  s: Pairs,
  k: number,
  args: readonly number[],
  axes: number,
  from: ArrayLike<number>,
  to: ArrayLike<number>,
): void {
  const value = s[k + MIDDLE] as number;
  if (s[k + WILD] || !Number.isFinite(value)) return;
  const least = s[k] as number;
  const most = s[k + 1] as number;
  // The rounding of f(m): of terms that cancel, that of the terms.
  let spread = 2e-15 * (magnitude(s, k) + magnitude(s, args[0] as number) + magnitude(s, args[1] as number));
  for (let axis = 0; axis < axes; axis++) {
    const slope = k + SLOPES + 2 * axis;
    if (!isZero(s, slope))
      spread += (magnitude(s, slope) * ((to[axis] as number) - (from[axis] as number))) / 2;
  }
  if (!(spread < most - least)) return;
  set(s, k, Math.max(least, value - spread), Math.min(most, value + spread));
}

const magnitude = (s: Pairs, a: number) => Math.max(-(s[a] as number), s[a + 1] as number);
