import { BASE, F32 } from "../../shaders/functions.ts";
import type { Variant } from "./variant.ts";

/** The WGSL that functions of every precision need. */
export function baseText(variant: Variant): string[] {
  return [BASE.guards, BASE.exact[variant], BASE.special];
}

/** The WGSL functions that an integrand in f32 may call. */
export const f32Text = () => [...baseText("xor"), ...F32];
