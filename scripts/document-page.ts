import { Marked } from "marked";
import { POLICY } from "../src/output/policy.ts";

/** Renders a Markdown document as a page of the site; `style` is the file name of the style sheet. */
export function documentPage(markdown: string, style: string): string {
  const title = /^# (.*)$/m.exec(markdown)?.[1] ?? "";
  return `<!doctype html>
<html lang="en">
  <head>
    <meta http-equiv="Content-Security-Policy" content="${escaped(POLICY)}" />
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${escaped(title)} · gpu-integrate</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="./${style}" />
    <link rel="stylesheet" href="./document.css" />
  </head>
  <body class="document">
    <header><p><a href="./">gpu-integrate</a></p></header>
    <main>
${marked.parse(markdown)}
    </main>
  </body>
</html>
`;
}

/** Command-line options and the page's query parameters for them. */
const QUERY: Readonly<Record<string, string>> = {
  "-f": "f",
  "-x": "x",
  "-y": "y",
  "-z": "z",
  "-n": "n",
  "--rule": "rule",
  "-b": "backends",
  "-p": "precision",
  "-t": "threads",
  "--exact": "exact",
};

/** The page's address for a command; null if the page lacks one of its options. */
export function queryOf(command: string): string | null {
  const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
  const [node, program, ...options] = words.filter((word) => word !== "-q");
  if (node !== "node" || program !== "gpu-integrate" || options.length % 2) return null;
  const query = new URLSearchParams();
  for (let k = 0; k < options.length; k += 2) {
    const [option, value] = options.slice(k, k + 2) as [string, string];
    const [, variable, limits] = (option === "-v" && /^(\w+)=(.*)$/.exec(value)) || [];
    const name = variable ? `v.${variable}` : QUERY[option];
    if (!name) return null;
    query.set(name, limits ?? value);
  }
  query.set("run", "1");
  return `./?${query}`;
}

/** The anchor of a heading, formed as Markdown hosts do. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, "")
    .replaceAll(" ", "-");
}

const marked = new Marked({
  renderer: {
    heading({ tokens, depth, text }) {
      const id = anchorOf(text.replaceAll("`", ""));
      return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
    },
    link({ href, tokens }) {
      return `<a href="${escaped(addressOf(href))}">${this.parser.parseInline(tokens)}</a>`;
    },
    image({ href, text }) {
      return `<img src="${escaped(addressOf(href))}" alt="${escaped(text)}" />`;
    },
    code({ text, lang = "" }) {
      const [language, source] = lang.split(" ");
      if (language === "console") return transcript(text);
      const caption = source ? `<figcaption><code>${escaped(source)}</code></figcaption>` : "";
      return `<figure>${scrolling(escaped(text))}${caption}</figure>\n`;
    },
    table(token) {
      const row = (cells: typeof token.header, tag: string) =>
        `<tr>${cells.map((one) => `<${tag}>${this.parser.parseInline(one.tokens)}</${tag}>`).join("")}</tr>`;
      const body = token.rows.map((cells) => row(cells, "td")).join("\n");
      return `<div class="wide" tabindex="0"><table><thead>${row(token.header, "th")}</thead><tbody>${body}</tbody></table></div>\n`;
    },
  },
});

/** The page's address for a link in a document; all pages share one folder. */
function addressOf(reference: string): string {
  if (reference.includes("://")) return reference;
  return reference.replace(/^(\.\.\/|docs\/)/, "").replace(/\.md(?=#|$)/, ".html");
}

/** Commands and their output, with links to run them on the page where it can. */
function transcript(text: string): string {
  const parts = text.split(/^(?=\$ )/m).map((part) => {
    const [command = "", ...output] = part.trimEnd().split("\n");
    const query = queryOf(command.slice(2));
    const link = query ? `<a class="here" href="${escaped(query)}">run it on the page</a>` : "";
    const printed = output.length ? `\n${escaped(output.join("\n"))}` : "";
    return `<div class="command">${scrolling(`<kbd>${escaped(command)}</kbd>${printed}`)}${link}</div>`;
  });
  return `${parts.join("\n")}\n`;
}

/** Preformatted text; tabindex lets the keyboard scroll it on narrow screens. */
function scrolling(html: string): string {
  return `<pre tabindex="0">${html}</pre>`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
