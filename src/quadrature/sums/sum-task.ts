import { compileBlock } from "../../integrand/code/javascript.ts";
import type { Tree } from "../../integrand/language/tree.ts";
import { type LatticeTask, latticeSum } from "./lattice.ts";
import { blocksOf, type PartSum, type TensorTask, tensorSum } from "./tensor.ts";

/** A range of nodes of one rule over many axes. */
export type SumTask = TensorTask | LatticeTask;

/** Does such tasks. */
export const makeSums =
  (f: Tree) =>
  (task: SumTask): PartSum =>
    "bits" in task ? latticeSum(compileBlock(f), task) : tensorSum(compileBlock(f), task);

/** Values of f of a task. */
export function valuesOf(task: SumTask): number {
  return (task.end - task.first) * ("bits" in task ? 1 : blocksOf(task.counts).nodes);
}
