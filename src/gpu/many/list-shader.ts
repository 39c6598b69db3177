import { MANY } from "../../../shaders/many/index.ts";
import { MIXED, makeCubature, PURE, RATIO } from "../../quadrature/rules/cubature.ts";
import { AGAIN } from "../../quadrature/rules/measure.ts";
import { fromNumber } from "../df64.ts";
import { pruned } from "../prune.ts";
import type { RegionPrecision } from "../region-shader.ts";
import { functionsText } from "../shader.ts";
import type { Variant } from "../variant.ts";
import { MANY_LANES } from "./shader.ts";

/** Regions that an invocation goes through, and classes of errors: as in list.wgsl. */
export const RUN = 64;
export const CLASSES = 2048;
const CLASS_SHIFT = 20;
/** Values of a piece of an axis. */
export const PIECE_WORDS = 7;
/** Most halvings of an axis. */
export const MOST_LEVEL = 20;
/** Flags of a region's state. */
export const CLOSED = 16;
export const VOID = 32;
/** Behind the two words of each axis. */
export const STATE_WORDS = 8;

/** The least number beyond a class of errors. */
export function beyondClass(k: number): number {
  return new Float32Array(Uint32Array.of((k + 1) * 2 ** CLASS_SHIFT).buffer)[0] as number;
}

/** The binding of df64's table, which no kernel of a list reads. */
const TABLE = 9;

/** The WGSL module that keeps a list of regions of so many axes. */
export function listShader(axes: number, precision: RegionPrecision, variant: Variant): string {
  const { seventh, fifth, count } = makeCubature(axes);
  const pair = (name: string, value: number) => {
    const [x, y] = fromNumber(value);
    return `const ${name} = vec2f(${exponential(x)}, ${exponential(y)});\n`;
  };
  const names = ["CENTRE", "NEAR", "FAR", "PAIR", "CORNER"];
  const weights = [
    ...seventh.map((weight, k) => pair(`SEVENTH_${names[k]}`, weight)),
    ...fifth.map((weight, k) => pair(`FIFTH_${names[k]}`, weight)),
    pair("RATIO", RATIO),
    pair("MIXED_FAR", 2 * (axes - 1)),
    pair("MIXED_CENTRE", 2 * axes * (axes - 1)),
  ];
  const plain = Object.entries({ PURE, MIXED, COUNT: count, AGAIN });
  return pruned([
    ...functionsText("df64", TABLE, variant),
    `const AXES = ${axes}u;\nconst LANES = ${MANY_LANES}u;\n`,
    plain.map(([name, value]) => `const ${name} = ${exponential(value)};\n`).join(""),
    weights.join(""),
    precision === "df64"
      ? "alias Stored = vec2f;\n\nfn stored(v: vec2f) -> Stored {\n  return v;\n}\n"
      : "alias Stored = f32;\n\nfn stored(v: vec2f) -> Stored {\n  return v.x;\n}\n",
    ...MANY.list,
  ]);
}

const exponential = (value: number) => value.toExponential();
