import { explain } from "./explain/explain.ts";
import { showRace } from "./race/race.ts";
import { showWorth } from "./race/worth.ts";
import { showTakeAway } from "./take/take.ts";

/** Fills the sections below the fold. */
export function showBelow(): void {
  showRace();
  showWorth();
  explain();
  showTakeAway();
}
