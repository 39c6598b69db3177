/** Pieces of an axis: how many, and whether nodes pile up in one. */
export interface AxisPieces {
  readonly count: number;
  readonly piled: boolean;
}

/** Values of f along a tensor rule's first axis, of a lattice and of a region come in so many at a time at most: in software a loop costs more than a sine. */
export const MOST_COPIES = 4;

/** An axis whose coordinates are those of one interval. */
export const isPlain = ({ count, piled }: AxisPieces) => count === 1 && !piled;

/** A value of f with its weight goes into `sum`, and into `own`. */
export const gatherText = (indent: string) =>
  [
    "let weighted = times(weight, value);",
    "sum = plus(sum, weighted);",
    "own.size += abs(first(weighted));",
    "own.low = min(own.low, first(value));",
    "own.high = max(own.high, first(value));",
    "own.most = max(own.most, bits(first(value)) & ~SIGN);",
  ]
    .map((line) => `${indent}${line}`)
    .join("\n");

/** Enters the layer of x0, x1 and so on. */
export const enterText = (all: readonly number[]) =>
  `enter_layer(${all
    .slice(2)
    .map((k) => `x${k}`)
    .join(", ")});`;

export function productText(factors: readonly string[]): string {
  return factors.reduce((product, factor) => `times(${product}, ${factor})`);
}
