/** The known word that a mistyped one most likely means; null where none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  const lower = word.toLowerCase();
  const letters = [...lower].sort().join("");
  const close = known
    .map((one) => ({ one, edits: distance(lower, one) }))
    .filter(({ one, edits }) => {
      const swapped = [...one].sort().join("") === letters;
      const begun = lower.length > 2 && one.startsWith(lower);
      return (
        begun ||
        edits === 0 ||
        (edits === 1 && lower.length > 1) ||
        (edits === 2 && (swapped || lower.length > 4))
      );
    });
  return close.sort((a, b) => a.edits - b.edits)[0]?.one ?? null;
}

/** Edits between two words (Levenshtein 1965). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] as number) + Number(a[i - 1] !== b[j - 1]);
      next.push(Math.min(swap, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
