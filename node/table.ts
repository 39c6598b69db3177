/**
 * Rows of cells as lines of text, the first column to the left and the others to the right, with as much room between
 * them as `width` characters leave, one to three.
 */
export function table(rows: readonly (readonly string[])[], width: number): string[] {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, k) =>
    Math.max(...rows.map((row) => row[k]?.length ?? 0)),
  );
  const room = width - widths.reduce((sum, one) => sum + one, 0);
  const gap = " ".repeat(Math.min(3, Math.max(1, Math.floor(room / Math.max(1, columns - 1)))));
  return rows.map((row) =>
    row
      .map((cell, k) => (k ? cell.padStart(widths[k] as number) : cell.padEnd(widths[k] as number)))
      .join(gap)
      .trimEnd(),
  );
}

/** Words on lines of at most `width` characters, from the second on indented; a longer word has its own line. */
export function paragraph(text: string, width: number, indent = 2): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line && line.length + 1 + word.length > width) {
      lines.push(line);
      line = " ".repeat(indent) + word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line];
}

/** Characters in a line of the terminal, at most 120; 80 where there is none. */
export function lineWidth(): number {
  return Math.min(120, Math.max(80, process.stdout.columns ?? 80));
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

/** `45.5 M`, `1.02 T`: a count with three digits. */
export function count(value: number): string {
  const [size, prefix] =
    (
      [
        [1e12, " T"],
        [1e9, " G"],
        [1e6, " M"],
        [1e3, " k"],
      ] as const
    ).find(([one]) => value >= 0.9995 * one) ?? ([1, ""] as const);
  return `${digits(value / size)}${prefix}`;
}

/** Three digits, and all of those before the point: `1234`, `12.3`, `0.123`. */
export function digits(value: number): string {
  if (Math.abs(value) >= 999.5) return value.toFixed(0);
  return value === 0 ? "0" : value.toPrecision(3);
}
