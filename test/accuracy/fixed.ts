/** A number m 2^e, good to about 2^-200 of itself. */
export interface Big {
  readonly m: bigint;
  readonly e: number;
}

/** Bits after the point. */
const P = 320;
const ONE = 1n << BigInt(P);

const times = (a: bigint, b: bigint) => (a * b) >> BigInt(P);
const over = (a: bigint, b: bigint) => (a << BigInt(P)) / b;
const size = (a: bigint) => (a < 0n ? -a : a);
const shifted = (a: bigint, by: number) => (by >= 0 ? a << BigInt(by) : a >> BigInt(-by));

/** A double, exactly. */
export function exactly(value: number): Big {
  const bits = new BigUint64Array(Float64Array.of(value).buffer)[0] as bigint;
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const m = (bits & ((1n << 52n) - 1n)) | (exponent ? 1n << 52n : 0n);
  return { m: value < 0 ? -m : m, e: Math.max(exponent, 1) - 1075 };
}

const fixed = ({ m, e }: Big) => shifted(m, e + P);
const big = (m: bigint): Big => ({ m, e: -P });

/** Machin's formula. */
const PI = (() => {
  const extra = ONE << 32n;
  const arc = (n: bigint) => {
    let [sum, power, k] = [0n, extra / n, 1n];
    for (; power; power /= n * n, k += 2n) sum += k % 4n === 1n ? power / k : -power / k;
    return sum;
  };
  return (16n * arc(5n) - 4n * arc(239n)) >> 32n;
})();

/** log 2 = Σ 1 / (k 2^k). */
const LN2 = (() => {
  let [sum, power, k] = [0n, ONE >> 1n, 1n];
  for (; power; power >>= 1n, k++) sum += power / k;
  return sum;
})();

/** Nearest whole number. */
const nearest = (a: bigint, unit: bigint) => (2n * a + unit) / (2n * unit) - (2n * a + unit < 0n ? 1n : 0n);

/** e^a 2^-k and k. */
function exponential(a: bigint): { m: bigint; k: number } {
  const k = nearest(a, LN2);
  const r = (a - k * LN2) >> 8n;
  let [sum, term] = [ONE, ONE];
  for (let n = 1n; term; n++) {
    term = times(term, r) / n;
    if (term === -1n) break;
    sum += term;
  }
  for (let n = 0; n < 8; n++) sum = times(sum, sum);
  return { m: sum, k: Number(k) };
}

/** log(m 2^e) by Halley's iteration from a double. */
function logarithm({ m, e }: Big): bigint {
  const bits = m.toString(2).length;
  const near = shifted(m, P + 1 - bits);
  let y = fixed(exactly(Math.log(Number(near >> BigInt(P - 60)) / 2 ** 60)));
  for (let n = 0; n < 2; n++) {
    const own = exponential(y);
    const power = shifted(own.m, own.k);
    y += over(2n * (near - power), near + power);
  }
  return y + BigInt(e + bits - 1) * LN2;
}

/** Sine and cosine, and the multiple of pi / 2 that was taken off. */
function wave(a: bigint) {
  const k = nearest(2n * a, PI);
  const r = a - (k * PI) / 2n;
  let [sin, cos, term] = [0n, 0n, ONE];
  for (let n = 1n; term && term !== -1n; n++) {
    const sign = n % 4n === 1n || n % 4n === 2n ? 1n : -1n;
    if (n % 2n) cos += sign * term;
    else sin += sign * term;
    term = times(term, r) / n;
  }
  const quadrant = Number(((k % 4n) + 4n) % 4n);
  const turned = [
    [sin, cos],
    [cos, -sin],
    [-sin, -cos],
    [-cos, sin],
  ][quadrant] as [bigint, bigint];
  return { sin: turned[0], cos: turned[1] };
}

/** The angle of (x, y) near a double. */
function angle(y: bigint, x: bigint, start: number): bigint {
  const near = fixed(exactly(start));
  const { sin, cos } = wave(near);
  const d = over(times(y, cos) - times(x, sin), times(x, cos) + times(y, sin));
  const z = times(d, d);
  return near + d - times(d, z) / 3n + times(times(d, z), z) / 5n;
}

function root(a: bigint): bigint {
  if (a === 0n) return 0n;
  const wide = a << BigInt(P);
  let y = 1n << BigInt((wide.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (y + wide / y) >> 1n;
    if (next >= y) return y;
    y = next;
  }
}

function cubeRoot({ m, e }: Big): Big {
  const extra = 3 * P + (((e % 3) + 3) % 3);
  const wide = size(m) << BigInt(extra);
  let y = 1n << BigInt(Math.ceil(wide.toString(2).length / 3));
  for (let next = y; ; y = next) {
    next = (2n * y + wide / (y * y)) / 3n;
    if (next >= y) break;
  }
  return { m: m < 0n ? -y : y, e: (e - extra) / 3 };
}

const halfSum = (a: bigint, sign: bigint): Big => {
  const { m, k } = exponential(size(a));
  const other = over(ONE, m);
  const value = m + sign * shifted(other, -2 * k);
  return { m: a < 0n && sign < 0n ? -value : value, e: k - 1 - P };
};
const complement = (x: bigint) => root(ONE - times(x, x));

/** Functions of doubles between 2^-100 and 2^100 or so. */
export const TRUTHS: Readonly<Record<string, (x: Big, y: Big, near: number) => Big>> = {
  sin: (x) => big(wave(fixed(x)).sin),
  cos: (x) => big(wave(fixed(x)).cos),
  tan(x) {
    const { sin, cos } = wave(fixed(x));
    return big(over(sin, cos));
  },
  asin: (x, _, near) => big(angle(fixed(x), complement(fixed(x)), near)),
  acos: (x, _, near) => big(angle(complement(fixed(x)), fixed(x), near)),
  atan: (x, _, near) => big(angle(fixed(x), ONE, near)),
  atan2: (y, x, near) => big(angle(fixed(y), fixed(x), near)),
  sinh: (x) => halfSum(fixed(x), -1n),
  cosh: (x) => halfSum(fixed(x), 1n),
  tanh(x) {
    const [a, b] = [halfSum(fixed(x), -1n), halfSum(fixed(x), 1n)];
    return big(over(a.m, b.m));
  },
  exp(x) {
    const { m, k } = exponential(fixed(x));
    return { m, e: k - P };
  },
  log: (x) => big(logarithm(x)),
  log2: (x) => big(over(logarithm(x), LN2)),
  log10: (x) => big(over(logarithm(x), logarithm(exactly(10)))),
  pow(x, { m, e }) {
    const { m: value, k } = exponential(shifted(logarithm(x) * m, e));
    return { m: value, e: k - P };
  },
  sqrt({ m, e }) {
    const odd = ((e % 2) + 2) % 2;
    return { m: root(shifted(m, odd) << BigInt(P)), e: (e - odd) / 2 - P };
  },
  cbrt: cubeRoot,
  hypot(x, y) {
    const e = Math.min(x.e, y.e);
    const [a, b] = [shifted(x.m, x.e - e), shifted(y.m, y.e - e)];
    return { m: root((a * a + b * b) << BigInt(P)), e: e - P };
  },
};

/** How far the value is from the truth, in units of the truth's last place as a double. */
export function ulps(value: number, truth: Big): number {
  const last = truth.m === 0n ? -1074 : Math.max(size(truth.m).toString(2).length + truth.e - 53, -1074);
  const { m, e } = exactly(value);
  const unit = last - 30;
  return Number(size(shifted(m, e - unit) - shifted(truth.m, truth.e - unit))) / 2 ** 30;
}
