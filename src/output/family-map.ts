import type { FamilyResult } from "../run/result.ts";
import { type Box, labels, linearScale, linearTicks, numberLabel } from "./axes.ts";
import { mapFor } from "./colours.ts";
import { parameterAxis, spread } from "./family-axis.ts";
import { line, text } from "./svg.ts";

const BOX: Box = { left: 76, right: 616, top: 40, bottom: 350 };
const LEGEND: Box = { left: 640, right: 656, top: 40, bottom: 350 };

/** Values of a parameter that are drawn. */
const MOST = 200;
const SHADES = 64;

/** The integral as colours over two parameters, hatched where there is no value. */
export function mapOf(family: FamilyResult["family"], title: string) {
  const [[a, as], [b, bs]] = Object.entries(family.parameters) as [
    [string, Float64Array],
    [string, Float64Array],
  ];
  const [rows, columns] = [thinned(as), thinned(bs)];
  const across = parameterAxis(rows.values, BOX, "x", true);
  const up = parameterAxis(columns.values, BOX, "y", true);
  const valueAt = (i: number, j: number) =>
    family.integrals[(rows.indices[i] as number) * bs.length + (columns.indices[j] as number)] as number;
  const map = mapFor(family.integrals);
  const paths = new Map<string, string[]>();
  across.sorted.forEach((i, column) => {
    up.sorted.forEach((j, row) => {
      const value = valueAt(i, j);
      if (!Number.isFinite(value)) return;
      const [x, end] = [across.edges[column] as number, across.edges[column + 1] as number];
      const [y, top] = [up.edges[row] as number, up.edges[row + 1] as number];
      const fill = hex(map.colourOf(value));
      const cells = paths.get(fill) ?? [];
      paths.set(fill, cells);
      cells.push(`M${x} ${y}H${end}V${top}H${x}z`);
    });
  });
  const content = [
    HATCHED,
    ...labels(BOX, title, a, b),
    ...across.ticks,
    ...up.ticks,
    `<rect class="gaps" x="${BOX.left}" y="${BOX.top}" width="${BOX.right - BOX.left}" height="${BOX.bottom - BOX.top}" fill="url(#hatched)"/>`,
    `<g class="map" shape-rendering="crispEdges">`,
    ...[...paths].map(([fill, cells]) => `<path fill="${fill}" d="${cells.join("")}"/>`),
    "</g>",
    ...legend(map),
  ];
  const notes = [
    ...(
      [
        [a, as, rows],
        [b, bs, columns],
      ] as const
    ).flatMap(([name, all, { indices }]) =>
      indices.length < all.length ? [`${indices.length} of ${all.length} values of ${name} are drawn`] : [],
    ),
  ];
  return { content, notes };
}

const HATCHED = `<defs><pattern id="hatched" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="6" stroke="#a8a29e" stroke-width="1.5"/></pattern></defs>`;

/** The colours, with the values that they stand for. */
function legend(map: ReturnType<typeof mapFor>): string[] {
  const range = spread([map.low, map.high]);
  const up = linearScale(range, LEGEND.bottom, LEGEND.top);
  const height = (LEGEND.bottom - LEGEND.top) / SHADES;
  const shades = Array.from({ length: SHADES }, (_, k) => {
    const value = range[0] + ((k + 0.5) / SHADES) * (range[1] - range[0]);
    const y = LEGEND.bottom - (k + 1) * height;
    return `<rect x="${LEGEND.left}" y="${y}" width="${LEGEND.right - LEGEND.left}" height="${height}" fill="${hex(map.colourOf(value))}"/>`;
  });
  const marks = linearTicks(range).map(
    (value) =>
      line(LEGEND.right, up(value), LEGEND.right + 5, up(value), "#1c1917") +
      text(LEGEND.right + 9, up(value) + 4, numberLabel(value)),
  );
  return [`<g class="legend" shape-rendering="crispEdges">${shades.join("")}${marks.join("")}</g>`];
}

/** At most so many of the values, evenly, with both ends. */
function thinned(values: Float64Array) {
  const count = Math.min(MOST, values.length);
  const step = count > 1 ? (values.length - 1) / (count - 1) : 0;
  const indices = Array.from({ length: count }, (_, k) => Math.round(k * step));
  return { indices, values: Float64Array.from(indices, (k) => values[k] as number) };
}

function hex(colour: readonly number[]): string {
  return `#${colour.map((one) => one.toString(16).padStart(2, "0")).join("")}`;
}
