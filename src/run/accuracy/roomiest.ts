import type { LookTask } from "../../backend.ts";
import { bounder } from "../../integrand/reading/bounds.ts";
import { withSquares } from "../../integrand/reading/squares.ts";
import { boxOf } from "../../quadrature/coordinates/chart.ts";
import type { Integrand } from "../../quadrature/integrands/integrand-rule.ts";

/** Halvings of all regions together, as a part of the values of f so far and at most; of each region at least so many an axis. */
const PART = 1 / 60;
const MOST = 4000;
const LEAST_AN_AXIS = 16;

/**
 * For thorough looks those of the regions in which enclosures let f be farthest from its range at the nodes, by more than `least` of the
 * integral each. `spent`: the values of f so far.
 */
export function roomiest(
  { f, box }: Integrand,
  tasks: readonly LookTask[],
  least: number,
  spent: number,
): LookTask[] {
  const halvings = Math.min(MOST, Math.ceil(PART * spent));
  const fewest = LEAST_AN_AXIS * box.length;
  const bound = bounder(withSquares(f), box.length);
  const roomIn = (task: LookTask) => {
    const ends = boxOf(task.region);
    const { low, high } = bound(
      ends.map(([a]) => a),
      ends.map(([, b]) => b),
    );
    const volume = ends.reduce((product, [a, b]) => product * (b - a), 1);
    return Math.max(high - task.high, task.low - low) * volume;
  };
  const chosen = tasks
    .map((task) => ({ task, room: roomIn(task) }))
    .filter(({ room }) => room > least)
    .sort((a, b) => b.room - a.room)
    .slice(0, Math.max(1, Math.floor(halvings / fewest)));
  const each = Math.max(fewest, Math.floor(halvings / chosen.length));
  return chosen.map(({ task }) => ({ ...task, halvings: each, thorough: true }));
}
