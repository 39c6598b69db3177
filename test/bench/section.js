/** A section of a document, without line breaks after it; empty if there is none. */
export function sectionIn(document, title) {
  const start = document.indexOf(title);
  return start < 0 ? "" : document.slice(start).split("\n## ", 1)[0].trimEnd();
}

/** A document with a section in place of that of the same title, or at its end. */
export function withSection(document, title, section) {
  const old = sectionIn(document, title);
  return old ? document.replace(old, () => section) : `${document.trimEnd()}\n\n${section}\n`;
}
