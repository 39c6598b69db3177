/** A colour as sRGB bytes. */
export type Colour = readonly [red: number, green: number, blue: number];

/** A colour map over the values from low to high. */
export interface ColourMap {
  readonly low: number;
  readonly high: number;
  /** Centred on zero: the values have both signs. */
  readonly diverging: boolean;
  colourOf(value: number): Colour;
}

/**
 * A map for the finite values: from dark violet to pale yellow with even steps of lightness or, for values of both
 * signs, from blue through white to orange, centred on zero.
 */
export function mapFor(values: Iterable<number>): ColourMap {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) [low, high] = [0, 1];
  const diverging = low < 0 && high > 0;
  if (diverging) [low, high] = [-Math.max(-low, high), Math.max(-low, high)];
  const table = Array.from({ length: 256 }, (_, k) =>
    diverging ? signed(k / 127.5 - 1) : sequential(k / 255),
  );
  const span = high - low;
  const part = (value: number) => (span ? (value - low) / span : 1 / 2);
  return {
    low,
    high,
    diverging,
    colourOf: (value) => table[Math.min(255, Math.max(0, Math.round(255 * part(value))))] as Colour,
  };
}

function sequential(t: number): Colour {
  return oklch(0.25 + 0.7 * t, 0.06 + 0.1 * Math.sin(Math.PI * (0.15 + 0.8 * t)), 300 - 200 * t);
}

function signed(t: number): Colour {
  const far = Math.abs(t);
  return oklch(0.96 - 0.5 * far, 0.15 * far, t < 0 ? 250 : 50);
}

/** Converts from OKLCH (B. Ottosson 2020): lightness 0 to 1, chroma, hue in degrees. */
function oklch(lightness: number, chroma: number, hue: number): Colour {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** A linear intensity as an sRGB byte. */
function gamma(linear: number): number {
  const inside = Math.min(1, Math.max(0, linear));
  return Math.round(255 * (inside <= 0.0031308 ? 12.92 * inside : 1.055 * inside ** (1 / 2.4) - 0.055));
}
