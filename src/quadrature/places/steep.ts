import { pointOf } from "../../integrand/code/javascript.ts";
import { tapeOf } from "../../integrand/language/tape.ts";
import { axesOf, number, substitute, type Tree, variable } from "../../integrand/language/tree.ts";
import { rootsOf } from "../../integrand/reading/roots.ts";
import { zerosOf } from "../../integrand/reading/zeros.ts";
import type { Curve } from "./crossing.ts";
import { proportional, samplesOf } from "./faces.ts";
import { evenIn } from "./far-peaks.ts";

type Ends = readonly [number, number];

/** What turns from one value to another where its argument is 0. */
const STEPS: ReadonlySet<string> = new Set(["tanh", "atan", "exp"]);
/** Lines along each axis on which curves are looked for, and boxes that a search for them looks at. */
const LINES = [0.13, 0.37, 0.61, 0.83];
const SEARCHED = 400;
/** Halvings of an axis after which a width is that of a jump, and those that regions get anyway. */
const MOST = 36;
const FEW = 7;

/** These curves, and others along which f is smooth but has a step or a ridge, with how wide that is; in two variables. */
export function withSteep(curves: readonly Curve[], f: Tree, box: readonly Ends[]): readonly Curve[] {
  if (box.length !== 2) return curves;
  const candidates = tapeOf(f).flatMap(({ tree }) => {
    if (tree.kind !== "call") return [];
    const argument = STEPS.has(tree.name) ? (tree.args[0] as Tree) : evenIn(tree);
    return argument ? zerosOf(argument, "break").filter(({ g, levels }) => axesOf(g) === 3 && !levels) : [];
  });
  const all = [...curves];
  const samples = all.map(({ g }) => samplesOf(g, box));
  for (const { g } of candidates) {
    const own = samplesOf(g, box);
    const at = samples.findIndex((other) => proportional(own, other));
    const known = all[at];
    if (known && (known.singular || known.width !== undefined)) continue;
    const width = widthOf(f, g, box) ?? undefined;
    if (known) all[at] = { ...known, width };
    else if (width !== undefined) {
      all.push({ g, singular: false, width, isSmooth: true });
      samples.push(own);
    }
  }
  return all;
}

/** The least width on some lines along the axes; null where f is not steep there, or jumps. */
function widthOf(f: Tree, g: Tree, box: readonly Ends[]): number | null {
  let least = Number.POSITIVE_INFINITY;
  for (const [axis, ends] of box.entries()) {
    const [a, b] = box[1 - axis] as Ends;
    const side = ends[1] - ends[0];
    for (const part of LINES) {
      const on = (tree: Tree) =>
        substitute(tree, (leaf) => (leaf.axis === axis ? variable(0) : number(a + part * (b - a))));
      const line = pointOf(on(f), 1);
      for (const root of rootsOf(on(g), ends, [0], SEARCHED)) {
        const halvings = halvingsOf((v) => line([v]), root, side);
        if (halvings > MOST) return null;
        if (halvings > FEW) least = Math.min(least, side * 2 ** -halvings);
      }
    }
  }
  return least < Number.POSITIVE_INFINITY ? least : null;
}

/** Of a side, down to the farthest distance from a root where f is half as steep as it gets. */
function halvingsOf(f: (v: number) => number, root: number, side: number): number {
  const middle = f(root);
  const slopes = Array.from({ length: MOST + 4 }, (_, k) => {
    const distance = Math.abs(side) * 2 ** -(k + 1);
    const [below, above] = [root - distance, root + distance].map((v) => Math.abs(f(v) - middle));
    return Math.max(below as number, above as number) / distance;
  });
  const most = Math.max(...slopes.filter(Number.isFinite));
  return slopes.findIndex((slope) => slope >= most / 2) + 1;
}
