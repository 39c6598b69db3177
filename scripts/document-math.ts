import type { TokenizerAndRendererExtension, Tokens } from "marked";
import temml from "temml";

/** `$…$` in a line and `$$…$$` as a paragraph, as GitHub has them, turned into MathML. */
export const formulas: TokenizerAndRendererExtension[] = [
  {
    name: "formula",
    level: "inline",
    start: (text: string) => text.indexOf("$"),
    // Punctuation stays on the line of its formula.
    tokenizer: (text: string) => token(/^\$(?![\s$])([^$]*[^\s$])\$(?!\w)([,.;:)]*)/.exec(text), "formula"),
    renderer: ({ text, after }: Tokens.Generic) =>
      after ? `<span class="unbroken">${mathml(text, false)}${after}</span>` : mathml(text, false),
  },
  {
    name: "display",
    level: "block",
    start: (text: string) => /^\$\$/m.exec(text)?.index,
    tokenizer: (text: string) => token(/^\$\$([^$]+)\$\$(?:\n|$)/.exec(text), "display"),
    renderer: ({ text }: Tokens.Generic) => `<p class="display" tabindex="0">${mathml(text, true)}</p>\n`,
  },
];

function token(found: RegExpExecArray | null, type: string) {
  if (!found) return undefined;
  const [raw, text = "", after] = found;
  return { type, raw, text: text.trim(), after };
}

function mathml(tex: string, displayMode: boolean): string {
  const text = temml.renderToString(tex, { displayMode, throwOnError: true });
  // The page's policy forbids inline styles; its style sheet says the same.
  return text.replace(' style="display:block math;"', "");
}
