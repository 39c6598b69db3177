export interface Token {
  readonly kind: "number" | "name" | "sign" | "end";
  readonly text: string;
  readonly position: number;
  /** Of a number. */
  readonly value: number;
}

// At each place the longest that fits: a number, a name, a sign.
const TOKEN =
  /\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|(\*\*|<=|>=|==|!=|&&|\|\||[-+*/^()<>!?:,]))/y;

/** The tokens of a text, the last of kind `end`. */
export function tokens(text: string, fail: (position: number, advice: string) => never): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  for (;;) {
    const start = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) {
      const rest = text.slice(start).trimStart();
      const position = text.length - rest.length;
      // math.sin is sin in other languages.
      const [, own] = (found.at(-1)?.kind === "name" && /^\.([A-Za-z]\w*)/.exec(rest)) || [];
      const advice = own ? `: write ${own} alone` : hint(rest);
      found.push({ kind: "end", text: "", position, value: 0 });
      return rest === "" ? found : fail(position, `unexpected ${character(rest)}${advice}`);
    }
    const [all, digits, name, sign] = match;
    const raw = (digits ?? name ?? sign) as string;
    const kind = digits !== undefined ? "number" : name !== undefined ? "name" : "sign";
    const position = start + all.length - raw.length;
    const value = kind === "number" ? Number(raw) : 0;
    const more = kind === "number" && /^\.[\d.]*/.exec(text.slice(TOKEN.lastIndex));
    if (more) fail(position, `${raw}${more[0]} is not a number`);
    if (!Number.isFinite(value)) fail(position, `${raw} is too large: numbers end at 1.8e308`);
    found.push({ kind, text: raw, position, value });
  }
}

/** The first character, with its code where it may look like another one, and the code alone where it is not seen. */
function character(text: string): string {
  const first = String.fromCodePoint(text.codePointAt(0) as number);
  const code = (first.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, "0");
  if (/[\x21-\x7e]/.test(first)) return first;
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(first) ? `${first} (U+${code})` : `character U+${code}`;
}

const MEANT: Readonly<Record<string, string>> = {
  "=": "==, or < <= > >=",
  "&": "&&",
  "|": "abs(…), or || for “or”",
  "%": "x - n*floor(x/n)",
  "[": "(",
  "{": "(",
  "−": "-",
  "–": "-",
  "‐": "-",
  "⋅": "*",
  "·": "*",
  "×": "*",
  "∗": "*",
  "÷": "/",
  "≤": "<=",
  "≥": ">=",
  "≠": "!=",
  "√": "sqrt(…)",
  π: "pi",
  "∞": "inf",
  τ: "tau",
  "³": "^3",
  "∙": "*",
  "²": "^2",
  "°": "*pi/180",
};

function hint(text: string): string {
  const [first = ""] = text;
  const meant = MEANT[first];
  if (meant) return `: write ${meant}`;
  if (/["'“”‘’]/.test(first)) return ": leave out the quotes";
  return /\p{L}/u.test(first) ? ": names have plain letters, a to z" : "";
}
