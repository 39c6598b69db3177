import type { Pausing } from "../../cpu/regions.ts";
import type { Region } from "../../quadrature/coordinates/segments.ts";
import type { Integrand } from "../../quadrature/integrands/integrand-rule.ts";
import type { By, Status } from "../result.ts";
import type { onDevice } from "./on-device.ts";

/** The accuracy that is wanted: it is enough to meet one of the two. */
export interface Wanted {
  readonly relative: number;
  readonly absolute: number;
  readonly maxEvaluations: number;
}

/** What is known after some passes. */
export interface Adapted {
  readonly integral: number;
  /** What is claimed: an upper bound in all but rare cases. */
  readonly error: number;
  /** The integral of |f|. */
  readonly size: number;
  readonly status: Status;
  readonly evaluations: number;
  readonly regions: number;
  /** How many of the regions are left from the first ones, how many came from one split, from two, and so on. */
  readonly levels: readonly number[];
  readonly passes: number;
  /** Of many variables what it was computed by. */
  readonly by?: By;
  /** A place, in the coordinates of the box, where f was not finite, or towards which its integral diverges. */
  readonly lost: readonly number[] | null;
}

export interface AdaptOptions {
  /** How work on this thread gives way to others; by default it does not. */
  readonly pausing?: Pausing;
  /** How lists that grow large are halved on a device; absent where they are not. */
  readonly onDevice?: typeof onDevice;
  /** Asked before every pass; a status ends the work with what there is. */
  readonly stopped?: () => Status | null;
  /** Called after every pass. */
  readonly onPass?: (soFar: Adapted) => void;
  /** Called at the end with the regions; of a product once for each of its integrals. */
  readonly onRegions?: ((integrand: Integrand, regions: readonly Region[]) => void) | undefined;
}
