const FUNCTIONS = [
  ...([
    Math.sin,
    Math.cos,
    Math.tan,
    Math.atan,
    Math.sinh,
    Math.cosh,
    Math.tanh,
    Math.exp,
    Math.cbrt,
  ] as const),
  ...([Math.log, Math.log2, Math.log10, Math.sqrt] as const),
  (x: number) => Math.asin(x / 9),
  (x: number) => Math.acos(x / 9),
  (x: number) => Math.atan2(x, 3),
  (x: number) => Math.hypot(x, 3),
  (x: number) => x ** (x - 5),
];

/**
 * A hash of values of Math's functions, as eight hexadecimal digits, to tell whether two engines give the same bits. The
 * standard leaves the last digits open: Math.pow of Node 20 and Node 24 differ in one value of ten.
 */
export function mathFingerprint(): string {
  const values = FUNCTIONS.flatMap((f) => Array.from({ length: 97 }, (_, k) => f((k + 1) * 0.0917)));
  // FNV-1a (Fowler, Noll and Vo 1991).
  let hash = 0x811c9dc5;
  for (const byte of new Uint8Array(Float64Array.from(values).buffer))
    hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
