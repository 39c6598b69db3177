/**
 * Rows of cells as lines of text, the first column to the left and the others to the right, with as much room between
 * them as `width` characters leave, one to three. Where there is not room for all, columns are left out by their
 * headings in `spared`, the first of these first.
 */
export function table(
  rows: readonly (readonly string[])[],
  width: number,
  spared: readonly string[] = [],
): string[] {
  const widths = (rows[0] ?? []).map((_, k) => Math.max(...rows.map((row) => row[k]?.length ?? 0)));
  const room = width - widths.reduce((sum, one) => sum + one, 0);
  const gaps = Math.max(1, widths.length - 1);
  if (room < gaps && spared.length) {
    const at = rows[0]?.indexOf(spared[0] as string) ?? -1;
    const fewer = at < 0 ? rows : rows.map((row) => row.filter((_, k) => k !== at));
    return table(fewer, width, spared.slice(1));
  }
  const gap = " ".repeat(Math.min(3, Math.max(1, Math.floor(room / gaps))));
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
  return Math.min(120, process.stdout.columns || 80);
}
