interface Declaration {
  readonly name: string;
  /** With the comment above it. */
  readonly text: string;
  readonly isEntry: boolean;
  readonly uses: readonly string[];
}

/** A piece of WGSL: a comment on the whole, and declarations. */
interface Part {
  readonly about: string;
  readonly declarations: readonly Declaration[];
}

/** The pieces of WGSL as one module, without the declarations that its entry points do not need. */
export function pruned(texts: readonly string[]): string {
  const parts = texts.map(partOf);
  const all = parts.flatMap(({ declarations }) => declarations);
  const byName = new Map(all.map((one) => [one.name, one]));
  const needed = new Set<Declaration>();
  const waiting = all.filter(({ isEntry }) => isEntry);
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (needed.has(next)) continue;
    needed.add(next);
    waiting.push(...next.uses.flatMap((name) => byName.get(name) ?? []));
  }
  const kept = parts.flatMap(({ about, declarations }) => {
    const own = declarations.filter((one) => needed.has(one)).map(({ text }) => text);
    return own.length ? [`\n${about}`, ...own] : [];
  });
  return `${kept
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim()}\n`;
}

/** Reads WGSL as it is formatted here: declarations start at the margin, and blocks end in a line that is `}`. */
function partOf(text: string): Part {
  const declarations: Declaration[] = [];
  let about = "";
  let lines: string[] = [];
  let open = false;
  for (const line of text.split("\n")) {
    // A comment before all declarations, and apart from them.
    if (line === "" && !open && !declarations.length && lines.some(Boolean)) {
      about = lines.join("\n");
      lines = [];
    }
    lines.push(line);
    if (!open && (line === "" || line.startsWith("//"))) continue;
    open = open ? line !== "}" : /^(@|fn|struct)/.test(line) && !/[;}]$/.test(line);
    if (open) continue;
    declarations.push(declarationOf(lines));
    lines = [];
  }
  return { about, declarations };
}

function declarationOf(lines: readonly string[]): Declaration {
  const code = lines.map((line) => line.replace(/\/\/.*/, "")).join("\n");
  return {
    name: /\b(?:fn|struct|alias|const|var(?:<[^>]*>)?) (\w+)/.exec(code)?.[1] ?? "",
    text: lines.join("\n"),
    isEntry: /@(compute|vertex|fragment)/.test(code),
    uses: code.match(/\b[A-Za-z_]\w*/g) ?? [],
  };
}
