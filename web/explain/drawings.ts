/** Pixels of a drawing's sides. */
const SIZE = 120;

/** Boxes of this kind, side by side. */
export function grid(columns: number, rows: number, kind = "cell"): SVGElement {
  const [w, h] = [SIZE / columns, SIZE / rows];
  const boxes = Array.from({ length: columns * rows }, (_, k) =>
    shape("rect", {
      x: (k % columns) * w + 1,
      y: Math.floor(k / columns) * h + 1,
      width: Math.max(1, w - 2),
      height: Math.max(1, h - 2),
      class: kind,
    }),
  );
  return svg(...boxes);
}

/** Eight values added in pairs. */
export function tree(): SVGElement {
  const levels = [8, 4, 2, 1];
  const at = (level: number, k: number) =>
    [((k + 0.5) * SIZE) / (levels[level] as number), 12 + level * 32] as const;
  return svg(
    ...levels.slice(0, -1).flatMap((count, level) =>
      Array.from({ length: count }, (_, k) => {
        const [x1, y1] = at(level, k);
        const [x2, y2] = at(level + 1, Math.floor(k / 2));
        return shape("line", { x1, y1, x2, y2, class: "edge" });
      }),
    ),
    ...levels.flatMap((count, level) =>
      Array.from({ length: count }, (_, k) => {
        const [cx, cy] = at(level, k);
        return shape("circle", { cx, cy, r: 5, class: "node" });
      }),
    ),
  );
}

/** Tiles whose sums meet. */
export function column(): SVGElement {
  const boxes = Array.from({ length: 6 }, (_, k) =>
    shape("rect", { x: 6, y: 4 + k * 19, width: 26, height: 13, class: "tile" }),
  );
  const edges = boxes.map((_, k) =>
    shape("line", { x1: 34, y1: 10 + k * 19, x2: 84, y2: 58, class: "edge" }),
  );
  return svg(...edges, ...boxes, shape("rect", { x: 84, y: 46, width: 30, height: 24, class: "lane" }));
}

function svg(...children: SVGElement[]): SVGElement {
  const root = shape("svg", { viewBox: `0 0 ${SIZE} ${SIZE}`, "aria-hidden": "true" });
  root.append(...children);
  return root;
}

function shape(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
