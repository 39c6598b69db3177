import type { Interval } from "../integrand/language/interval.ts";
import type { Members } from "../problem/family.ts";

/**
 * A shader is made for a range of each parameter. That range follows from the value alone, not from the family: so a member
 * has the same shader, and the same bits, whatever the other members are. A class is a range for each parameter.
 */
export const BEYOND_F32 = -1;

export type Bands = readonly (Interval | null)[];

/** Ends that f32 holds, so that a value is within its range when it is rounded, too. */
const LEAST = 2 ** -20;
const MOST = 2 ** 20;
const ENDS = [LEAST, 1, 16, 1024, MOST];

/** Around 0, then between two ends, for either sign, then beyond. */
const FINE: Bands = [
  [-LEAST, LEAST],
  ...ENDS.slice(1).flatMap((end, k): Interval[] => {
    const start = ENDS[k] as number;
    return [
      [start, end],
      [-end, -start],
    ];
  }),
  null,
];
/** So many parameters have so many classes that they get but three ranges each. */
const MANY = 4;
const COARSE: Bands = [[0, MOST], [-MOST, 0], null];

const bandsFor = (parameters: number) => (parameters < MANY ? FINE : COARSE);

/** The place of a value's range; `BEYOND_F32` for what f32 cannot hold. */
function bandOf(value: number, bands: Bands): number {
  if (!Number.isFinite(Math.fround(value))) return BEYOND_F32;
  const found = bands.findIndex((band) => band && band[0] <= value && value <= band[1]);
  return found < 0 ? bands.length - 1 : found;
}

/** The class of these values of parameters. */
export function classOf(values: ArrayLike<number>): number {
  const bands = bandsFor(values.length);
  return Array.from(values, (value) => bandOf(value, bands)).reduce(
    (own, place) => (own < 0 || place < 0 ? BEYOND_F32 : own * bands.length + place),
    0,
  );
}

/** The class of each member, `BEYOND_F32` where f32 cannot hold a parameter; 0 of an integral without parameters. */
export function classesOf({ values, count }: Members): Int16Array {
  const bands = bandsFor(values.length);
  const classes = new Int16Array(count);
  let each = count;
  for (const own of values) {
    each /= own.length;
    const places = Array.from(own, (value) => bandOf(value, bands));
    for (let k = 0; k < count; k++) {
      const [before, place] = [classes[k] as number, places[Math.floor(k / each) % own.length] as number];
      classes[k] = before < 0 || place < 0 ? BEYOND_F32 : before * bands.length + place;
    }
  }
  return classes;
}

/** The parameters' ranges in a class; null for one that is unknown. */
export function rangesIn(own: number, parameters: number): Bands {
  const bands = bandsFor(parameters);
  return Array.from({ length: parameters }, (_, k) => {
    const place = Math.floor(own / bands.length ** (parameters - 1 - k)) % bands.length;
    return bands[place] as Interval | null;
  });
}
