// Wording that several parts of the page share.

/** A message of the shared code without its command-line options. */
export function inPageWords(reason: string): string {
  return reason.replace("-b threads", "the CPU");
}

/** A whole number as people type it, 20000, 20,000 or 20 000; NaN for anything else. */
export function wholeIn(text: string): number {
  const digits = text.trim().replace(/(?<=\d)[\s,'](?=\d{3}\b)/g, "");
  return /^\d+$/.test(digits) ? Number(digits) : Number.NaN;
}
