import type { Region, Segment } from "../../quadrature/coordinates/segments.ts";
import { measureOfSums } from "../../quadrature/integrands/cubature-rule.ts";
import { CORNER, type Cubature, FAR, makeCubature, NEAR } from "../../quadrature/rules/cubature.ts";
import type { Measure } from "../../quadrature/rules/measure.ts";
import { nodeWords } from "./region-text.ts";
import { type Packed, PIECE, widthOf } from "./tasks.ts";

/** Regions as a shader knows them, and what its parts say of each; null where a value of f is not finite. */
export interface PackedRegions extends Packed {
  /** `unit`: what rounding costs, as a part of the size. */
  measures(parts: Float32Array, unit: number): (Measure | null)[];
}

const rules = new Map<number, { rule: Cubature; words: Uint32Array<ArrayBuffer> }>();

export function packedRegions(regions: readonly Region[]): PackedRegions {
  const axes = (regions[0] as Region).length;
  const known = rules.get(axes) ?? withWords(makeCubature(axes));
  rules.set(axes, known);
  const { rule } = known;
  const values = new Float64Array(3 + PIECE * axes * regions.length);
  values.set([NEAR, FAR, CORNER]);
  let filled = 3;
  for (const region of regions)
    for (const segment of region) {
      putPiece(values, filled, segment);
      filled += PIECE;
    }
  const along = 1 + 4 * axes;
  const partsEach = along + 5;
  return {
    ranges: new Uint32Array(3 * regions.length),
    tasks: known.words,
    values,
    partsEach,
    measures(parts, unit) {
      const onAxes = new Float64Array(along);
      const differences = new Float64Array(axes);
      return regions.map((region, k) => {
        const start = 2 * partsEach * k;
        const end = start + 2 * along;
        const state = parts[end + 8];
        if (state === 0) throw new Error("the GPU left out a region");
        if (state !== 1) return null;
        const pair = (at: number) => (parts[at] as number) + (parts[at + 1] as number);
        for (let node = 0; node < along; node++) onAxes[node] = pair(start + 2 * node);
        const others = {
          pair: pair(end),
          corner: pair(end + 2),
          sizePair: parts[end + 4] as number,
          sizeCorner: parts[end + 5] as number,
        };
        let volume = 1;
        for (const segment of region) volume *= widthOf(segment);
        const sums = rule.combined(onAxes, others, differences);
        const measure = measureOfSums(sums, volume, unit, differences, {
          low: parts[end + 6] as number,
          high: parts[end + 7] as number,
          evaluations: rule.count,
          lost: null,
        });
        return Number.isFinite(measure.error + measure.size) ? measure : null;
      });
    },
  };
}

const withWords = (rule: Cubature) => ({ rule, words: nodeWords(rule) });

/** A Piece of pieces.wgsl for s in [-1, 1]. */
function putPiece(values: Float64Array, at: number, { centre, length, power, from, to }: Segment): void {
  const [middle, reach] = [(from + to) / 2, (to - from) / 2];
  const plain = power === 1;
  values[at] = plain ? centre + length * middle : centre;
  values[at + 1] = plain ? length * reach : length;
  values[at + 2] = plain ? 0 : middle;
  values[at + 3] = plain ? 1 : reach;
  values[at + 4] = 1;
  values[at + 5] = plain ? 0 : 1;
}
