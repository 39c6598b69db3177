import { Marked, type Token, type Tokens } from "marked";
import { coloured, escaped } from "./document-code.ts";
import { formulas } from "./document-math.ts";
import { fileOf } from "./document-order.ts";
import { queryOf } from "./document-query.ts";

/** Letters up to which a table's cell is one line. */
const SHORT = 24;

/** A heading below the title. */
export interface Heading {
  readonly id: string;
  readonly depth: number;
  readonly html: string;
}

/** A Markdown document as HTML, with its title as text and its headings. */
export function rendered(markdown: string): { html: string; title: string; headings: Heading[] } {
  const tokens = marked.lexer(markdown);
  const all = tokens.filter((token): token is Tokens.Heading => token.type === "heading");
  const headings = all.slice(1).map(({ text, depth, tokens }) => ({
    id: anchorOf(text),
    depth,
    // A link cannot be in another.
    html: marked.Parser.parseInline(tokens.flatMap(withoutLinks), marked.defaults),
  }));
  return { html: marked.parser(tokens), title: all[0]?.text.replaceAll("`", "") ?? "", headings };
}

/** The anchor of a heading, formed as Markdown hosts do. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, "")
    .replaceAll(" ", "-");
}

function withoutLinks(token: Token): Token[] {
  return token.type === "link" ? (token.tokens ?? []) : [token];
}

const marked = new Marked({
  extensions: formulas,
  renderer: {
    heading({ tokens, depth, text }) {
      const id = anchorOf(text);
      const inner = this.parser.parseInline(tokens);
      const anchor = `<a class="anchor" href="#${id}" aria-label="Link to this heading">#</a>`;
      return `<h${depth} id="${id}">${inner}${depth > 1 ? anchor : ""}</h${depth}>\n`;
    },
    link({ href, tokens }) {
      return `<a href="${escaped(addressOf(href))}">${this.parser.parseInline(tokens)}</a>`;
    },
    image({ href, text }) {
      return `<img src="${escaped(addressOf(href))}" alt="${escaped(text)}" />`;
    },
    paragraph({ tokens }) {
      const pictures = tokens.filter(({ type }) => type === "image");
      const inner = this.parser.parseInline(tokens);
      return pictures.length ? `<p class="pictures">${inner}</p>\n` : `<p>${inner}</p>\n`;
    },
    code({ text, lang = "" }) {
      const [language = "", source] = lang.split(" ");
      if (language === "console") return transcript(text);
      const caption = source?.includes("/") ? `<figcaption><code>${escaped(source)}</code></figcaption>` : "";
      const html = language ? coloured(text, language) : commands(text);
      return `<figure>${scrolling(html)}${caption}</figure>\n`;
    },
    table(token) {
      const cell = (one: Tokens.TableCell, tag: string) => {
        const short = one.text.length <= SHORT ? ' class="short"' : "";
        return `<${tag}${short}>${this.parser.parseInline(one.tokens)}</${tag}>`;
      };
      const row = (cells: Tokens.TableCell[], tag: string) =>
        `<tr>${cells.map((one) => cell(one, tag)).join("")}</tr>`;
      const body = token.rows.map((cells) => row(cells, "td")).join("\n");
      return `<div class="wide" tabindex="0"><table><thead>${row(token.header, "th")}</thead><tbody>${body}</tbody></table></div>\n`;
    },
  },
});

/** The page's address for a link in a document; all pages share one folder. */
function addressOf(reference: string): string {
  if (reference.includes("://")) return reference;
  const [path = "", anchor] = reference.split("#");
  return anchor === undefined ? fileOf(path) : `${fileOf(path)}#${anchor}`;
}

/** Commands and their output, with links to run them on the page where it can. */
function transcript(text: string): string {
  const parts = text.split(/^(?=\$ )/m).map((part) => {
    const [command = "", ...output] = part.trimEnd().split("\n");
    const query = queryOf(command.slice(2));
    const link = query ? `<a class="here" href="${escaped(query)}">run it on the page</a>` : "";
    const printed = output.length ? `\n<samp>${escaped(output.join("\n"))}</samp>` : "";
    return `<div class="command">${scrolling(`<kbd>${coloured(command, "command")}</kbd>${printed}`)}${link}</div>`;
  });
  return `${parts.join("\n")}\n`;
}

/** Lines of an indented block: commands, each with a link where the page can run it. */
function commands(text: string): string {
  const lines = text.split("\n").map((line) => {
    const query = queryOf(line);
    const link = query
      ? `  <a href="${escaped(query)}" aria-label="run on the page: ${escaped(line)}">run</a>`
      : "";
    return coloured(line, "command") + link;
  });
  return lines.join("\n");
}

/** Preformatted text; tabindex lets the keyboard scroll it on narrow screens. */
function scrolling(html: string): string {
  return `<pre tabindex="0">${html}</pre>`;
}
