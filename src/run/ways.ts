import type { PartSum } from "../quadrature/tensor.ts";
import type { By } from "./result.ts";

/** What a step came to, and what it took. */
export interface Step extends Pick<PartSum, "value" | "size" | "evaluations" | "lost"> {
  readonly error: number;
  /** The range of f at the nodes, of each region or of all together. */
  readonly ranges: readonly Pick<PartSum, "low" | "high">[];
}

/** A rule over the whole box that gets finer step by step. */
export interface Way {
  readonly by: By;
  /** Values of f that the next step takes; infinite where there is none. */
  nextCost(): number;
  step(): Promise<Step>;
}
