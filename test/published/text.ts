/** A Markdown table; the first row is its head. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, k) => Math.max(3, ...rows.map((row) => (row[k] ?? "").length)));
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, k) => (cells[k] ?? "").padEnd(width)).join(" | ")} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n");
}

/** Two digits; near 1 without a power of ten. */
export function exponent(value: number): string {
  if (value === Infinity) return "∞";
  if (Number.isNaN(value)) return "";
  if (value === 0 || (value >= 0.1 && value < 1000)) return String(Number(value.toPrecision(2)));
  return value.toExponential(1).replace("e+", "e").replace(".0e", "e");
}

export function count(value: number): string {
  return value < 1e6 ? Math.round(value).toLocaleString("en") : exponent(value);
}

export function seconds(value: number): string {
  return value < 0.1 ? `${exponent(value * 1000)} ms` : `${exponent(value)} s`;
}
