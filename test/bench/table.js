/** A Markdown table; the first row is its head. */
export function table([head, ...rows]) {
  const widths = head.map((_, k) => Math.max(3, ...[head, ...rows].map((row) => String(row[k]).length)));
  const line = (row) => `| ${row.map((cell, k) => String(cell).padEnd(widths[k])).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}
