import { type Cubature, NEAR } from "../../quadrature/rules/cubature.ts";
import { type AxisPieces, enterText, isPlain, MOST_COPIES, productText } from "./text.ts";

/**
 * Sums over the nodes of a region: an f that is cheap to compile group by group, in copies; another one in one loop over words
 * that say where a node is.
 */
export function regionText(own: readonly AxisPieces[], copies: number): string {
  const all = [...own.keys()];
  const plain = own.map(isPlain);
  const pieces = all.map((k) => {
    const at = `pieces + ${k}u * PIECE`;
    return plain[k]
      ? `  let origin${k} = values[${at}];\n  let span${k} = values[${at} + 1u];`
      : `  let piece${k} = piece_at(${at});`;
  });
  const weights = all.filter((k) => !plain[k]).map((k) => `place${k}.weight`);
  /** s is where a node is on an axis, in [-1, 1]. */
  const valueAt = (s: (k: number) => string) =>
    [
      ...all.map((k) =>
        plain[k]
          ? `let x${k} = affine(origin${k}, span${k}, ${s(k)});`
          : `let place${k} = place_on(piece${k}, ${s(k)});\nlet x${k} = place${k}.x;`,
      ),
      enterText(all),
      "let value = f(make_column(x0), make_row(x1));",
      `let weighted = ${weights.length ? `times(${productText(weights)}, value)` : "value"};`,
    ]
      .map((line) => `    ${line}`)
      .join("\n");
  /** For all four choices of two bits. */
  const fourTimes = (body: (bits: string) => string) =>
    [0, 1, 2, 3].map((bits) => `    {\n${body(`${bits}u`)}\n    }`).join("\n");
  const side = (distance: string, bits: string, bit: number) =>
    `pick(${distance}, minus(Value(), ${distance}), (${bits} & ${bit}u) != 0u)`;
  const all4 = copies === MOST_COPIES;
  const { axis, other, sign, far, otherSign, corner, corners } = WORD;
  const isSet = (bit: number) => `(word & ${2 ** bit}u) != 0u`;
  const inOneLoop = `  for (var k = 0u; k < NODES; k++) {
    let word = tasks[k];
    let distance = ${side(`pick(near, far, ${isSet(far)})`, "word", 2 ** sign)};
    let second = ${side("far", "word", 2 ** otherSign)};
    let first_axis = (word >> ${axis}u) & 15u;
    let second_axis = (word >> ${other}u) & 15u;
    let is_corner = ${isSet(corner)};
${valueAt(
  (k) =>
    `pick(pick(pick(Value(), second, second_axis == ${k}u), distance, first_axis == ${k}u), ${side("corner", "word", 2 ** (corners + k))}, is_corner)`,
)}
    if (k < ALONG) {
      parts[start + k] = as_pair(weighted);
    }
    pairs = with_value(pairs, value, pick(Value(), weighted, (k >= ALONG) & !is_corner));
    corners = with_value(corners, value, pick(Value(), weighted, is_corner));
  }`;
  return `fn measure_region(pieces: u32, start: u32) {
${pieces.join("\n")}
  let near = values[0];
  let far = values[1];
  let corner = values[2];
  var pairs = no_values();
  var corners = no_values();
${all4 ? groupByGroup() : inOneLoop}
  finish(pairs, corners, start + ALONG);
}
`;
  function groupByGroup() {
    return `  {
${valueAt(() => "Value()")}
    parts[start] = as_pair(weighted);
    pairs = with_range(pairs, value);
  }
  for (var i = 0u; i < AXES; i++) {
${fourTimes(
  (bits) => `    let distance = ${side(`pick(near, far, (${bits} & 2u) != 0u)`, bits, 1)};
${valueAt((k) => `pick(Value(), distance, i == ${k}u)`)}
    parts[start + 1u + 2u * i + (${bits} & 1u) + (${bits} >> 1u) * 2u * AXES] = as_pair(weighted);
    pairs = with_range(pairs, value);`,
)}
    for (var j = 0u; j < i; j++) {
${fourTimes(
  (bits) => `      let one = ${side("far", bits, 2)};
      let other = ${side("far", bits, 1)};
${valueAt((k) => `pick(pick(Value(), other, j == ${k}u), one, i == ${k}u)`)}
      pairs = with_value(pairs, value, weighted);`,
)}
    }
  }
  for (var more = 0u; more < CORNERS; more += 4u) {
${fourTimes(
  (bits) => `${valueAt((k) => side("corner", k < 2 ? bits : "more", 2 ** k))}
    corners = with_value(corners, value, weighted);`,
)}
  }`;
  }
}

/** Bits of a node's word: two axes, 15 for none; the sign and the distance on the first, the sign on the second; whether it is a corner, and its signs. */
const WORD = { axis: 0, other: 4, sign: 8, far: 9, otherSign: 10, corner: 11, corners: 12 };

/** The words of the nodes, in the rule's order. */
export function nodeWords(rule: Pick<Cubature, "axes" | "count" | "nodes">): Uint32Array<ArrayBuffer> {
  const { axes, count, nodes } = rule;
  return Uint32Array.from({ length: count }, (_, node) => {
    const at = Array.from({ length: axes }, (_, axis) => nodes[axis * count + node] as number);
    if (node >= count - 2 ** axes)
      return (
        255 + 2 ** WORD.corner + at.reduce((sum, s, k) => sum + (s < 0 ? 2 ** (WORD.corners + k) : 0), 0)
      );
    const [first = NONE, second = NONE] = [...at.keys()].filter((axis) => at[axis] !== 0);
    const [one, other] = [at[first] ?? 0, at[second] ?? 0];
    const flags = [one < 0 && WORD.sign, Math.abs(one) > NEAR && WORD.far, other < 0 && WORD.otherSign];
    return flags.reduce<number>((sum, bit) => sum + (bit ? 2 ** bit : 0), first + 16 * second);
  });
}

/** No axis. */
const NONE = 15;
