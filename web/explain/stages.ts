import { isLine, RADIX, STRIP } from "../../src/gpu/shader.ts";
import { grouped } from "../../src/output/units.ts";
import { makePlan, type Plan, TILE_ROWS } from "../../src/quadrature/plan.ts";
import { element, make } from "../dom.ts";
import type { Task } from "../form/form.ts";
import { column, grid, tree } from "./drawings.ts";

/** What the size of a cell is called in one, two and three variables. */
const SIZES = ["length", "area", "volume"];

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
  const plan = makePlan(prepared);
  const { problem, rule, x, y, tiles } = plan;
  const { n } = problem.method;
  const one = rule.nodes.length === 1;
  const nodes = one
    ? "f is evaluated at the centre of each"
    : `f is evaluated at ${rule.nodes.length} nodes of each along every axis${rule.closed ? ", some shared with the next" : ""}`;
  return [
    stage(
      grid(Math.min(x.count, 12), Math.min(y.count, 12)),
      "Grid",
      `${n.map(grouped).join(" × ")} cells. ${nodes}; the integral is about the ${one ? "" : "weighted "}sum of these values times the ${SIZES[n.length - 1]} of a cell.`,
    ),
    ...(isLine(plan) ? alongLine(plan) : inTiles(plan)),
    stage(
      column(),
      "Total",
      `${grouped(tiles)} partial sum${tiles === 1 ? "" : "s"}, two f32 each, go back to the CPU, which adds them in tile order in compensated f64.`,
    ),
  ];
}

/** Invocations of a workgroup. */
const LANES = TILE_ROWS / STRIP;

const SAME =
  "The tiling depends on the grid alone, so partial sums are added in the same order on every device.";

/** In one variable. */
function alongLine({ width, tiles }: Plan): HTMLElement[] {
  return [
    stage(
      grid(Math.min(tiles, 16), 1, "tile"),
      "Tiles",
      `${grouped(tiles)} tile${tiles === 1 ? "" : "s"} of at most ${width} nodes, side by side. ${SAME}`,
    ),
    stage(
      grid(16, 1, "lane"),
      "Invocations",
      `Each tile is one invocation, which adds f at its ${width} nodes. ${LANES} invocations run side by side as a workgroup.`,
    ),
  ];
}

function inTiles({ problem, rule, z, width, across, perLayer, tiles }: Plan): HTMLElement[] {
  const down = perLayer / across;
  const steps = Math.round(Math.log(LANES) / Math.log(RADIX));
  const layers = problem.method.n.length > 2 ? `, in each of ${grouped(z.count)} layers` : "";
  return [
    stage(
      grid(Math.min(across, 16), Math.min(down, 16), "tile"),
      "Tiles",
      `${grouped(tiles)} tile${tiles === 1 ? "" : "s"} of at most ${width} × ${TILE_ROWS} ${rule.nodes.length === 1 ? "cells" : "nodes"}: ${grouped(across)} across, ${grouped(down)} down${layers}. ${SAME}`,
    ),
    stage(
      grid(1, 16, "lane"),
      "Invocations",
      `Each tile is one workgroup of ${LANES} invocations that run side by side. Each invocation takes ${STRIP} rows and walks along ${width} columns, with f of all ${STRIP} rows in registers.`,
    ),
    stage(
      tree(),
      "Workgroup tree",
      `The ${LANES} sums meet in shared memory and are added ${RADIX} at a time: ${steps} steps, ${LANES} → ${LANES / RADIX} → 1. One by one it would take ${LANES - 1}.`,
    ),
  ];
}

function stage(picture: SVGElement, title: string, text: string): HTMLElement {
  return make("li", {}, picture, make("h3", { textContent: title }), make("p", { textContent: text }));
}
