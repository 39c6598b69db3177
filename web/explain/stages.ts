import { RADIX, STRIP } from "../../src/gpu/shader.ts";
import { makePlan, TILE_ROWS } from "../../src/quadrature/plan.ts";
import { element, make } from "../dom.ts";
import type { Task } from "../form/form.ts";

const SIZE = 120;

/** From the grid to the result in pictures, with the numbers of the form's problem. */
export function stages(read: () => Task): HTMLElement {
  const place = make("ol", { className: "stages" });
  const draw = () => {
    try {
      place.replaceChildren(...pictures(read()));
    } catch {
      // While the form is invalid, the last pictures stay.
    }
  };
  element("form").addEventListener("input", draw);
  draw();
  return place;
}

function pictures({ prepared }: Task): HTMLElement[] {
  const { problem, width, across, tiles } = makePlan(prepared);
  const down = tiles / across;
  const lanes = TILE_ROWS / STRIP;
  const number = (n: number) => n.toLocaleString("en");
  const steps = Math.round(Math.log(lanes) / Math.log(RADIX));
  return [
    stage(
      grid(Math.min(problem.nx, 12), Math.min(problem.ny, 12)),
      "Grid",
      `${number(problem.nx)} × ${number(problem.ny)} cells. f is evaluated at the centre of each; the integral is about the sum of these values times the area of a cell.`,
    ),
    stage(
      grid(Math.min(across, 16), Math.min(down, 16), "tile"),
      "Tiles",
      `${number(tiles)} tile${tiles === 1 ? "" : "s"} of at most ${width} × ${TILE_ROWS} cells: ${number(across)} across, ${number(down)} down. The tiling depends on n alone, so partial sums are added in the same order on every device.`,
    ),
    stage(
      grid(1, 16, "lane"),
      "Invocations",
      `Each tile is one workgroup of ${lanes} invocations that run side by side. Each invocation takes ${STRIP} rows and walks along ${width} columns, with f of all ${STRIP} rows in registers.`,
    ),
    stage(
      tree(),
      "Workgroup tree",
      `The ${lanes} sums meet in shared memory and are added ${RADIX} at a time: ${steps} steps, ${lanes} → ${lanes / RADIX} → 1. One by one it would take ${lanes - 1}.`,
    ),
    stage(
      column(),
      "Total",
      `${number(tiles)} partial sum${tiles === 1 ? "" : "s"}, two f32 each, go back to the CPU, which adds them in tile order in compensated f64.`,
    ),
  ];
}

function stage(picture: SVGElement, title: string, text: string): HTMLElement {
  return make("li", {}, picture, make("h3", { textContent: title }), make("p", { textContent: text }));
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

function grid(columns: number, rows: number, kind = "cell"): SVGElement {
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

function tree(): SVGElement {
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

function column(): SVGElement {
  const boxes = Array.from({ length: 6 }, (_, k) =>
    shape("rect", { x: 6, y: 4 + k * 19, width: 26, height: 13, class: "tile" }),
  );
  const edges = boxes.map((_, k) =>
    shape("line", { x1: 34, y1: 10 + k * 19, x2: 84, y2: 58, class: "edge" }),
  );
  return svg(...edges, ...boxes, shape("rect", { x: 84, y: 46, width: 30, height: 24, class: "lane" }));
}
