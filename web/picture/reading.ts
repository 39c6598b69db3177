import { evaluate } from "../../src/integrand/language/tape.ts";
import { digits } from "../../src/output/units.ts";
import type { Range, View } from "../../src/output/view.ts";
import type { FamilyCurve } from "./family.ts";
import { parts } from "./figure.ts";
import { pickAt, spotOf } from "./orbit.ts";
import type { Plot } from "./plot.ts";
import { within as inRange } from "./words.ts";

/** Steps of keys across a picture. */
const STEPS = 40;

/** Where f is read, in parts of the ranges. */
let place: [right: number, up: number] = [0.5, 0.5];

/** Reads f at a place in a flat picture's frame; says it, and marks the place. Null ends it. */
export function readAt(plot: Plot, view: View, at: readonly [number, number] | null): void {
  if (at) place = [(at[0] - plot.left) / plot.width, 1 - (at[1] - plot.top) / plot.height];
  if (!at || place.some((part) => part < 0 || part > 1)) endReading();
  else say(view, plot, false);
}

/** Reads f where the surface is seen at a place in the frame. */
export function readSurface(view: View, at: readonly [number, number] | null): void {
  const point = at && pickAt(at);
  if (point) {
    place = point.map((value, k) => {
      const [low, high] = view.ranges[k] as Range;
      return Math.min(1, Math.max(0, (value - low) / (high - low)));
    }) as typeof place;
    say(view, null, false);
  } else endReading();
}

/** Reads f some steps further. `plot`: of a flat picture. */
export function stepReading(plot: Plot | null, view: View, right: number, up: number): void {
  const within = (part: number) => Math.min(1, Math.max(0, part));
  place = [within(place[0] + right / STEPS), within(place[1] + up / STEPS)];
  say(view, plot, true);
}

export function endReading(): void {
  parts.spot.hidden = true;
  if (parts.said.textContent) parts.said.textContent = "";
}

function say({ names, ranges, masked, z, parameters }: View, plot: Plot | null, aloud: boolean): void {
  const [x, y = 0] = ranges.map(([low, high], k) => low + (high - low) * (place[k] ?? 0)) as [number, number];
  const point = [x, ...(names.length > 1 ? [y] : []), ...(names.length > 2 ? [z] : [])];
  const own = Array.from({ length: 16 + parameters.length }, (_, k) =>
    k < 16 ? (point[k] ?? 0) : (parameters[k - 16] as number),
  );
  const value = evaluate(masked, own);
  const finite = Number.isFinite(value);
  const text = finite ? digits(value) : ranges.length > 1 ? "nothing here" : "not finite";
  parts.said.ariaLive = aloud ? "polite" : "off";
  parts.said.textContent = `f(${point.map((one, k) => inRange(one, ranges[k] ?? [one, one], digits)).join(", ")}) = ${text}`;
  if (plot) {
    const up = names.length > 1 ? plot.y(y) : plot.y(finite ? value : 0);
    mark(plot.x(x), Math.min(plot.top + plot.height, Math.max(plot.top, up)));
  } else mark(...spotOf(x, y, finite ? value : 0));
}

/** Says the integral of the member that is nearest. */
export function readFamily(plot: Plot, curve: FamilyCurve, at: readonly [number, number] | null): void {
  if (!at) {
    endReading();
    return;
  }
  let best = 0;
  for (let k = 1; k < curve.values.length; k++) {
    const away = (j: number) => Math.abs(plot.x(curve.values[j] as number) - at[0]);
    if (away(k) < away(best)) best = k;
  }
  sayMember(plot, curve, best, false);
}

export function sayMember(plot: Plot, curve: FamilyCurve, k: number, aloud: boolean): void {
  const [value, integral, error] = [curve.values[k], curve.integrals[k], curve.errors[k]] as [
    number,
    number,
    number,
  ];
  const known = Number.isFinite(integral);
  const claim = Number.isFinite(error) ? ` ± ${error.toExponential(1)}` : "";
  parts.said.ariaLive = aloud ? "polite" : "off";
  parts.said.textContent = `I(${numberText(value)}) = ${known ? `${numberText(integral)}${claim}` : "not known"}`;
  if (known) mark(plot.x(value), plot.y(integral));
  else parts.spot.hidden = true;
}

const numberText = (value: number) => String(Number(value.toPrecision(8)));

function mark(left: number, top: number): void {
  parts.spot.hidden = false;
  parts.spot.style.transform = `translate(${left}px, ${top}px)`;
}
