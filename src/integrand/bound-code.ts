import { type Pairs, SLOPES, WILD } from "./bound-pairs.ts";
import { RULES } from "./bound-rules.ts";
import { TEXTS } from "./bound-texts.ts";
import { isZero, type PairText, put, putMost, type Row, type Writer } from "./bound-writer.ts";
import { compiled, meaning } from "./javascript.ts";
import { type Step, tapeOf } from "./tape.ts";
import type { Tree } from "./tree.ts";

/** Bounds a tree over a box: writes the tree's own row of pairs. */
export type BoundCode = (low: ArrayLike<number>, high: ArrayLike<number>) => void;

/**
 * The rules of a tree's steps as one function without loops: those that have a text as that, others as calls. `place` says
 * where a step's row is.
 */
export function compileBounds(tree: Tree, axes: number, s: Pairs, place: (k: number) => number): BoundCode {
  const writer: Writer = { lines: [], names: 0 };
  const rows: Row[] = [];
  const constants: string[] = [];
  const stored = new Set<number>();
  const store = (k: number) => {
    if (!stored.has(k)) putRow(writer, rows[k] as Row, place(k));
    stored.add(k);
  };
  const none = Array.from({ length: axes }, () => null);
  const tape = tapeOf(tree);
  const wanted = middlesOf(tape);
  for (const [k, { tree: part, args }] of tape.entries()) {
    if (part.kind === "number") {
      const text = `(${part.value})`;
      const wild = Number.isFinite(part.value) ? "0" : "1";
      const ends: PairText = Number.isNaN(part.value) ? ["(-Infinity)", "Infinity"] : [text, text];
      rows[k] = { ends, wild, middle: text, slopes: none };
    } else if (part.kind === "variable") {
      const [low, high] = [put(writer, `low[${part.axis}]`), put(writer, `high[${part.axis}]`)];
      const slopes = none.map((_, axis): PairText | null => (axis === part.axis ? ["1", "1"] : null));
      rows[k] = { ends: [low, high], wild: "0", middle: put(writer, `(${low} + ${high}) / 2`), slopes };
    } else {
      const own = args.map((arg) => rows[arg] as Row);
      const text = TEXTS[part.name];
      const middles = own.map((row) => row.middle);
      const middle = wanted[k] ? put(writer, meaning(part.name, middles)) : "";
      if (text) rows[k] = { ...text(writer, axes, own), middle };
      else {
        args.forEach(store);
        constants.push(`const a${k} = [${args.map(place)}];`);
        writer.lines.push(
          `rules[${JSON.stringify(part.name)}](s, ${place(k)}, a${k}, ${SLOPES + 2 * axes});`,
        );
        rows[k] = { ...loaded(writer, axes, own, place(k)), middle };
        stored.add(k);
      }
      if (MEAN_VALUE.has(part.name)) rows[k] = tightened(writer, rows[k] as Row, own);
    }
  }
  store(tape.length - 1);
  const text = `(() => { ${constants.join(" ")} return (low, high) => {\n${writer.lines.join("\n")}\n}; })()`;
  return compiled(text, { s, rules: RULES }) as BoundCode;
}

/** Where terms may cancel: there the mean-value form is the tighter one on small boxes. */
export const MEAN_VALUE = new Set(["+", "-", "*"]);

/** Of which steps the mean-value form needs the value in the middle of the box. */
export function middlesOf(tape: readonly Step[]): boolean[] {
  const wanted = tape.map(({ tree }) => tree.kind === "call" && MEAN_VALUE.has(tree.name));
  for (let k = tape.length - 1; k >= 0; k--)
    if (wanted[k]) for (const arg of (tape[k] as Step).args) wanted[arg] = true;
  return wanted;
}

function putRow({ lines }: Writer, { ends: [low, high], wild, slopes }: Row, at: number): void {
  lines.push(`s[${at}] = ${low}; s[${at + 1}] = ${high}; s[${at + WILD}] = ${wild};`);
  for (const [axis, own] of slopes.entries()) {
    const to = at + SLOPES + 2 * axis;
    lines.push(`s[${to}] = ${own?.[0] ?? 0}; s[${to + 1}] = ${own?.[1] ?? 0};`);
  }
}

/** What a rule has written. */
function loaded(writer: Writer, axes: number, args: readonly Row[], at: number): Omit<Row, "middle"> {
  const from = (k: number) => put(writer, `s[${at + k}]`);
  return {
    ends: [from(0), from(1)],
    wild: from(WILD),
    slopes: Array.from({ length: axes }, (_, axis) =>
      args.every(({ slopes }) => slopes[axis] === null)
        ? null
        : [from(SLOPES + 2 * axis), from(SLOPES + 2 * axis + 1)],
    ),
  };
}

/** As `tighten` of bounds.ts. */
function tightened(writer: Writer, row: Row, args: readonly Row[]): Row {
  const { ends, wild, middle, slopes } = row;
  const [a, b] = args as [Row, Row];
  const sizes = [ends, a.ends, b.ends].map((pair) => putMost(writer, pair));
  const terms = slopes.flatMap((slope, axis) =>
    slope ? [`(${isZero(slope)} ? 0 : ${putMost(writer, slope)} * (high[${axis}] - low[${axis}]) / 2)`] : [],
  );
  const spread = put(writer, [`2e-15 * (${sizes.join(" + ")})`, ...terms].join(" + "));
  const better = put(
    writer,
    `!${wild} && ${middle} - ${middle} === 0 && ${spread} < ${ends[1]} - ${ends[0]}`,
  );
  const low = put(writer, `${better} ? Math.max(${ends[0]}, ${middle} - ${spread}) : ${ends[0]}`);
  const high = put(writer, `${better} ? Math.min(${ends[1]}, ${middle} + ${spread}) : ${ends[1]}`);
  return { ...row, ends: [low, high] };
}
