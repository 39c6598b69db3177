/** An estimate of a result's error, its parts apart. */
export interface Estimate {
  /** What the program claims: an upper bound in all but rare cases. */
  readonly total: number;
  /** How far the rule's sum over this grid is from the integral. */
  readonly discretization: number;
  /** How far the returned number is from that sum. */
  readonly rounding: number;
  /** p in an error that falls as h^p, h being the side of a cell; null where none was seen. */
  readonly order: number | null;
  /**
   * Whether an order was seen. "not asymptotic": none was, or the sum is not where the order has it; the
   * discretization is then its distance from the best known value, and how far that may be off.
   */
  readonly regime: "asymptotic" | "not asymptotic" | "below rounding";
  /** The integral by Richardson's extrapolation; null where no order was seen, or where f jumps or kinks. */
  readonly extrapolated: number | null;
}
