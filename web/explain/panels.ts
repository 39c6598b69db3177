import { type Plan, TILE_ROWS, tileBounds } from "../../src/quadrature/grid/plan.ts";
import { coloured, wholeOf } from "./coloured.ts";
import { type Box, circle, line, rect, shape } from "./svg.ts";

// Each panel is a square, and right of it the lines that lead into the next one's.
const WIDTH = 240;
const HEIGHT = 176;
const SQUARE: Box = { x: 4, y: 8, width: 160, height: 160 };

/** A cell of a strip. */
const CELL = 10;

/** Lines of a grid beyond which they are left out, as they would be a surface. */
const MOST_LINES = 40;

/** The grid in the colours of f, cut into tiles, one of which is taken out. */
export function gridPanel(plan: Plan, tile: number): SVGElement {
  const { x, y, width, across, perLayer } = plan;
  const down = perLayer / across;
  const at = (column: number) => SQUARE.x + (SQUARE.width * column) / x.count;
  const up = (row: number) => SQUARE.y + SQUARE.height * (1 - row / y.count);
  const { column, row, columns, rows } = tileBounds(plan, tile);
  const cuts = [
    ...(across <= MOST_LINES ? inner(across, (k) => at(k * width)) : []).map((v) =>
      line(v, SQUARE.y, v, SQUARE.y + SQUARE.height, "cut"),
    ),
    ...(down <= MOST_LINES ? inner(down, (k) => up(k * TILE_ROWS)) : []).map((v) =>
      line(SQUARE.x, v, SQUARE.x + SQUARE.width, v, "cut"),
    ),
  ];
  const out: Box = atLeast({
    x: at(column),
    y: up(row + rows),
    width: at(column + columns) - at(column),
    height: up(row) - up(row + rows),
  });
  const layers =
    plan.box.length > 2
      ? [8, 4].map((by) => rect({ ...SQUARE, x: SQUARE.x + by, y: SQUARE.y - by }, "layer"))
      : [];
  return panel(...layers, ...coloured(plan, wholeOf(plan), tile, [16, 16], SQUARE), ...cuts, ...zoom(out));
}

/** One tile in strips of rows, one of which is taken out. */
export function tilePanel(plan: Plan, tile: number, strips: number, rows: number): SVGElement {
  const bounds = tileBounds(plan, tile);
  const each = SQUARE.height / strips;
  const cuts = inner(strips, (k) => SQUARE.y + k * each).map((v) =>
    line(SQUARE.x, v, SQUARE.x + SQUARE.width, v, "cut fine"),
  );
  const own = Math.floor(strips * 0.4);
  const out = { ...SQUARE, y: SQUARE.y + own * each, height: each };
  return panel(...coloured(plan, bounds, tile, [16, 16], SQUARE), ...cuts, ...zoom(out, stripBox(rows)));
}

/** Where a strip is drawn. */
function stripBox(rows: number): Box {
  const height = rows * CELL;
  return { ...SQUARE, y: SQUARE.y + (SQUARE.height - height) / 2, height };
}

/** An invocation on its way along a strip: the nodes of a column at a time. */
export function stripPanel(rows: number): SVGElement {
  const columns = SQUARE.width / CELL;
  const side = CELL;
  const now = 9;
  const top = stripBox(rows).y;
  const cells = Array.from({ length: rows * columns }, (_, k) => {
    const [i, j] = [k % columns, Math.floor(k / columns)];
    const kind = i < now ? "cell done" : i === now ? "cell now" : "cell";
    return rect({ x: SQUARE.x + i * side, y: top + j * side, width: side, height: side }, kind);
  });
  const nodes = Array.from({ length: rows }, (_, j) =>
    circle(SQUARE.x + (now + 0.5) * side, top + (j + 0.5) * side, 2.2, "node"),
  );
  const middle = HEIGHT / 2;
  const y = top + rows * side + 14;
  const walk = [
    line(SQUARE.x + 4, y, SQUARE.x + SQUARE.width - 4, y, "walk"),
    arrowHead(SQUARE.x + SQUARE.width - 2, y),
  ];
  const end = SQUARE.x + SQUARE.width;
  return panel(...cells, ...nodes, ...walk, line(end, middle, WIDTH, middle, "lead"));
}

