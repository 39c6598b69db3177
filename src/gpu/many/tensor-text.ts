import { enterText, gatherText, productText } from "./text.ts";

/**
 * Words of a task, by axis: where its nodes and weights start, and how many there are. A range is of planes along the first
 * two axes. Reads are dear in software, so a few columns are kept in registers.
 */
export function tensorText(all: readonly number[], copies: number): string {
  const words = all.map(
    (k) =>
      `  let start${k} = tasks[range.task + ${2 * k}u];\n  let count${k} = tasks[range.task + ${2 * k + 1}u];`,
  );
  const beyond = all.slice(2);
  const first = beyond.map((k) => `  var i${k} = rest % count${k};\n  rest = rest / count${k};`);
  const nodes = beyond.map(
    (k) => `    let at${k} = start${k} + 2u * i${k};
    let x${k} = values[at${k}];
    let weight${k} = values[at${k} + 1u];`,
  );
  // Divisions are dear: the next plane is found by carrying.
  const next = beyond.map(
    (k) => `    i${k} += carry;
    carry = select(0u, 1u, i${k} == count${k});
    i${k} = select(i${k}, 0u, i${k} == count${k});`,
  );
  const columns = Array.from(
    { length: copies },
    (_, copy) => `      let column${copy} = make_column(values[start0 + 2u * (i + ${copy}u)]);
      let of_column${copy} = times(beyond, values[start0 + 2u * (i + ${copy}u) + 1u]);`,
  );
  const each = Array.from(
    { length: copies },
    (_, copy) => `        {
          let value = f(column${copy}, row);
          let weight = times(of_column${copy}, of_row);
${gatherText("          ")}
        }`,
  );
  return `fn range_sums(range: Range) -> Gathered {
${words.join("\n")}
  var rest = range.first;
${first.join("\n")}
  var own = nothing_gathered();
  for (var k = range.first; k < range.end; k++) {
${nodes.join("\n")}
    ${enterText(all)}
    let beyond = ${productText(beyond.map((k) => `weight${k}`))};
    for (var i = 0u; i < count0; i += ${copies}u) {
${columns.join("\n")}
      for (var j = start1; j < start1 + 2u * count1; j += 2u) {
        let row = make_row(values[j]);
        let of_row = values[j + 1u];
        var sum = Value();
${each.join("\n")}
        own.total = gathered(own.total, sum);
      }
    }
    var carry = 1u;
${next.join("\n")}
  }
  return own;
}
`;
}
