import type { PartSum } from "../../quadrature/sums/tensor.ts";
import type { By, Status } from "../result.ts";
import type { Adapted } from "./adapted.ts";

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

/** One way to an integral; a status ends it. */
export interface Runner {
  readonly by: By;
  /** Values of f that its next step takes, about; infinite where there is none. */
  nextCost(): number;
  /** How much of the integral its points are seen to have missed, 0 if less than `part`; absent if its steps look for that. `thorough`: how much at most. */
  missed?(part: number, thorough?: boolean): Promise<number>;
  /** Takes no more steps: what it then claims, if that is not what its last step did. */
  end?(): Promise<Adapted>;
  step(): Promise<{ readonly state: Adapted; readonly status: Status | null }>;
}
