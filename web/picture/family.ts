import { isLogarithmic } from "../../src/output/family-axis.ts";
import type { Range } from "../../src/output/view.ts";
import { withRoom } from "./flat.ts";
import { type Plot, startPlot } from "./plot.ts";

/** The integrals of a family by its first parameter; NaN where there is none yet, or no error is claimed. */
export interface FamilyCurve {
  readonly name: string;
  readonly values: ArrayLike<number>;
  readonly integrals: ArrayLike<number>;
  readonly errors: ArrayLike<number>;
}

/** Members up to which each has a dot. */
const DOTTED = 60;

/** Of several parameters the first: its curve through a member, whose other parameters stay as they are. */
export function curveThrough({ name, values, integrals, errors }: FamilyCurve, member: number) {
  const each = Math.max(1, Math.round(integrals.length / values.length));
  const own = (all: ArrayLike<number>) =>
    Float64Array.from(values, (_, k) => all[k * each + (member % each)] ?? Number.NaN);
  return { name, values, integrals: own(integrals), errors: own(errors), here: Math.floor(member / each) };
}

/** I(a) as far as it is known, with a band as wide as the claimed error; `here` is the member of the other views. */
export function drawFamily({ name, values, integrals, errors, here }: ReturnType<typeof curveThrough>): Plot {
  const known = [...Array(values.length).keys()].filter((k) => Number.isFinite(integrals[k]));
  const all = known.map((k) => integrals[k] as number);
  const [low, high] = all.length ? [all.reduce(least), all.reduce(most)] : [0, 1];
  const ends = [...Array(values.length).keys()].map((k) => values[k] as number);
  const plot = startPlot({
    ranges: [spread(ends.reduce(least), ends.reduce(most)), around(low, high)],
    names: [name, `I(${name})`],
    bare: !all.length,
    logarithmic: isLogarithmic(Float64Array.from(values)),
  });
  const { context } = plot;
  const at = (k: number) => plot.x(values[k] as number);
  const inside = (value: number) => Math.min(plot.top + plot.height, Math.max(plot.top, plot.y(value)));
  const error = (k: number) => (Number.isFinite(errors[k]) ? (errors[k] as number) : 0);
  for (const piece of piecesOf(known)) {
    context.beginPath();
    for (const k of piece) context.lineTo(at(k), inside((integrals[k] as number) + error(k)));
    for (const k of [...piece].reverse()) context.lineTo(at(k), inside((integrals[k] as number) - error(k)));
    context.globalAlpha = 0.25;
    context.fill();
    context.globalAlpha = 1;
    context.lineWidth = 2;
    context.lineJoin = "round";
    context.beginPath();
    for (const k of piece) context.lineTo(at(k), plot.y(integrals[k] as number));
    context.stroke();
  }
  context.lineWidth = 1;
  if (values.length <= DOTTED) for (const k of known) dot(plot, at(k), plot.y(integrals[k] as number), 3);
  if (low < 0 && high > 0) context.strokeRect(plot.left, Math.round(plot.y(0)) + 0.5, plot.width, 0);
  if (Number.isFinite(integrals[here])) dot(plot, at(here), plot.y(integrals[here] as number), 6);
  return plot;
}

function dot({ context }: Plot, x: number, y: number, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

/** Neighbours that have values. */
function piecesOf(known: readonly number[]): number[][] {
  const pieces: number[][] = [];
  for (const k of known) {
    if (pieces.at(-1)?.at(-1) === k - 1) pieces.at(-1)?.push(k);
    else pieces.push([k]);
  }
  return pieces;
}

function around(low: number, high: number): Range {
  const room = (high - low) / 20;
  return low < high ? [low - room, high + room] : withRoom(low, high);
}

function spread(low: number, high: number): Range {
  return low < high ? [low, high] : [low - 1, high + 1];
}

const least = (a: number, b: number) => Math.min(a, b);
const most = (a: number, b: number) => Math.max(a, b);
