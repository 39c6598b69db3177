import { OPERATIONS } from "./operations.ts";

/** Words that are numbers. */
export const CONSTANTS: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E, tau: 2 * Math.PI };

/** Names that are written as name(...). */
export function isFunction(name: string): boolean {
  const operation = OPERATIONS.get(name);
  return /^[a-z]/.test(name) && operation !== undefined && !operation.hidden;
}

/** The known name that an unknown one may stand for, as the end of a sentence. */
export function suggestion(name: string): string {
  const word = name.toLowerCase();
  const letters = [...word].sort().join("");
  const near = [...OPERATIONS.keys(), "x", "y", ...Object.keys(CONSTANTS)]
    .filter((known) => isFunction(known) || !OPERATIONS.has(known))
    .map((known) => ({ known, edits: distance(word, known) }))
    .filter(({ known, edits }) => {
      const swapped = [...known].sort().join("") === letters;
      return edits <= 1 || (edits === 2 && (swapped || word.length > 4));
    })
    .sort((a, b) => a.edits - b.edits)[0];
  return near
    ? `: did you mean ${near.known}?`
    : `: there are x, y, ${Object.keys(CONSTANTS).join(", ")} and functions`;
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
