import { operationOf } from "./operations.ts";
import type { Tree } from "./tree.ts";

/** One node of a tree, and the positions of its arguments in the tape. */
export interface Step {
  readonly tree: Tree;
  readonly args: readonly number[];
  /** The meaning, in f64; of a leaf nothing. */
  readonly operate: ((...args: number[]) => number) | null;
}

const tapes = new WeakMap<Tree, readonly Step[]>();

/** Every subtree once, arguments first, so that the tree itself comes last. */
export function tapeOf(tree: Tree): readonly Step[] {
  const known = tapes.get(tree);
  if (known) return known;
  const tape: Step[] = [];
  const places = new Map<Tree, number>();
  const place = (part: Tree): number => {
    const found = places.get(part);
    if (found !== undefined) return found;
    const args = part.kind === "call" ? part.args.map(place) : [];
    const operate = part.kind === "call" ? operationOf(part.name).value : null;
    places.set(part, tape.length);
    return tape.push({ tree: part, args, operate }) - 1;
  };
  place(tree);
  tapes.set(tree, tape);
  return tape;
}

/** The value of every step at a point, which has a coordinate an axis. */
export function run(tape: readonly Step[], point: ArrayLike<number>, into = new Float64Array(tape.length)) {
  for (let k = 0; k < tape.length; k++) {
    const { tree, args, operate } = tape[k] as Step;
    if (operate) {
      const u = into[args[0] as number] as number;
      const v = into[args[1] as number] as number;
      into[k] =
        args.length === 1
          ? operate(u)
          : args.length === 2
            ? operate(u, v)
            : operate(...args.map((arg) => into[arg] as number));
    } else into[k] = tree.kind === "number" ? tree.value : (point[(tree as { axis: number }).axis] as number);
  }
  return into;
}

/** The tree's value at a point: for constants and single points. */
export function evaluate(tree: Tree, point: ArrayLike<number> = []): number {
  const values = run(tapeOf(tree), point);
  return values[values.length - 1] as number;
}

/** The same for many points. */
export function evaluatorOf(tree: Tree): (point: ArrayLike<number>) => number {
  const tape = tapeOf(tree);
  const values = new Float64Array(tape.length);
  return (point) => run(tape, point, values)[tape.length - 1] as number;
}

/** Whether a part of the tree is infinite at a point. */
export const overflowsAt = (tree: Tree, point: ArrayLike<number>): boolean =>
  run(tapeOf(tree), point).some((value) => Math.abs(value) === Number.POSITIVE_INFINITY);
