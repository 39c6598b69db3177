import { logPowerOf } from "./log-power.ts";
import { NEAR, type Shells } from "./shells.ts";

/** Up to here rounding hardly shows, even where f subtracts its way to 0. */
const EXACT = 20;
/** A ratio of successive shells that is no power's. */
const STEEP = 1e6;
/** As many ratios of successive shells have to agree. */
const AGREEING = 8;

/**
 * Whether the integrals over shells do not fall: their ratio is 2^-(p + m) for a power p of the distance and m axes. Slower
 * falls, such as those of logarithms, are not told from convergence. `far` is how far the place is from 0, in sides.
 */
export function grows(sizes: readonly number[], far: number, atInfinity: boolean): boolean {
  const beyond = sizes.findIndex((size) => !Number.isFinite(size));
  // What does not rise to it has a part that overflows, as log(1 + exp(x)) - x has.
  const rises = beyond < 2 || (sizes[beyond - 1] as number) > STEEP * (sizes[beyond - 2] as number);
  if (
    beyond >= 0 &&
    atInfinity &&
    rises &&
    sizes.slice(beyond).every((size) => size === Number.POSITIVE_INFINITY)
  )
    return true;
  const finite = beyond < 0 ? sizes : sizes.slice(0, beyond);
  const ratios = finite.slice(1).map((size, k) => size / (finite[k] as number));
  // Beyond any power f overflows after a few shells.
  const overflows = beyond >= 2 && sizes.slice(beyond).every((size) => size === Number.POSITIVE_INFINITY);
  if (overflows && ratios.every((ratio) => ratio > STEEP)) return true;
  const end = Math.max(AGREEING, EXACT - NEAR - Math.round(Math.log2(far)));
  if (overflows && !atInfinity && flattens(ratios)) return false;
  if (ratios.length < end)
    return ratios.length >= 3 && ratios.slice(-AGREEING).every((ratio) => ratio >= 1 - 1e-9);
  const [before, after] = [finite.slice(end - AGREEING, end), finite.slice(-AGREEING)];
  if (Math.min(...after) > 4 * Math.max(...before)) return true;
  const fall = Math.abs(1 - (ratios[end - 1] as number));
  const room = (k: number) => far * 2 ** (k + NEAR - 48) + fall + 1e-9;
  return (
    settles(ratios.slice(end - AGREEING, end)) &&
    ratios.slice(end).every((ratio, k) => ratio >= 1 - room(end + k))
  );
}

/** Whether f falls as 1 / (d log(1/d)^p) with p <= 1. */
export function fallsSlowly({ product }: Shells): boolean {
  const fit = logPowerOf(product);
  return fit !== null && fit.error < 1e-6 && fit.power <= 1 + fit.error;
}

/** Whether f rises less and less towards where it overflows, as exp(711 x) does towards 1; a pole goes on as before. */
function flattens(ratios: readonly number[]): boolean {
  const rises = ratios.slice(-4).map((ratio) => Math.log(2 * ratio));
  return rises.length > 2 && rises.every((rise, k) => k === 0 || rise < 0.75 * (rises[k - 1] as number));
}

/** Whether ratios are 1 or more, or come to it as a power of the distance. */
function settles(ratios: readonly number[]): boolean {
  if (!ratios.every(Number.isFinite)) return false;
  if (ratios.every((ratio) => ratio >= 1 - 1e-9)) return true;
  const falls = ratios.map((ratio) => Math.abs(1 - ratio));
  const shrinks = falls.every((one, k) => k === 0 || one < 1e-9 || one <= 0.75 * (falls[k - 1] as number));
  return shrinks && (falls.at(-1) as number) < 1e-5;
}
