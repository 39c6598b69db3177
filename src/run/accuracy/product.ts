import type { Group } from "../../quadrature/reductions/separate.ts";
import { STATUSES, type Status } from "../result.ts";
import type { Adapted, AdaptOptions, Wanted } from "./adapted.ts";

/** The error of what nothing is known of yet. */
export const UNKNOWN = 1e300;

/** Integrates one group, to what is wanted of it. */
type AdaptGroup = (group: Group, wanted: Wanted, options: AdaptOptions) => Promise<Adapted>;

/** An integral as the product of the groups' integrals, the errors composed. `axes` is their number in the whole. */
export async function adaptSeparately(
  groups: readonly Group[],
  axes: number,
  { relative, absolute, maxEvaluations }: Wanted,
  adaptGroup: AdaptGroup,
  { pausing, stopped, onPass, onRegions }: AdaptOptions = {},
): Promise<Adapted> {
  const done: Adapted[] = [];
  const spent = () => done.reduce((sum, { evaluations }) => sum + evaluations, 0);
  // The groups' relative errors add up; an absolute one is known as a relative one once the integrals are.
  let share = relative / groups.length;
  if (absolute > 0) {
    const rough = await adaptSeparately(
      groups,
      axes,
      { relative: Math.max(relative, ROUGH), absolute: 0, maxEvaluations },
      adaptGroup,
      { ...(stopped && { stopped }), ...(onPass && { onPass }) },
    );
    const size = Math.abs(rough.integral) || rough.size;
    if (FAILED.has(rough.status) || rough.error <= absolute) return rough;
    share = Math.max(share, absolute / (2 * size * groups.length));
  }
  for (const group of groups) {
    const placed = (one: Adapted): Adapted =>
      one.lost ? { ...one, lost: placeIn(group, one.lost, axes) } : one;
    const last = done.length === groups.length - 1;
    const one = await adaptGroup(
      group,
      { relative: share, absolute: 0, maxEvaluations: maxEvaluations - spent() },
      {
        ...(pausing && { pausing }),
        ...(stopped && { stopped }),
        onRegions,
        onPass: (soFar) => onPass?.(composed([...done, placed(soFar)], last, relative, absolute)),
      },
    );
    done.push(placed(one));
    if (FAILED.has(one.status)) break;
  }
  return composed(done, done.length === groups.length, relative, absolute);
}

const ROUGH = 1e-3;
const FAILED = new Set<Status>(["diverges", "undefined", "failed", "interrupted", "timeout"]);

function composed(done: readonly Adapted[], complete: boolean, relative: number, absolute: number): Adapted {
  const times = (value: (one: Adapted) => number) => done.reduce((all, one) => all * value(one), 1);
  const plus = (value: (one: Adapted) => number) => done.reduce((all, one) => all + value(one), 0);
  const integral = times((one) => one.integral);
  const rest = times((one) => Math.abs(one.integral) + one.error) - Math.abs(integral);
  const error = complete ? rest + 1e-16 * done.length * Math.abs(integral) : UNKNOWN;
  const worst = done
    .map(({ status }) => status)
    .sort((a, b) => STATUSES.indexOf(b) - STATUSES.indexOf(a))[0] as Status;
  const met = complete && error <= Math.max(relative * Math.abs(integral), absolute);
  return {
    integral,
    error,
    size: times((one) => one.size),
    status: met && !FAILED.has(worst) ? "converged" : worst,
    evaluations: plus((one) => one.evaluations),
    regions: plus((one) => one.regions),
    levels: Array.from({ length: Math.max(...done.map(({ levels }) => levels.length)) }, (_, level) =>
      plus(({ levels }) => levels[level] ?? 0),
    ),
    passes: plus((one) => one.passes),
    by: done.reduce((most, one) => (one.evaluations > most.evaluations ? one : most)).by ?? "regions",
    lost: done.map(({ lost }) => lost).find((place) => place) ?? null,
  };
}

/** A place of a group as one of the whole; in the middle along the other axes. */
function placeIn({ axes }: Group, place: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, axis) => place[axes.indexOf(axis)] ?? 0.5);
}
