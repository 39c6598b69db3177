// Numbers for people.

/** As C's %e prints it, with at least two digits of exponent. */
export function exponent(value: number, digits = 6): string {
  return value.toExponential(digits).replace(/e([+-])(\d)$/, "e$10$2");
}

/** `1.9 Gcell/s`. */
export function rate(cellsPerSecond: number): string {
  const [size, prefix] = prefixOf(cellsPerSecond);
  return `${Number((cellsPerSecond / size).toPrecision(3))} ${prefix}cell/s`;
}

/** `1.33 s`, `352 ms`, `41.2 µs`, `69.0 ns`. */
export function duration(seconds: number): string {
  const units = [
    [1, "s"],
    [1e-3, "ms"],
    [1e-6, "µs"],
  ] as const;
  const [size, unit] = units.find(([one]) => seconds >= 0.9995 * one) ?? ([1e-9, "ns"] as const);
  return `${digits(seconds / size)} ${unit}`;
}

/** How many times as fast: `0.004`, `0.57`, `12.3`, `1520`. */
export function times(ratio: number): string {
  if (ratio < 0.095) return ratio.toPrecision(1);
  return ratio.toFixed(ratio >= 99.95 ? 0 : ratio >= 9.995 ? 1 : 2);
}

/** `1,204`: a whole number; `toLocaleString` takes tens of milliseconds the first time. */
export function grouped(whole: number): string {
  return String(whole).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `45.5 M`, `1.02 T`: a count with three digits. */
export function count(value: number): string {
  const [size, prefix] = prefixOf(value);
  return `${digits(value / size)} ${prefix}`.trimEnd();
}

/** The SI prefix of a count that is shown with three digits. */
function prefixOf(value: number): readonly [size: number, prefix: string] {
  return PREFIXES.find(([size]) => value >= 0.9995 * size) ?? [1, ""];
}

const PREFIXES = [
  [1e12, "T"],
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
] as const;

/** Three digits, and all of those before the point: `1234`, `12.3`, `0.123`. */
export function digits(value: number): string {
  if (Math.abs(value) >= 999.5) return value.toFixed(0);
  return value === 0 ? "0" : value.toPrecision(3);
}

/** A text of at most so many characters, and what says that there were more. */
export function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