/** A row of nodes that one invocation adds, in one variable. */
export function linePanel(plan: Plan, tile: number): SVGElement {
  const bounds = tileBounds(plan, tile);
  const out = { ...SQUARE, y: SQUARE.y + 60, height: 40 };
  const nodes = inner(17, (k) => SQUARE.x + (k - 0.5) * 10).map((v) => circle(v, SQUARE.y + 80, 2.2, "node"));
  return panel(...coloured(plan, bounds, tile, [16, 1], out), ...nodes, line(164, 88, WIDTH, 88, "lead"));
}

/** The invocations of a workgroup side by side, in one variable. */
export function lanesPanel(lanes: number): SVGElement {
  const each = SQUARE.height / lanes;
  const bars = Array.from({ length: lanes }, (_, k) =>
    rect({ x: SQUARE.x, y: SQUARE.y + k * each, width: SQUARE.width - 24, height: each * 0.6 }, "lane"),
  );
  return panel(...bars, ...Array.from({ length: 8 }, (_, k) => line(144, 18 + k * 20, WIDTH, 88, "lead")));
}

/** The sums of a workgroup, added so many at a time. */
export function treePanel(lanes: number, radix: number): SVGElement {
  const counts = [lanes];
  while ((counts.at(-1) as number) > 1) counts.push(Math.ceil((counts.at(-1) as number) / radix));
  const step = (SQUARE.width - 12) / (counts.length - 1);
  const at = (level: number, k: number): [number, number] => [
    SQUARE.x + 6 + level * step,
    SQUARE.y + (SQUARE.height * (k + 0.5)) / (counts[level] as number),
  ];
  // As in the shader, place k adds those at k, k + left, k + 2 left and so on.
  const edges = counts.slice(0, -1).flatMap((count, level) => {
    const left = counts[level + 1] as number;
    const followed = Math.floor(left * 0.4);
    return Array.from({ length: count }, (_, k) => {
      const kind = k % left === followed || left === 1 ? "edge followed" : "edge";
      return line(...at(level, k), ...at(level + 1, k % left), kind);
    });
  });
  const nodes = counts.flatMap((count, level) =>
    Array.from({ length: count }, (_, k) => circle(...at(level, k), level ? 5 : 1.2, "node")),
  );
  const [x, y] = at(counts.length - 1, 0);
  return panel(...edges, line(x, y, WIDTH, HEIGHT / 2, "lead"), ...nodes);
}

/** The partial sums of tiles, added in their order. */
export function totalPanel(tiles: number): SVGElement {
  const shown = Math.min(tiles, 24);
  const each = SQUARE.height / shown;
  const [x, y] = [132, HEIGHT / 2];
  const sums = Array.from({ length: shown }, (_, k) => {
    const middle = SQUARE.y + (k + 0.5) * each;
    const height = Math.min(10, Math.max(2, each * 0.6));
    return [
      line(44, middle, x, y, "edge"),
      rect({ x: SQUARE.x, y: middle - height / 2, width: 40, height }, "lane"),
    ];
  });
  return panel(...sums.flat(), circle(x, y, 18, "sum"), text(x, y + 6, "Σ"));
}

function panel(...content: SVGElement[]): SVGElement {
  return shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" }, ...content);
}

/** A box that is drawn large in the next panel. */
function zoom(box: Box, into = SQUARE): SVGElement[] {
  const right = box.x + box.width;
  return [
    line(right, box.y, WIDTH + into.x, into.y, "lead"),
    line(right, box.y + box.height, WIDTH + into.x, into.y + into.height, "lead"),
    rect(box, "taken"),
  ];
}

function inner(count: number, place: (k: number) => number): number[] {
  return Array.from({ length: Math.max(0, Math.ceil(count) - 1) }, (_, k) => place(k + 1));
}

/** The same box, or a larger one that can be seen. */
function atLeast({ x, y, width, height }: Box): Box {
  const [w, h] = [Math.max(4, width), Math.max(4, height)];
  return { x: x - (w - width) / 2, y: y - (h - height) / 2, width: w, height: h };
}

function arrowHead(x: number, y: number): SVGElement {
  return shape("path", { d: `M${x} ${y}l-8-4v8z`, class: "head" });
}

function text(x: number, y: number, content: string): SVGElement {
  const made = shape("text", { x, y, "text-anchor": "middle" });
  made.textContent = content;
  return made;
}
