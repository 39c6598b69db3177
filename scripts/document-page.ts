import { POLICY } from "../src/output/policy.ts";
import { escaped } from "./document-code.ts";
import { type Heading, rendered } from "./document-markdown.ts";
import { DOCUMENTS, type Document, fileOf } from "./document-order.ts";

/** Renders a Markdown document as a page of the site. */
export function documentPage(document: Document, markdown: string): string {
  const { html, title, headings } = rendered(markdown);
  const list = contents(document, headings);
  return `<!doctype html>
<html lang="en">
  <head>
    <meta http-equiv="Content-Security-Policy" content="${escaped(POLICY)}" />
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${escaped(title === "gpu-integrate" ? title : `${title} · gpu-integrate`)}</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="./document.css" />
  </head>
  <body class="document">
    <header class="frame">
      <a class="name" href="./">gpu-integrate</a>
      <nav aria-label="Documentation">
        <a href="./lesson.html">Lesson</a> <a href="./guide.html">Guide</a> <a href="./README.html">Documentation</a>
      </nav>
    </header>
    <div class="spread">
      <nav class="side" aria-label="Contents">${list}</nav>
      <main>
        <details class="contents"><summary>Contents</summary><nav aria-label="Contents">${list}</nav></details>
${html}
        ${neighbours(document)}
      </main>
    </div>
    <footer class="frame"><a href="./">Integrate something in this browser</a></footer>
  </body>
</html>
`;
}

/** All documents, and below this one its headings. */
function contents(here: Document, headings: readonly Heading[]): string {
  const items = DOCUMENTS.map((one) =>
    one.path === here.path
      ? `<li><a href="#top" aria-current="page">${one.label}</a>${nested(headings)}</li>`
      : `<li><a href="./${fileOf(one.path)}">${one.label}</a></li>`,
  );
  return `<ol class="list">${items.join("\n")}</ol>`;
}

/** Headings of the second level, each with those of the third that follow it. */
function nested(headings: readonly Heading[]): string {
  const link = ({ id, html }: Heading) => `<a href="#${id}">${html}</a>`;
  const chapters = headings.flatMap((one, k) => {
    if (one.depth !== 2) return [];
    const rest = headings.slice(k + 1);
    const end = rest.findIndex(({ depth }) => depth === 2);
    const parts = (end < 0 ? rest : rest.slice(0, end)).filter(({ depth }) => depth === 3);
    const inner = parts.length ? `<ol>${parts.map((part) => `<li>${link(part)}</li>`).join("")}</ol>` : "";
    return [`<li>${link(one)}${inner}</li>`];
  });
  return chapters.length ? `<ol>${chapters.join("\n")}</ol>` : "";
}

/** Links to the documents before and after this one. */
function neighbours(here: Document): string {
  const at = DOCUMENTS.findIndex(({ path }) => path === here.path);
  const link = (one: Document | undefined, rel: string, word: string) =>
    one ? `<a rel="${rel}" href="./${fileOf(one.path)}"><small>${word}</small> ${one.label}</a>` : "";
  const both = [link(DOCUMENTS[at - 1], "prev", "Previous"), link(DOCUMENTS[at + 1], "next", "Next")];
  return `<nav class="turn" aria-label="Other documents">${both.join("")}</nav>`;
}
