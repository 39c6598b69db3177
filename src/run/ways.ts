import type { PartSum } from "../quadrature/tensor.ts";

/** What an integral over many variables was computed by: regions that are halved, Gauss's rule or a lattice over all. */
export const WAYS = ["regions", "tensor", "lattice"] as const;
export type By = (typeof WAYS)[number];

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
