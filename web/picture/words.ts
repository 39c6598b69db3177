import { numberLabel } from "../../src/output/axes.ts";
import type { ColourMap } from "../../src/output/colours.ts";
import type { Columns } from "../../src/output/columns.ts";
import type { Heights } from "../../src/output/heights.ts";
import type { Points } from "../../src/output/picture.ts";
import { grouped } from "../../src/output/units.ts";
import type { Range, View } from "../../src/output/view.ts";
import { memberText } from "../../src/problem/family.ts";
import type { Drawn, Extras } from "./drawn.ts";
import type { FamilyCurve } from "./family.ts";
import type { Kind } from "./switch.ts";

/** What is seen, for those who cannot see it: the kind, the ranges, and where f is least and greatest. */
export function describe(
  kind: Kind,
  view: View,
  heights: Heights,
  map: ColourMap,
  { xs, ys }: Pick<Points, "xs" | "ys">,
): string {
  const { names, prepared, member } = view;
  const own = prepared.members.names.length ? `, ${memberText(prepared.members, member)}` : "";
  const slice = names.length > 2 ? `, ${names[2]} = ${short(view.z)}` : "";
  const shape = { surface: "Surface", map: "Map", curve: "Curve", family: "" }[kind];
  const of = `${shape} of f over ${rangesInWords(view)}${slice}${own}`;
  if (heights.least < 0) return `${of}: f is not finite anywhere here.`;
  const at = (k: number) =>
    names
      .slice(0, 2)
      .map((name, axis) => `${name} = ${rounded((axis ? ys : xs)[k] as number, view.ranges[axis] as Range)}`)
      .join(", ");
  const { lowest: least, highest: most } = heights;
  const extremes =
    least === most
      ? `f is ${short(least)} everywhere`
      : `f from ${short(least)} at ${at(heights.least)} to ${short(most)} at ${at(heights.most)}`;
  const isCut = heights.low > least || heights.high < most;
  const cut = isCut ? `; drawn from ${short(heights.low)} to ${short(heights.high)}` : "";
  const colours = kind === "curve" ? "" : map.diverging ? "; white is zero" : "; lighter is larger";
  return `${of}: ${extremes}${cut}${colours}.`;
}

/** A family's curve for those who cannot see it. */
export function familyInWords({ name, values, integrals }: FamilyCurve): string {
  const known = [...Array(values.length).keys()].filter((k) => Number.isFinite(integrals[k]));
  const over = `Curve of the integral over ${name}`;
  if (!known.length) return `${over}: no value yet.`;
  const by = (sign: number) =>
    known.reduce((a, b) => (sign * (integrals[b] as number) < sign * (integrals[a] as number) ? b : a));
  const at = (k: number) => `${short(integrals[k] as number)} at ${name} = ${short(values[k] as number)}`;
  return `${over}, ${known.length} of ${values.length} values: from ${at(by(1))} to ${at(by(-1))}.`;
}

/** To about a hundredth of the range. */
function rounded(value: number, [low, high]: Range): string {
  const step = 10 ** Math.floor(Math.log10((high - low) / 100));
  return within(Math.round(value / step) * step, [low, high]);
}

/** Three digits, or as many as a hundredth of the range needs. */
export function within(value: number, [low, high]: Range, usual = short): string {
  const needed = Math.log10(Math.max(Math.abs(low), Math.abs(high)) / Math.abs(high - low)) + 3;
  return needed > 4 && needed < 16 ? String(Number(value.toPrecision(Math.ceil(needed)))) : usual(value);
}

/** `x from 0 to 3.14, y from -3.08 to 3.08 of -inf..inf`. */
export function rangesInWords({ names, ranges, prepared }: View): string {
  return ranges
    .slice(0, 2)
    .map(([low, high], k) => {
      const { from, to } = prepared.problem.variables[k] as { from: string; to: string };
      const part = prepared.infinite[k] ? ` of ${from}..${to}` : "";
      return `${names[k]} from ${within(low, [low, high])} to ${within(high, [low, high])}${part}`;
    })
    .join(", ");
}

