import type { TokenizerAndRendererExtension, Tokens } from "marked";
import temml from "temml";

/** `$…$` in a line and `$$…$$` as a paragraph, as GitHub has them, turned into MathML. */
export const formulas: TokenizerAndRendererExtension[] = [
  {
    name: "formula",
    level: "inline",
    start: (text: string) => text.indexOf("$"),
    tokenizer: (text: string) => token(/^\$(?![\s$])([^$]*[^\s$])\$(?!\w)/.exec(text), "formula"),
    renderer: ({ text }: Tokens.Generic) => mathml(text, false),
  },
  {
    name: "display",
    level: "block",
    start: (text: string) => /^\$\$/m.exec(text)?.index,
    tokenizer: (text: string) => token(/^\$\$([^$]+)\$\$(?:\n|$)/.exec(text), "display"),
    renderer: ({ text }: Tokens.Generic) => `<p class="formula" tabindex="0">${mathml(text, true)}</p>\n`,
  },
];

function token(found: RegExpExecArray | null, type: string) {
  return found ? { type, raw: found[0], text: (found[1] as string).trim() } : undefined;
}

function mathml(tex: string, displayMode: boolean): string {
  const text = temml.renderToString(tex, { displayMode, throwOnError: true });
  // The page's policy forbids inline styles; its style sheet says the same.
  return text.replace(' style="display:block math;"', "");
}
