import { simplify } from "../../integrand/language/simplify.ts";
import { axesOf, call, number } from "../../integrand/language/tree.ts";
import { type Crossing, crossingOf, type Ends, restricted } from "../places/crossing.ts";
import { gauss, kronrod, nodes } from "../rules/kronrod.ts";
import { distancesOn, type Piece, piecesAtRoots, piecesOn } from "./pieces.ts";
import type { Pile } from "./pile.ts";
import { slopesBeside } from "./steep-lines.ts";

/** A node on some axes, which has these weights in Kronrod's and Gauss's sums. */
export interface Node {
  readonly point: readonly number[];
  readonly kronrod: number;
  readonly gauss: number;
}

/** Lines through a box along one axis, and their pieces between crossings. */
export interface Lines {
  readonly height: number;
  readonly base: readonly Node[];
  pieces(node: Node): readonly Piece[];
}

/** A slope is constant whose range is this part of it. */
const CONSTANT = 1e-12;

/**
 * Lines for a box along one of `axes`, the others being degenerate, so that no crossing is within a piece (Saye 2015, SIAM
 * J. Sci. Comput. 37, A993): each crosses every line once at most, and the nodes of the base are such lines again, for
 * the crossings with both sides of the box and for where two of them meet. Null where there is no such axis.
 */
export function linesAround(
  axes: readonly number[],
  box: readonly Ends[],
  crossings: readonly Crossing[],
  pile: Pile | null,
): Lines | null {
  const inside = box.map(([a, b]): Ends => [a + SLIVER * (b - a), b - SLIVER * (b - a)]);
  const hits = crossings.flatMap((crossing) => {
    const slopes = crossing.slopes(inside) ?? slopesBeside(crossing, axes, box, pile);
    return slopes ? [{ crossing, slopes }] : [];
  });
  if (axes.length === 1) {
    const height = axes[0] as number;
    const own = hits.map(({ crossing }) => crossing);
    return {
      height,
      base: [{ point: box.map(([a]) => a), kronrod: 1, gauss: 1 }],
      pieces: () => piecesAtRoots(height, box[height] as Ends, own, pile),
    };
  }
  for (const height of heightsOf(axes, box, hits)) {
    const [low, high] = box[height] as Ends;
    const [lower, upper] = [low, high].map((at) =>
      box.map((ends, k): Ends => (k === height ? [at, at] : ends)),
    ) as [Ends[], Ends[]];
    const across = hits.filter(({ crossing }) => dependsOn(crossing, height));
    const meetings = meetingsOf(across, height);
    if (!meetings) continue;
    const edges = [
      ...hits.flatMap(({ crossing }) =>
        dependsOn(crossing, height) ? [restricted(crossing, lower), restricted(crossing, upper)] : [crossing],
      ),
      ...meetings.map((meeting) => restricted(meeting, lower)),
    ];
    const base = nodesOf(
      linesAround(
        axes.filter((axis) => axis !== height),
        lower,
        edges,
        pile,
      ),
    );
    if (base)
      return {
        height,
        base,
        pieces: (node) =>
          piecesOn(
            node.point,
            height,
            [low, high],
            across.map(({ crossing }) => crossing),
            pile,
          ),
      };
  }
  return null;
}

/** f may jump at the sides of a box. */
const SLIVER = 1e-10;

const dependsOn = ({ g }: Crossing, axis: number) => ((axesOf(g) >> axis) & 1) === 1;

function nodesOf(lines: Lines | null): Node[] | null {
  if (!lines) return null;
  return lines.base.flatMap((node) =>
    lines.pieces(node).flatMap((piece) => spread(node, lines.height, piece)),
  );
}

interface Hit {
  readonly crossing: Crossing;
  readonly slopes: readonly Ends[];
}

/** Where two of different origin meet: known for those whose slopes along the height are constants; null for others. */
function meetingsOf(hits: readonly Hit[], height: number): Crossing[] | null {
  const pairs = hits.flatMap((one, k) =>
    hits
      .slice(0, k)
      .flatMap((other) => (one.crossing.origin === other.crossing.origin ? [] : [[one, other] as const])),
  );
  const meetings = pairs.map(([one, other]): Crossing | null => {
    const [p, q] = [one, other].map(({ slopes }) => slopes[height] as Ends) as [Ends, Ends];
    if (!isConstant(p) || !isConstant(q)) return null;
    const [a, b] = [p[0], q[0]];
    const g = simplify(
      call("-", call("*", number(b), one.crossing.g), call("*", number(a), other.crossing.g)),
    );
    return crossingOf(g, compiled(one.crossing, b, other.crossing, a), one.slopes.length, {});
  });
  return meetings.includes(null) ? null : (meetings as Crossing[]);
}

const compiled =
  (one: Crossing, p: number, other: Crossing, q: number): Crossing["at"] =>
  (x, y, z) =>
    p * one.at(x, y, z) - q * other.at(x, y, z);

const isConstant = ([low, high]: Ends) => high - low <= CONSTANT * Math.abs(high);

/** The axes along which every crossing rises, falls or does nothing, the steepest first. */
function heightsOf(axes: readonly number[], box: readonly Ends[], hits: readonly Hit[]): number[] {
  const least = axes.map((axis) => {
    const [a, b] = box[axis] as Ends;
    const steepest = hits.flatMap(({ crossing, slopes }) => {
      const [low, high] = slopes[axis] as Ends;
      return dependsOn(crossing, axis) ? [Math.max(0, low, -high)] : [];
    });
    return { axis, least: Math.min(...steepest) * (b - a) };
  });
  return least
    .filter((one) => one.least > 0)
    .sort((a, b) => (a.least === b.least ? b.axis - a.axis : b.least - a.least))
    .map(({ axis }) => axis);
}

function spread(node: Node, axis: number, piece: Piece): Node[] {
  const [distances, slopes] = [new Float64Array(nodes.length), new Float64Array(nodes.length)];
  distancesOn(piece, distances, slopes);
  return Array.from(distances, (distance, k) => {
    const point = [...node.point];
    point[axis] = piece.from + distance;
    const slope = slopes[k] as number;
    return {
      point,
      kronrod: node.kronrod * slope * (kronrod[k] as number),
      gauss: node.gauss * slope * (gauss[k] as number),
    };
  });
}
