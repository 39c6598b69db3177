/** f by continuation at a distance from a place, and how far that may be off. */
export type Continuation = (distance: number) => { readonly value: number; readonly error: number };

/** Distances are looked at that are this part of each other. */
const RATIO = 1 / 4;
const MOST = 40;
/** The largest relative difference of f from a power of the distance, and of its rounding, that continuation can do with. */
const LARGEST = 1 / 4;

/**
 * f as a power of the distance from a place next to which rounding leaves nothing of it: from where it is known, out of
 * three distances in a row, so that its part nearer to the place is known best. Null where it is no such power, or one
 * whose integral diverges.
 */
export function continued(
  length: number,
  at: (distance: number) => number,
  noise: (distance: number) => number,
): Continuation | null {
  const places: { distance: number; value: number; rounding: number }[] = [];
  let best = { cost: Number.POSITIVE_INFINITY, from: 0, value: 0, power: 0, error: 0 };
  for (let k = 0; k < MOST; k++) {
    const distance = length * RATIO ** k;
    const value = at(distance);
    const rounding = noise(distance) / Math.abs(value);
    if (!(rounding <= LARGEST)) {
      // Rounding is least where f is not, say at a zero of f.
      if (places.length > 2) break;
      places.length = 0;
      continue;
    }
    places.push({ distance, value, rounding });
    const [far, middle] = places.slice(-3) as [(typeof places)[number], (typeof places)[number]];
    if (places.length < 3) continue;
    const before = powerOf(middle.value / far.value);
    const power = powerOf(value / middle.value);
    const error = Math.abs(RATIO ** (power - before) - 1) + 2 * rounding;
    const cost = Math.abs(distance * value) * error;
    if (power > -1 && error < LARGEST && cost < best.cost)
      best = { cost, from: distance, value, power, error };
  }
  if (!(best.cost < Number.POSITIVE_INFINITY)) return null;
  const { from, value, power, error } = best;
  return (distance) => {
    const part = distance / from;
    const own = value * part ** power;
    // The power itself may change with the logarithm of the distance.
    const away = part > 1 ? Number.POSITIVE_INFINITY : (2 - Math.log(part)) ** 2;
    return { value: own, error: Math.abs(own) * error * away };
  };
}

const powerOf = (quotient: number) => Math.log(quotient) / Math.log(RATIO);
