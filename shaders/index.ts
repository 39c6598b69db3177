import exact from "./exact.wgsl?raw";
import f32 from "./f32.wgsl?raw";
import functions from "./functions.wgsl?raw";
import integrate from "./integrate.wgsl?raw";
import rolled from "./rolled.wgsl?raw";
import unrolled from "./unrolled.wgsl?raw";

/** WGSL texts of this folder, one file a concern. */
export const SHADERS = { exact, functions, f32, integrate, rolled, unrolled };
