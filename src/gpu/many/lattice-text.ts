import { type AxisPieces, enterText, gatherText, isPlain, productText } from "./text.ts";

/** Words of a task, by axis: step, shift, first piece, number of pieces. Reads are dear in software, so that up to two pieces are kept in registers. */
export function latticeText(pieces: readonly AxisPieces[], copies: number): string {
  const all = [...pieces.keys()];
  const words = pieces.map((own, k) => {
    const at = (word: number) => `tasks[range.task + ${4 * k + word}u]`;
    return `  let step${k} = ${at(0)};\n  var exact${k} = ${at(1)} + range.first * step${k};\n${piecesText(own, k, at)}`;
  });
  const places = pieces.map((own, k) => `${placeText(own, k)}\n        let x${k} = place${k}.x;`);
  const point = `      {
${places.join("\n")}
        ${enterText(all)}
        let value = f(make_column(x0), make_row(x1));
        let weight = ${productText(all.map((k) => `place${k}.weight`))};
${gatherText("        ")}
${all.map((k) => `        exact${k} += step${k};`).join("\n")}
      }`;
  const each = Array.from({ length: copies }, () => point);
  return `fn range_sums(range: Range) -> Gathered {
${words.join("\n")}
  var own = nothing_gathered();
  for (var k = range.first; k < range.end; k += ${copies}u) {
    var sum = Value();
${each.join("\n")}
    own.total = gathered(own.total, sum);
  }
  return own;
}
`;
}

/** The pieces of an axis that are kept. */
function piecesText(own: AxisPieces, k: number, at: (word: number) => string): string {
  if (isPlain(own)) return `  let origin${k} = values[${at(2)}];\n  let span${k} = values[${at(2)} + 1u];`;
  const first = `  let piece${k} = piece_at(${at(2)});`;
  if (own.count === 1) return first;
  if (own.count === 2) return `${first}\n  let other${k} = piece_at(${at(2)} + PIECE);`;
  return `  let pieces${k} = ${at(2)};\n  let count${k} = ${at(3)};`;
}

function placeText(own: AxisPieces, k: number): string {
  if (isPlain(own))
    return `        let moved${k} = moved_to(fraction(exact${k}));
        let place${k} = Place(affine(origin${k}, span${k}, moved${k}.t), moved${k}.weight);`;
  const piece = [
    "",
    `place_in(piece${k}, exact${k})`,
    `place_in(picked(piece${k}, other${k}, exact${k} >= 0x80000000u), 2u * exact${k})`,
  ][own.count];
  return `        let place${k} = ${piece ?? `place_at(pieces${k}, count${k}, exact${k})`};`;
}