/**
 * The sum of the midpoint rule with n cells along each axis, and the volume drawn where the two differ. `grid` is the n of
 * the form's grid, which may be too fine to draw.
 */
export function columnsInWords(
  { n, sum, volume }: Pick<Columns, "n" | "sum" | "volume">,
  axes: number,
  grid: number | null = null,
): string {
  const fewer = grid !== null && grid > n ? ` (n = ${grouped(grid)} is too fine to draw)` : "";
  const shapes = axes > 1 ? `${n} × ${n} column${n > 1 ? "s" : ""}` : `${n} rectangle${n > 1 ? "s" : ""}`;
  const cells = `${shapes}${fewer}`;
  const what = axes > 1 ? "volume" : "area";
  if (!Number.isFinite(sum)) return `${cells}: the ${what} is not finite`;
  if (volume === null) return `${cells}, out to infinity: the rule gives ${shortSum(sum)}`;
  const drawn = `${cells}: the ${what} is ${shortSum(volume)}`;
  return shortSum(sum) === shortSum(volume) ? drawn : `${drawn}, the rule's sum ${shortSum(sum)}`;
}

/** Five digits, and no rounding errors where the sum is zero but for them. */
function shortSum(sum: number): string {
  return numberLabel(Number((Math.abs(sum) < 1e-12 ? 0 : sum).toPrecision(5)));
}

/** Three digits, as on axes: `3.14`, `-1`, `5e8`. */
export function short(value: number): string {
  return numberLabel(Number(value.toPrecision(3)));
}

/** The sentences under the picture. */
export function captionOf({ kind, view, heights, map }: Drawn, { regions, family, flat }: Extras): string {
  if (kind === "family") return familyCaption(view, family);
  const why = kind === "map" && flat ? ` No surface: ${flat}.` : "";
  const infinite = view.prepared.infinite.some(Boolean) ? ` Shown: ${rangesInWords(view)}.` : "";
  const [low, high] = [heights.lowest < heights.low, heights.highest > heights.high];
  const ends = [...(low ? [heights.low] : []), ...(high ? [heights.high] : [])].map(short).join(" and ");
  const cut = ends ? ` Cut off at ${ends}; f goes beyond.` : "";
  const colours = kind === "map" && map.diverging ? " White is zero." : "";
  const work =
    kind !== "surface" && regions?.length
      ? ` ${REGIONS[kind as "map"]} the ${regions.length > 1 ? `${regions.length} regions` : "one region"} of the answer.`
      : "";
  if (heights.least < 0) return `f is not finite anywhere here.${infinite}${why}`;
  const turn = kind === "surface" ? ` ${matchMedia("(pointer: coarse)").matches ? TOUCH : KEYS}` : "";
  const { names } = view;
  const what = names.length > 2 ? `f where ${names[2]} = ${short(view.z)}.` : CAPTIONS[kind];
  return `${what}${colours}${work}${cut}${infinite}${turn}${why}`;
}

function familyCaption({ prepared }: View, family: FamilyCurve | null): string {
  const { names } = prepared.members;
  const errors = Array.from(family?.errors ?? []).filter(Number.isFinite);
  const claim = errors.length
    ? ` The band is the claimed error, at most ${errors
        .reduce((a, b) => Math.max(a, b))
        .toExponential(1)
        .replace("-", "−")}.`
    : "";
  const others = names.length > 1 ? `, ${names.slice(1).join(" and ")} held fixed` : "";
  return `The integral as a function of ${names[0]}${others}.${claim}`;
}

const TOUCH = "Drag to turn it, pinch to zoom, tap to read f.";
const KEYS =
  "Drag or use the arrow keys to turn it, with Shift to read f; + and - zoom, Home resets the view.";

const REGIONS = { map: "Lines bound", curve: "Ticks bound" };

const CAPTIONS = {
  surface: "The integral is the volume under the surface.",
  map: "f over the domain.",
  curve: "The integral is the area under the curve.",
};
