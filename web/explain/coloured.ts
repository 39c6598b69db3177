import { evaluate } from "../../src/integrand/language/tape.ts";
import { mapFor } from "../../src/output/colours.ts";
import type { Plan } from "../../src/quadrature/grid/plan.ts";
import { type Box, rect } from "./svg.ts";

/** Some of a layer's nodes. */
export interface Part {
  readonly column: number;
  readonly row: number;
  readonly columns: number;
  readonly rows: number;
}

export function wholeOf({ x, y }: Plan): Part {
  return { column: 0, row: 0, columns: x.count, rows: y.count };
}

/** Part of the layer that a tile is in, in the colours that f has in all of it, at most at so many places. */
export function coloured(
  plan: Plan,
  part: Part,
  tile: number,
  [across, up]: readonly [number, number],
  box: Box,
): SVGElement[] {
  const { colourOf } = mapFor(valuesIn(plan, wholeOf(plan), tile, 16, 16));
  const [columns, rows] = [Math.min(across, part.columns), Math.min(up, part.rows)];
  const [width, height] = [box.width / columns, box.height / rows];
  return valuesIn(plan, part, tile, columns, rows).map((value, k) => {
    const [i, j] = [k % columns, Math.floor(k / columns)];
    const place = { x: box.x + i * width, y: box.y + box.height - (j + 1) * height, width, height };
    return rect(place, "sample", {
      fill: Number.isFinite(value) ? `rgb(${colourOf(value).join(" ")})` : "none",
    });
  });
}

/** Values of f at places that are spread evenly. */
function valuesIn(
  { x, y, z, f, box, perLayer }: Plan,
  part: Part,
  tile: number,
  columns: number,
  rows: number,
): number[] {
  const at = (axis: number, count: number, node: number) => {
    const [a, b] = box[axis] ?? [0, 0];
    return a + ((b - a) * node) / count;
  };
  const [depth] = z.nodes(Math.min(z.count - 1, Math.floor(tile / perLayer)), 1);
  return Array.from({ length: columns * rows }, (_, k) => {
    const column = part.column + (((k % columns) + 0.5) * part.columns) / columns;
    const row = part.row + ((Math.floor(k / columns) + 0.5) * part.rows) / rows;
    return evaluate(f, [at(0, x.count, column), at(1, y.count, row), depth as number]);
  });
}
