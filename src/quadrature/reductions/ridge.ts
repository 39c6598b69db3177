import { simplify } from "../../integrand/language/simplify.ts";
import { tapeOf } from "../../integrand/language/tape.ts";
import { call, number, substitute, type Tree, variable } from "../../integrand/language/tree.ts";
import { bounder, isBounded } from "../../integrand/reading/bounds.ts";
import { withSquares } from "../../integrand/reading/squares.ts";
import { atEdges } from "../../problem/edges.ts";
import type { Integrand } from "../integrands/integrand-rule.ts";
import { MOST_TENSOR } from "../rules/measure.ts";
import { boxSpline, densityOf } from "./box-spline.ts";
import { groupOf } from "./linear-sums.ts";
import { type Weighted, weighted } from "./weighted-rule.ts";
import { withoutZeros } from "./zeros.ts";

/** An integral in fewer variables, and where one of its places was. */
export interface Reduced {
  readonly domain: Integrand | Weighted;
  placeOf(place: readonly number[]): number[];
}

/** Pieces of the density of a sum: where it is all there is, as a table and in a formula, and beside other variables. */
const MOST_APART = 2048;
const MOST_ALONE = 200;
const MOST_BESIDE = 16;

/**
 * f that depends on some variables through a multiple of one sum alone, as cos(x + 2 y + z) or exp(-(x + y)^2) z do (a ridge
 * function): an integral over that sum, times how much of the box has it. Null where there is none.
 */
export function reduceRidges(whole: Integrand): Reduced | null {
  const f = withoutEdges(whole.f);
  const group = groupOf({ ...whole, f });
  if (!group) return null;
  const { axes, ratios } = group;
  const { box, infinite } = whole;
  const [first = 0] = axes;
  const ends = axes.map((axis, k) => {
    const [a, b] = (box[axis] as readonly [number, number]).map((end) => end * (ratios[k] as number)) as [
      number,
      number,
    ];
    return { low: Math.min(a, b), width: Math.abs(b - a) };
  });
  const low = ends.reduce((sum, own) => sum + own.low, 0);
  const total = ends.reduce((sum, own) => sum + own.width, 0);
  const kept = [...box.keys()].filter((axis) => axis === first || !axes.includes(axis));
  const place = kept.indexOf(first);
  const s = variable(place);
  const moved = low === 0 ? s : low > 0 ? call("+", s, number(low)) : call("-", s, number(-low));
  const g = substitute(f, (leaf) =>
    leaf.axis === first
      ? moved
      : axes.includes(leaf.axis)
        ? number(0)
        : { ...leaf, axis: kept.indexOf(leaf.axis) },
  );
  const signs = axes.reduce(
    (sign, axis) => (whole.box[axis] && whole.box[axis][0] > whole.box[axis][1] ? -sign : sign),
    1,
  );
  const scale = axes.reduce((product, _, k) => product / Math.abs(ratios[k] as number), signs);
  const scaled = atEdges(withoutZeros(simplify(scale === 1 ? g : call("*", number(scale), g))));
  const widths = ends.map(({ width }) => width);
  const alone = kept.length === 1;
  const apart = alone ? densityOf(widths, MOST_APART) : null;
  const domain =
    (apart && weighted(scaled, apart)) ?? inFormula(boxSpline(widths, s, alone ? MOST_ALONE : MOST_BESIDE));
  // Two axes are no more work than one where f is smooth.
  if (!domain || (box.length < MOST_TENSOR && !isSharp(domain))) return null;
  return {
    domain,
    placeOf(own) {
      const part = (own[place] as number) / total;
      return box.map(([a, b], axis) => {
        const k = axes.indexOf(axis);
        if (k < 0) return own[kept.indexOf(axis)] as number;
        return (ratios[k] as number) < 0 === a < b ? b + (a - b) * part : a + (b - a) * part;
      });
    },
  };

  function inFormula(density: Tree | null): Integrand | null {
    return (
      density && {
        f: simplify(call("*", scaled, density)),
        box: kept.map((axis) =>
          axis === first ? ([0, total] as const) : (box[axis] as readonly [number, number]),
        ),
        infinite: kept.map((axis) => (axis === first ? false : (infinite[axis] as boolean))),
      }
    );
  }
}

/** Whether f, which depends on a sum alone, is bounded and may rise and fall over a small part of it: regions would follow a line. */
function isSharp({ f, box }: Integrand): boolean {
  if (box.length > 1) return false;
  const [[low, high] = [0, 0]] = box;
  const bounds = bounder(withSquares(f), 1)([low], [high]);
  const slope = Math.max(...bounds.slopes.flatMap((own) => [Math.abs(own.low), Math.abs(own.high)]));
  return isBounded(bounds) && slope * (high - low) > SHARP * (bounds.high - bounds.low);
}

const SHARP = 1e3;

/** A tree as it was before `atEdges`, whose sizes of terms are no sums of the variables. */
function withoutEdges(tree: Tree): Tree {
  const made: Tree[] = [];
  for (const { tree: part, args } of tapeOf(tree)) {
    const own = args.map((arg) => made[arg] as Tree);
    made.push(
      part.kind !== "call" ? part : part.name === "edge" ? (own[0] as Tree) : call(part.name, ...own),
    );
  }
  return made.at(-1) as Tree;
}
