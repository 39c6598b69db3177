import type { HLJSApi, Language } from "highlight.js";
import highlight from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";

highlight.registerLanguage("ts", typescript);
highlight.registerLanguage("js", typescript);
highlight.registerLanguage("jsx", typescript);
highlight.registerLanguage("bash", bash);
highlight.registerLanguage("html", xml);
highlight.registerLanguage("yaml", yaml);
highlight.registerLanguage("command", command);
highlight.registerLanguage("wgsl", wgsl);

/** Code as HTML whose spans have the classes of highlight.js; of unknown languages the text alone. */
export function coloured(code: string, language: string): string {
  if (!highlight.getLanguage(language)) return escaped(code);
  return highlight.highlight(code, { language, ignoreIllegals: true }).value;
}

export function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** Lines of shell: quoted texts, options and comments. */
function command({ QUOTE_STRING_MODE, APOS_STRING_MODE, HASH_COMMENT_MODE }: HLJSApi): Language {
  return {
    contains: [
      QUOTE_STRING_MODE,
      APOS_STRING_MODE,
      { ...HASH_COMMENT_MODE, begin: /(?<=\s)#/ },
      { scope: "attr", begin: /(?<=\s)--?[a-z][\w-]*(?=\s|$)/im },
    ],
  };
}

function wgsl({ C_LINE_COMMENT_MODE, C_BLOCK_COMMENT_MODE }: HLJSApi): Language {
  return {
    keywords: {
      keyword:
        "alias break case const continue continuing default diagnostic discard else enable fn for if let loop override return struct switch var while",
      type: "array atomic bool f16 f32 i32 ptr u32 vec2 vec2f vec2u vec3 vec3f vec3u vec4 vec4f vec4u Value Sum",
      literal: "false true",
    },
    contains: [
      C_LINE_COMMENT_MODE,
      C_BLOCK_COMMENT_MODE,
      { scope: "meta", begin: /@\w+/ },
      { scope: "title function_", begin: /(?<=\bfn )\w+/ },
      { scope: "number", begin: /\b(0x[\da-f]+|\d[\d.]*(e[+-]?\d+)?)[iufh]?\b/i },
    ],
  };
}
