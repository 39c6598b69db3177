/** The relative tolerance below which f32 is not the one to begin with. */
export const F32_REACHES = 1e-5;

/** The precision with which a GPU begins. */
export function cheapestFor(relative: number): "f32" | "df64" {
  return relative >= F32_REACHES ? "f32" : "df64";
}
