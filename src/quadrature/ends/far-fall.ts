import { FARTHER, type Shells } from "./shells.ts";

/** Shells are over that are this part of others. */
const GONE = 1e-9;
/** As many of the farthest ones have to be so, or alike. */
const AGREEING = 8;
/** Natural logarithm of a shell's part of the one before that is no fall. */
const FALLS = 5e-5;
const SAME = 1e-9;

/** Whether f, though it grows up to distances of 2^42, may fall for good beyond, as exp(-x/1e14) and log(x)/x^1.01 do. */
export function mayFall({
  sizes,
  farther: shells,
  reach,
}: Pick<Shells, "sizes" | "farther" | "reach">): boolean {
  const all = shells();
  if (all.length < AGREEING) return false;
  const most = Math.max(...sizes.filter(Number.isFinite));
  const isGone = (size: number) => size <= GONE * most;
  const last = all.findLastIndex((size) => !isGone(size));
  const goes = last < all.length - AGREEING;
  const reached = goes ? reach() : null;
  if (goes && (!reached || reached.count < AGREEING || isGone(reached.last))) return true;
  // Shells beyond the place where a part overflows are 0 and say nothing.
  const farther = reached ? all.slice(0, reached.count) : all;
  const beyond = farther.findIndex((size) => !Number.isFinite(size));
  const logs = farther.slice(0, beyond < 0 ? farther.length : beyond).map(Math.log);
  if (logs.length < AGREEING) return false;
  const rates = logs.slice(1).map((one, n) => (one - (logs[n] as number)) / STEP);
  if (rates.slice(-AGREEING).every((rate) => Math.abs(rate) < SAME)) return false;
  // As 2^(a k) (k + shift)^m at the k-th shell the rate is a polynomial in 1 / k, whose value at 0 is that of a.
  const [p, q, r] = [1 / 3, 2 / 3, 1].map((part) => {
    const n = Math.ceil(part * rates.length) - 1;
    return { s: 1 / ((FARTHER[n] as number) + STEP / 2), rate: rates[n] as number };
  }) as [Rate, Rate, Rate];
  const share = (own: Rate, one: Rate, other: Rate) =>
    (own.rate * one.s * other.s) / ((one.s - own.s) * (other.s - own.s));
  return share(p, q, r) + share(q, p, r) + share(r, p, q) < -FALLS;
}

interface Rate {
  /** 1 / k. */
  readonly s: number;
  readonly rate: number;
}

const STEP = (FARTHER[1] as number) - (FARTHER[0] as number);
