import type { Interval } from "../integrand/language/interval.ts";
import type { Operation } from "../integrand/language/operation.ts";
import { operationOf } from "../integrand/language/operations.ts";
import { type Step, tapeOf } from "../integrand/language/tape.ts";
import type { Prepared } from "../problem/problem.ts";
import { insideOf, rangesOf } from "./ranges.ts";

/** What f may have within the box, by the table of operations and by intervals: jumps, kinks, or neither. */
export function breaksOf(prepared: Pick<Prepared, "f" | "box" | "infinite">): "jump" | "kink" | null {
  const tape = tapeOf(prepared.f);
  const ranges = rangesOf(prepared.f, insideOf(prepared));
  const counts = new Set([tape.length - 1]);
  let found: "kink" | null = null;
  for (let k = tape.length - 1; k >= 0; k--) {
    const { tree, args } = tape[k] as Step;
    if (tree.kind !== "call" || !counts.has(k)) continue;
    const inside = args.map((arg) => ranges[arg] as Interval | null);
    for (const arg of argumentsThatCount(tree.name, args, inside)) counts.add(arg);
    const { breaks, value } = operationOf(tree.name);
    const crossed = breaks && crosses(breaks, value, inside);
    if (crossed && breaks !== "kink") return "jump";
    if (crossed) found = "kink";
  }
  return found;
}

/** Not the branch that is never taken, nor the magnitude of what may round below an edge. */
function argumentsThatCount(name: string, args: readonly number[], ranges: readonly (Interval | null)[]) {
  if (name === "edge") return args.slice(0, 1);
  const [condition] = ranges;
  const decided = name === "?:" && condition && condition[0] === condition[1];
  return decided ? [args[condition[0] ? 1 : 2] as number] : args;
}

function crosses(
  breaks: Operation["breaks"],
  value: Operation["value"],
  ranges: readonly (Interval | null)[],
): boolean {
  const [first, second] = ranges;
  if (!ranges.every((one) => one !== null) || !first) return true;
  const holdsZero = first[0] <= 0 && first[1] >= 0;
  if (breaks === "cut") return holdsZero && (second as Interval)[0] < 0;
  if (!second) return breaks === "kink" ? first[0] < 0 && first[1] > 0 : value(first[0]) !== value(first[1]);
  return ranges.some((a, k) => ranges.some((b, l) => l < k && meet(a as Interval, b as Interval)));
}

const meet = (a: Interval, b: Interval) => Math.max(a[0], b[0]) <= Math.min(a[1], b[1]);
