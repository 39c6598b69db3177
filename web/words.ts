// Words that several parts of the page use.

export function name(backend: string, precision: string, threads: number | null): string {
  const names: Record<string, string> = { gpu: `GPU ${precision}`, serial: "one CPU thread" };
  return names[backend] ?? `${threads} CPU thread${threads === 1 ? "" : "s"}`;
}

/** A reason that a command line is told, for a page. */
export function inPageWords(reason: string): string {
  return reason
    .replace(/-b threads, in f64,/, "the CPU, in f64,")
    .replace(/: use -b threads/, ": the CPU has room");
}
