import { simplify } from "../../integrand/language/simplify.ts";
import { call, number, substitute, variable } from "../../integrand/language/tree.ts";
import { around } from "../../integrand/reading/distance.ts";
import { boxOf } from "../../quadrature/coordinates/chart.ts";
import type { Integrand } from "../../quadrature/integrands/integrand-rule.ts";
import { ridgeHeight } from "../../quadrature/places/far-peaks.ts";
import type { Adapted } from "./adapted.ts";
import type { Entry } from "./entries.ts";

/** Halvings of the distance to a place after which the marginal is looked at. */
const [FIRST, STEP, LAST] = [4, 2, 46];
/** Those that are compared at first. */
export const [NEAR, FAR] = [8, 12];
/** As many ratios in a row have to be 1. */
const AGREEING = 5;
/** A power of the distance is -1 that differs by about this. */
const SAME = 1e-6;
/** What a marginal may be off, as a part of itself. */
const KNOWN = 1e-4;

/** Null where no values of f are left. */
export type Inner = (domain: Integrand) => Promise<Adapted | null>;

export interface Place {
  readonly axis: number;
  readonly at: number;
  /** The signed distance to the next place. */
  readonly side: number;
}

/** A marginal times the distance, and how far that may be off as a part of it. */
interface Mass {
  readonly mass: number;
  readonly error: number;
}

type MassAt = (halvings: number) => Promise<Mass | null>;

/** f along the other axis after so many halvings of the distance, times that distance. */
export function linesTowards({ f, box, infinite }: Integrand, { axis, at, side }: Place) {
  const near = around(
    f,
    box.map((_, k) => (k === axis ? at : null)),
  );
  const line = { box: box.filter((_, k) => k !== axis), infinite: infinite.filter((_, k) => k !== axis) };
  return (halvings: number): Integrand => {
    const distance = number(side * 2 ** -halvings);
    const along = substitute(near, (leaf) => (leaf.axis === axis ? distance : variable(0)));
    return { ...line, f: simplify(call("*", distance, along)) };
  };
}

/** No less, but for a factor, than what a ridge has that crosses a line. */
export function ridgeMass({ f, box }: Integrand): number {
  const [ends = [0, 0]] = box;
  return ridgeHeight(f, ends) * Math.abs(ends[1] - ends[0]);
}

/** Null where the marginal cannot be had. */
export function massesOf(lineAt: (halvings: number) => Integrand, inner: Inner): MassAt {
  return async (halvings) => {
    const line = lineAt(halvings);
    let own = await inner(line);
    if (own?.status === "diverges") return { mass: INFINITE, error: 0 };
    if (own && own.error < own.size && !(Math.abs(own.integral) > 0.999 * own.size))
      own = await inner({ ...line, f: call("abs", line.f) });
    if (!own) return null;
    const mass = Math.abs(own.integral);
    const isKnown = mass > 0 && own.error < KNOWN * mass && own.status !== "undefined";
    return isKnown ? { mass, error: own.error / mass } : null;
  };
}

/** Halvings up to which a marginal is seen to grow as 1 / distance or faster; null if it is not. */
export async function growsUpTo(massAt: MassAt): Promise<number | null> {
  const ratios: number[] = [];
  let before: Mass | null = null;
  let upTo = FIRST;
  for (let k = FIRST; k <= LAST; k += STEP) {
    const own = await massAt(k);
    if (!own) break;
    if (before) ratios.push(own.mass < INFINITE ? own.mass / before.mass + own.error + before.error : 1);
    before = own;
    upTo = k;
    if (ratios.length > AGREEING && ratios.slice(-AGREEING).every((ratio) => ratio < FALLS)) return null;
  }
  return ratios.length >= AGREEING && ratios.slice(-AGREEING).every((ratio) => ratio >= 1 - SAME)
    ? upTo
    : null;
}

const INFINITE = Number.POSITIVE_INFINITY;
/** A ratio that is none of 1 / distance. */
const FALLS = 0.99;

/** What a marginal that falls as a power has nearer to a place than regions do that have at least half of it. */
export function missedBy(
  list: readonly Entry[],
  { axis, at, side }: Place,
  near: number,
  far: number,
): number {
  const power = Math.log2(near / far) / (FAR - NEAR);
  const massWithin = (halvings: number) => (near * 2 ** (power * (NEAR - halvings))) / power;
  const isSeen = (halvings: number) => {
    const edge = at + side * 2 ** -halvings;
    let seen = 0;
    for (const { region, measure } of list) {
      const [a, b] = boxOf(region)[axis] as readonly [number, number];
      if (side > 0 ? a < edge : b > edge) seen += measure.size + measure.error;
    }
    return seen > massWithin(halvings) / 2;
  };
  for (let k = FIRST; k <= FAR; k++) if (!isSeen(k)) return massWithin(k);
  return 0;
}
