import { isLine, LANES, RADIX, STRIP } from "../../src/gpu/shader.ts";
import { grouped } from "../../src/output/units.ts";
import { makePlan, type Plan, TILE_ROWS } from "../../src/quadrature/grid/plan.ts";
import { element, make } from "../dom.ts";
import { readForm, type Task } from "../form/form.ts";
import { singleOf } from "../race/member.ts";
import { gridPanel, lanesPanel, linePanel, stripPanel, tilePanel, totalPanel, treePanel } from "./panels.ts";

/** What the size of a cell is called in one, two and three variables. */
const SIZES = ["length", "area", "volume"];

/** How an accuracy differs from the grid that is drawn. */
const REFINED =
  "To an accuracy there are no tiles but regions: in each, Gauss's rule with 7 nodes along every axis is compared with Kronrod's with 15, which gives a value and an error. The regions with the largest errors are halved, pass after pass over the whole list, until all errors together are as small as you asked. What is drawn below is how the form's grid would be added, and how a GPU adds.";

/** From the grid to the result as one drawing, with the numbers of the form's grid. */
export function stages(): HTMLElement {
  const list = make("ol", { className: "stages" });
  const refined = make("p", { className: "prose" });
  const draw = () => {
    try {
      const task = readForm();
      list.replaceChildren(...stagesOf(task));
      refined.textContent = task.method === "accuracy" ? REFINED : "";
    } catch {
      // While the form is invalid, the last drawing stays.
    }
  };
  element("form").addEventListener("input", draw);
  draw();
  return make("div", {}, refined, list);
}

function stagesOf({ prepared }: Task): HTMLElement[] {
  const single = singleOf(prepared).prepared;
  const plan = makePlan(single);
  const { problem, rule, tiles } = plan;
  const { n } = problem.method;
  const one = rule.nodes.length === 1;
  const nodes = one
    ? "f is evaluated at the centre of each"
    : `f is evaluated at ${rule.nodes.length} nodes of each along every axis${rule.closed ? ", some shared with the next" : ""}`;
  const tile = chosenTile(plan);
  const family = prepared.members.count;
  return [
    stage(
      gridPanel(plan, tile),
      "The grid",
      `${n.map(grouped).join(" × ")} ${n.every((one) => one === 1) ? "cell" : "cells"}. ${nodes}; the integral is about the ${one ? "" : "weighted "}sum of these values times the ${SIZES[n.length - 1]} of a cell.${family > 1 ? ` Each of the ${grouped(family)} members has such a grid.` : ""}`,
    ),
    ...(isLine(plan) ? alongLine(plan, tile) : inTiles(plan, tile)),
    stage(
      totalPanel(tiles),
      "The total",
      tiles === 1
        ? "The partial sum, two f32, goes back to the CPU."
        : `${grouped(tiles)} partial sums, two f32 each, go back to the CPU, which adds them in tile order in compensated f64: the rounding errors are added up separately.`,
    ),
  ];
}

/** A tile off the middle, in three variables in the middle layer. */
function chosenTile({ across, perLayer, tiles }: Plan): number {
  const layer = Math.floor(tiles / perLayer / 2);
  const down = perLayer / across;
  return layer * perLayer + Math.floor(down * 0.6) * across + Math.floor(across * 0.6);
}

const SAME = "The tiling depends on the grid alone, so every device adds in the same order.";

const INVOCATION = "An invocation is one of the many runs of the shader that happen at once.";

/** How many of a workgroup have something to do, if not all. */
function idle(busy: number, work: string): string {
  if (busy === LANES) return "";
  const others = LANES - busy;
  return ` At this n only ${busy} of the ${LANES} ${busy === 1 ? "has" : "have"} ${work}; the other${others > 1 ? ` ${others} idle` : " one idles"}.`;
}

function counted(count: number, what: string): string {
  return `${grouped(count)} ${what}${count === 1 ? "" : "s"}`;
}

/** In one variable. */
function alongLine(plan: Plan, tile: number): HTMLElement[] {
  const { width, tiles } = plan;
  return [
    stage(
      linePanel(plan, tile),
      "One tile, one invocation",
      `${tiles === 1 ? `One tile of ${counted(Math.min(width, plan.x.count), "node")}.` : `${grouped(tiles)} tiles of at most ${grouped(width)} nodes, side by side.`} ${INVOCATION} Each adds f at the nodes of a tile. ${SAME}`,
    ),
    stage(
      lanesPanel(LANES),
      "Its workgroup",
      `${LANES} invocations that run side by side and can share memory are a workgroup, and a GPU runs many workgroups at a time.${idle(Math.min(LANES, tiles), "a tile")}`,
    ),
  ];
}

function inTiles(plan: Plan, tile: number): HTMLElement[] {
  const { problem, rule, z, width, across, perLayer, tiles, y } = plan;
  const down = perLayer / across;
  const steps = Math.round(Math.log(LANES) / Math.log(RADIX));
  const layers = problem.method.n.length > 2 ? `, in each of ${grouped(z.count)} layers` : "";
  const strips = Math.min(LANES, Math.ceil(y.count / STRIP));
  const what = rule.nodes.length === 1 ? "cells" : "nodes";
  const columns = Math.min(width, plan.x.count);
  const ofTiles =
    tiles === 1
      ? `The whole grid is one tile of ${grouped(columns)} × ${grouped(y.count)} ${what}; a larger one has tiles of at most ${grouped(width)} × ${TILE_ROWS}.`
      : `One of ${grouped(tiles)}, of at most ${grouped(width)} × ${TILE_ROWS} ${what}: ${grouped(across)} across, ${grouped(down)} down${layers}.`;
  return [
    stage(
      tilePanel(plan, tile, strips, Math.min(STRIP, y.count)),
      "One tile",
      `${ofTiles} A workgroup takes it: ${LANES} invocations, which are runs of the shader side by side that can share memory, with ${STRIP} rows each.${idle(strips, "rows")} ${SAME}`,
    ),
    stage(
      stripPanel(Math.min(STRIP, y.count)),
      "One invocation",
      `It walks along the ${counted(columns, "column")} of its strip. The ${counted(Math.min(STRIP, y.count), "value")} of a column ${y.count === 1 ? "is" : "are"} added to its sum, whose rounding errors are kept separately.`,
    ),
    stage(
      treePanel(LANES, RADIX),
      "The workgroup's tree",
      `The ${LANES} sums meet in shared memory and are added ${RADIX} at a time: ${steps} steps, ${LANES} → ${LANES / RADIX} → 1. One by one it would take ${LANES - 1}.`,
    ),
  ];
}

function stage(picture: SVGElement, title: string, text: string): HTMLElement {
  return make("li", {}, picture, make("h3", { textContent: title }), make("p", { textContent: text }));
}
